// Who the page acts as, and who gets new chats.

import { agent, call } from './api.js';
import { $, element, write } from './dom.js';

const MOST = 100;

let isAutomatic = null;

export async function refreshAgents() {
  let agents = [];
  try {
    const [{ users }, config] = await Promise.all([
      call('GET', 'livechat/users/agent', { query: { count: MOST } }),
      isAutomatic === null ? routing() : null,
    ]);
    agents = users;
    if (config) isAutomatic = config.autoAssignAgent;
  } catch (error) {
    // Some agents may not see the others.
    if (error.status !== 403) throw error;
  }
  const self = agent();
  const others = agents.filter(({ username }) => username !== self.username);
  const names = [self, ...others].map(({ username }) => username);
  const list = $('agent');
  if (JSON.stringify([...list.options].map(({ value }) => value)) !== JSON.stringify(names)) {
    list.replaceChildren(...names.map((name) => element('option', { value: name, textContent: name })));
  }
  list.value = self.username;
  const takers = others.filter(({ statusLivechat }) => statusLivechat === 'available').map(({ username }) => username);
  write($('takers'), whoTakes(self.available ? ['you', ...takers] : takers));
}

/** Servers below 7.11 do not tell; most give chats out by themselves. */
async function routing() {
  try {
    const { config } = await call('GET', 'livechat/config/routing');
    return config;
  } catch (error) {
    if (![400, 404].includes(error.status)) throw error;
    return { autoAssignAgent: true };
  }
}

function whoTakes(takers) {
  if (!isAutomatic) return 'New chats wait until somebody takes them.';
  if (takers.length === 0) return 'Nobody takes new chats.';
  const shown = takers.slice(0, 3);
  const rest = takers.length - shown.length;
  return `New chats go to ${shown.join(' or ')}${rest > 0 ? ` or ${rest} more` : ''}.`;
}

export function listen() {
  $('agent').addEventListener('change', ({ target }) => {
    location.search = new URLSearchParams({ agent: target.value }).toString();
  });
}
