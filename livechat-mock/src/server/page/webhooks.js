// What the workspace's webhook was told: each event with its tries, what is due, and the webhook's settings.

import { call, control } from './api.js';
import { $, clock, element, sync, write } from './dom.js';
import { pretty, showFacts } from './facts.js';
import { cell } from './tables.js';

const SWITCHES = {
  Livechat_webhook_on_start: 'a chat begins',
  Livechat_webhook_on_chat_queued: 'a chat waits',
  Livechat_webhook_on_chat_taken: 'an agent gets it',
  Livechat_webhook_on_visitor_message: 'a visitor writes',
  Livechat_webhook_on_agent_message: 'an agent writes',
  Livechat_webhook_on_forward: 'a chat is forwarded',
  Livechat_webhook_on_close: 'a chat ends',
  Livechat_webhook_on_offline_msg: 'an offline message comes',
};
const STATES = { waiting: 'waits', sending: 'is on its way', delivered: 'delivered', givenUp: 'given up' };
// A try takes a moment, of which nobody tells.
const SOON = 400;

let looking = null;

export async function refreshWebhooks() {
  const { webhooks } = await control('GET', 'webhooks');
  sync($('webhook-rows'), webhooks.toReversed(), ({ number }) => String(number), webhookRow, updateRow);
  write($('webhooks-count'), webhooks.length === 0 ? 'No event so far.' : `${webhooks.length}, the newest first.`);
  clearTimeout(looking);
  if (webhooks.some(({ state, attempts }) => state === 'sending' || (state === 'waiting' && attempts.length === 0))) {
    looking = setTimeout(() => $('webhooks').hidden || run(refreshWebhooks), SOON);
  }
}

function webhookRow({ number, event, room, at }) {
  const row = element('tr');
  const button = element('button', { type: 'button', className: 'link', textContent: event });
  button.addEventListener('click', () => run(() => open(number)));
  row.append(
    cell('Time', element('time', { textContent: clock(at, true), dateTime: at })),
    cell('Event', button),
    cell('Room', room ?? ''),
    cell('State', element('span', { className: 'code' })),
    cell('Tries', ''),
  );
  return row;
}

function updateRow(row, { state, due, attempts }) {
  row.dataset.state = state;
  write(row.querySelector('[data-name=State] span'), stateText({ state, due }));
  const last = attempts.length === 0 ? '' : tryText(attempts.at(-1));
  write(row.querySelector('[data-name=Tries]'), attempts.length > 1 ? `${attempts.length}, the last: ${last}` : last);
}

function stateText({ state, due }) {
  return due === undefined ? STATES[state] : `${STATES[state]} until ${clock(due, true)}`;
}

function tryText({ status, failure, fault }) {
  const text = failure ?? (status === null ? 'no answer yet' : String(status));
  return fault ? `${text} (${fault})` : text;
}

async function open(number) {
  const { webhooks } = await control('GET', 'webhooks', { query: { number, with: 'details' } });
  if (webhooks.length === 0) throw new Error('The server has forgotten this event.');
  const [{ event, room, at, state, due, url, body, attempts }] = webhooks;
  write($('webhook-title'), event);
  showFacts($('webhook-facts'), [
    ['Time', at],
    ['Room', room],
    ['To', url],
    ['State', stateText({ state, due })],
    ...attempts.flatMap((it, number) => [
      [`Try ${number + 1}`, `${it.at}: ${tryText(it)}`],
      [`Answer to try ${number + 1}`, pretty(it.answer)],
    ]),
    ['Body', pretty(body)],
  ]);
  $('webhook').showModal();
}

/** Fills the form with the settings as they are. */
export async function showSettings() {
  const { settings } = await call('GET', 'livechat/integrations.settings');
  const values = new Map(settings.map(({ _id, value }) => [_id, value]));
  $('webhook-url').value = values.get('Livechat_webhookUrl') ?? '';
  $('webhook-secret').value = values.get('Livechat_secret_token') ?? '';
  for (const field of switches()) field.checked = values.get(field.name) === true;
}

const switches = () => [...$('webhook-switches').querySelectorAll('input')];

/** `Livechat_webhook_on_start` is set by `LivechatWebhookOnStart`. */
const argument = (setting) => setting.split('_').map((word) => word[0].toUpperCase() + word.slice(1)).join('');

async function save() {
  const flags = switches().map(({ name, checked }) => [argument(name), checked]);
  const body = {
    LivechatWebhookUrl: $('webhook-url').value,
    LivechatSecretToken: $('webhook-secret').value,
    ...Object.fromEntries(flags),
  };
  await call('POST', 'omnichannel/integrations', { body });
  await showSettings();
  write($('webhook-done'), 'Saved. It counts for events from now on.');
}

async function test() {
  write($('webhook-done'), '');
  try {
    await call('POST', 'livechat/webhook.test');
    write($('webhook-done'), 'The receiver answered the test.');
  } finally {
    await refreshWebhooks();
  }
}

let run = null;

export function listen(perform) {
  run = perform;
  const fields = Object.entries(SWITCHES).map(([name, text]) => {
    const label = element('label', { className: 'switch' });
    label.append(element('input', { type: 'checkbox', name }), element('span', { textContent: text }));
    return label;
  });
  $('webhook-switches').append(...fields);
  $('webhook-form').addEventListener('submit', (event) => {
    event.preventDefault();
    run(save);
  });
  $('webhook-test').addEventListener('click', () => run(test));
  $('webhook-close').addEventListener('click', () => $('webhook').close());
}
