// What visitors were promised and how long they wait: priorities, service levels, waiting time.

import { call, control } from './api.js';

const MOST = 100;

// By id; null for those that no list has.
const names = new Map();
let now = 0;

/** Looks up the server's time and the names that these chats need. */
export async function learn(chats) {
  ({ now } = await control('GET', 'clock'));
  const ids = chats.flatMap(({ priorityId, slaId }) => [priorityId, slaId]).filter(Boolean);
  if (ids.every((id) => names.has(id))) return;
  const query = { count: MOST };
  const [{ priorities }, { sla }] = await Promise.all([
    list('livechat/priorities', { query }),
    list('livechat/sla', { query }),
  ]);
  for (const { _id, name, i18n } of priorities ?? []) names.set(_id, `priority ${name ?? i18n}`);
  for (const { _id, name, dueTimeInMinutes } of sla ?? []) names.set(_id, `${name}: within ${minutes(dueTimeInMinutes)}`);
  for (const id of ids) if (!names.has(id)) names.set(id, null);
}

/** A list; none for who may not see it, and where there is no licence for it. */
async function list(path, options) {
  try {
    return await call('GET', path, options);
  } catch (error) {
    if (![400, 403, 404].includes(error.status)) throw error;
    return {};
  }
}

/** The priority and the service level of a chat, in words. */
export function promised({ priorityId, slaId }) {
  return [names.get(priorityId), names.get(slaId)].filter(Boolean);
}

/** How long a visitor waited, or waits while there is no end. */
export function wait(from, to = now) {
  const passed = Math.floor((new Date(to) - new Date(from)) / 60_000);
  if (!(passed >= 0)) return '';
  return passed === 0 ? 'less than a minute' : minutes(passed);
}

function minutes(count) {
  const days = Math.floor(count / 1440);
  if (days >= 2) return `${days} days`;
  const hours = Math.floor(count / 60);
  const rest = `${count % 60} min`;
  if (hours === 0) return rest;
  return count % 60 === 0 ? `${hours} h` : `${hours} h ${rest}`;
}
