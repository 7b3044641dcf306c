// Waiting, open and closed chats, and the one that is shown.

import { refreshAgents } from './agents.js';
import { agent, call, file } from './api.js';
import { $, clock, element, sync, write } from './dom.js';
import { keepAtEnd, showMessages } from './messages.js';
import { learn, promised, wait } from './promises.js';
import { Shower, Teller } from './typing.js';
import { PAGE } from './worlds.js';

const MOST = 100;
const MOST_CLOSED = 20;

let waiting = [];
let shown = null;
let room = null;
let isSending = false;
// What was written but not sent, by room.
const drafts = new Map();

export function shownRoom() {
  return shown;
}

export async function refreshChats() {
  const rooms = (filter) => call('GET', 'livechat/rooms', { query: { count: MOST, ...filter, ...mine } });
  const open = await orOwn(() => rooms({ open: true }));
  const [queue, held, closed] = await Promise.all([
    listWaiting(),
    rooms({ onhold: true }),
    rooms({ open: false, count: MOST_CLOSED }),
    refreshAgents(),
  ]);
  // Who has waited longest comes first.
  waiting = queue.inquiries.toSorted((one, other) => new Date(one.ts) - new Date(other.ts));
  const queued = await listQueued(rooms);
  await learn([...queued.values(), ...open.rooms, ...held.rooms]);
  waiting = waiting.map((inquiry) => ({ ...queued.get(inquiry.rid), ...inquiry }));
  sync($('waiting'), waiting, ({ _id }) => _id, chatItem, updateWaiting);
  sync($('open'), [...open.rooms, ...held.rooms].sort(byLastWord), ({ _id }) => _id, chatItem, updateOpen);
  sync($('closed'), closed.rooms.sort(byLastWord), ({ _id }) => _id, chatItem, updateOpen);
  $('available').checked = agent().available;
  $('closed-none').hidden = closed.rooms.length > 0;
  $('waiting-none').hidden = waiting.length > 0;
  $('open-none').hidden = $('open').childElementCount > 0;
  const badge = $('waiting-badge');
  badge.hidden = waiting.length === 0;
  write(badge.firstElementChild, String(waiting.length));
  document.title = waiting.length === 0 ? PAGE : `(${waiting.length}) ${PAGE}`;
  await refreshTalk();
}

// An agent without the permission for more sees what is the agent's own.
let mine = {};
let queuePath = 'livechat/inquiries.list';

async function orOwn(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error.status !== 403 || mine['agents[]']) throw error;
    mine = { 'agents[]': agent().userId };
    return ask();
  }
}

async function listWaiting() {
  try {
    return await call('GET', queuePath, { query: { count: MOST } });
  } catch (error) {
    if (error.status !== 403 || queuePath.endsWith('queuedForUser')) throw error;
    queuePath = 'livechat/inquiries.queuedForUser';
    return listWaiting();
  }
}

/** The rooms of the queue, by id: inquiries are listed without priority and service level. Servers before 8 do not list them. */
async function listQueued(rooms) {
  try {
    const { rooms: queued } = await rooms({ queued: true });
    return new Map(queued.map((room) => [room._id, room]));
  } catch (error) {
    if (![400, 403].includes(error.status)) throw error;
    return new Map();
  }
}

function byLastWord(one, other) {
  const last = ({ lm, ts }) => new Date(lm ?? ts).valueOf() || 0;
  return last(other) - last(one);
}

function chatItem() {
  const link = element('a', { className: 'chat' });
  link.append(
    element('span', { className: 'name' }),
    element('time'),
    element('span', { className: 'last' }),
  );
  const item = element('li');
  item.append(link);
  return item;
}

function updateItem(item, id, name, at, last) {
  const link = item.firstElementChild;
  link.href = `#chats/${encodeURIComponent(id)}`;
  if (id === shown) link.setAttribute('aria-current', 'true');
  else link.removeAttribute('aria-current');
  write(link.querySelector('.name'), name || 'A visitor');
  write(link.querySelector('time'), at ? clock(at) : '');
  write(link.querySelector('.last'), last);
}

function updateWaiting(item, inquiry) {
  const { rid, name, ts } = inquiry;
  const waits = [`since ${clock(ts)}`, wait(ts), ...promised(inquiry)];
  updateItem(item, rid, name, ts, waits.filter(Boolean).join(' · '));
  item.querySelector('time').hidden = true;
  let button = item.querySelector('button');
  if (!button) {
    button = element('button', { type: 'button', textContent: 'Take' });
    button.addEventListener('click', () => run(() => take(rid)));
    item.append(button);
  }
  button.setAttribute('aria-label', `Take the chat of ${name || 'a visitor'}`);
}

function updateOpen(item, { _id, fname, v, servedBy, onHold, lm, ts, lastMessage }) {
  const words = lastMessage?.msg || (servedBy ? `with ${servedBy.username}` : '');
  updateItem(item, _id, fname || v?.name || v?.username, lm ?? ts, onHold ? `on hold · ${words}` : words);
}

/** Shows a room; none with `null`. */
export async function show(id) {
  if (id !== shown) {
    keepDraft();
    shown = id;
    room = null;
    $('messages').replaceChildren();
    shower.clear();
    toEnd();
    $('message').value = drafts.get(id) ?? '';
    grow();
  }
  for (const link of document.querySelectorAll('.chat')) {
    if (id !== null && link.hash === `#chats/${encodeURIComponent(id)}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  await refreshTalk();
}

async function refreshTalk() {
  const id = shown;
  $('talk-none').hidden = id !== null;
  if (id === null) return hideTalk();
  const [{ channel }, { messages }] = await Promise.all([
    call('GET', 'channels.info', { query: { roomId: id } }),
    call('GET', `livechat/${encodeURIComponent(id)}/messages`, { query: { count: MOST } }),
  ]);
  // Another one may have been chosen meanwhile.
  if (id !== shown) return;
  await learn([channel]);
  if (id !== shown) return;
  room = channel;
  showHead();
  const side = ({ u }) => (u?._id === room.v?._id ? 'other' : 'own');
  showMessages($('messages'), messages.toReversed(), side, (path) => file(path));
}

function hideTalk() {
  for (const part of ['talk-head', 'messages', 'typing', 'composer', 'offer', 'over']) $(part).hidden = true;
}

function showHead() {
  const { fname, v, servedBy, open, onHold, ts, source } = room;
  const waited = servedBy ? servedBy.ts && `waited ${wait(ts, servedBy.ts)}` : open && `waits for ${wait(ts)}`;
  write($('talk-title'), fname || v?.name || v?.username || 'A visitor');
  const about = [
    v?.username,
    servedBy ? `served by ${servedBy._id === agent().userId ? 'you' : servedBy.username}` : 'served by nobody',
    onHold && 'on hold',
    ts && `opened ${clock(ts)}`,
    source?.type && `via ${source.type}`,
    waited,
    ...promised(room),
  ];
  write($('talk-about'), about.filter(Boolean).join(' · '));
  const isOpen = open === true;
  $('talk-head').hidden = $('messages').hidden = $('typing').hidden = false;
  $('close').hidden = !isOpen || !servedBy;
  $('composer').hidden = !isOpen || !servedBy;
  $('offer').hidden = !isOpen || Boolean(servedBy);
  $('over').hidden = isOpen;
}

/** Who takes a chat takes new ones too: the server gives none to agents who do not. */
async function take(id) {
  const inquiry = waiting.find(({ rid }) => rid === id);
  if (!inquiry) return;
  if (!$('available').checked) await setAvailable(true);
  await call('POST', 'livechat/inquiries.take', { body: { inquiryId: inquiry._id } });
  location.hash = `#chats/${encodeURIComponent(id)}`;
  await show(id);
  await refreshChats();
  $('message').focus();
}

async function setAvailable(isAvailable) {
  const status = isAvailable ? 'available' : 'not-available';
  try {
    await call('POST', 'livechat/agent.status', { body: { status } });
    agent().available = isAvailable;
    await refreshAgents();
  } finally {
    $('available').checked = agent().available;
  }
}

async function answer() {
  const field = $('message');
  const msg = field.value.trim();
  if (!msg || !shown || isSending) return;
  isSending = true;
  // Now, and not with the response: by then somebody may have gone elsewhere.
  field.focus();
  try {
    await call('POST', 'chat.sendMessage', { body: { message: { rid: shown, msg } } });
    field.value = '';
    teller.stop();
    keepDraft();
    grow();
    toEnd();
    await refreshTalk();
  } finally {
    isSending = false;
  }
}

async function close() {
  await call('POST', 'livechat/room.closeByUser', { body: { rid: shown, comment: 'Closed on the page of livechat-mock' } });
  await refreshChats();
  $('talk-title').focus();
}

function keepDraft() {
  if (shown === null) return;
  if ($('message').value) drafts.set(shown, $('message').value);
  else drafts.delete(shown);
}

/** As many lines as are written. */
function grow() {
  const field = $('message');
  field.rows = Math.min(6, field.value.split('\n').length);
}

let run = null;
let shower;
let teller;
let toEnd;

/** Shows who types in the chat that is shown. */
export function showTyping(name, isTyping) {
  shower.set(name, isTyping);
}

/**
 * Reacts to clicks and keys. `perform` does a task, and says what went wrong with it; `tellTyping` tells whether the agent
 * types.
 */
export function listen(perform, tellTyping) {
  run = perform;
  shower = new Shower($('typing'));
  teller = new Teller($('message'), tellTyping);
  $('take').addEventListener('click', () => run(() => take(shown)));
  $('close').addEventListener('click', () => run(close));
  $('available').addEventListener('change', ({ target }) => run(() => setAvailable(target.checked)));
  $('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    run(answer);
  });
  $('message').addEventListener('input', grow);
  toEnd = keepAtEnd($('messages'));
  $('message').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    run(answer);
  });
}
