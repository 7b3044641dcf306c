// The visitor's window: a conversation from the other side.

import { file, look, visit } from './api.js';
import { $, element, write } from './dom.js';
import { keepAtEnd, showMessages } from './messages.js';
import { Socket, typing } from './socket.js';
import { Shower, Teller } from './typing.js';

const MOST = 100;
// Each world has visitors of its own.
const STORED = `visitor of ${location.pathname}`;

// Who is the visitor: the token, the name and the room. Kept for as long as the tab is open.
let visitor = null;
let isOver = false;
let socket = null;
let shower;
let teller;

export async function refreshVisitor() {
  if (visitor === null) return showForm();
  const { token, rid } = visitor;
  try {
    const path = `messages.history/${encodeURIComponent(rid)}`;
    const { messages } = await look(path, { token, limit: MOST });
    isOver = messages.some(({ t }) => t === 'livechat-close');
    // Who asks for a room that is closed would open another.
    const { room } = isOver ? { room: null } : await look('room', { token, rid });
    if (visitor?.rid === rid) showTalk(room?.servedBy, messages.toReversed());
  } catch (error) {
    // After a reset there is no such visitor.
    if (error.status !== 400) throw error;
    forget();
  }
}

function showForm() {
  $('visitor-form').hidden = false;
  $('visitor-talk').hidden = true;
  write($('visitor-about'), 'Nobody yet.');
}

function showTalk(servedBy, messages) {
  $('visitor-form').hidden = true;
  $('visitor-talk').hidden = false;
  $('visitor-composer').hidden = isOver;
  $('visitor-end').hidden = isOver;
  $('visitor-again').hidden = !isOver;
  const served = servedBy ? `talks to ${servedBy.username}` : 'waits for an agent';
  write($('visitor-about'), `${visitor.name} ${isOver ? 'has ended the chat' : served}.`);
  const side = ({ token }) => (token ? 'own' : 'other');
  const fetchFile = (path) => file(path, { rc_token: visitor.token, rc_rid: visitor.rid, rc_room_type: 'l' });
  showMessages($('visitor-messages'), messages, side, fetchFile);
  follow();
}

/** Departments that a visitor may choose. */
export async function fillDepartments() {
  const { config } = await look('config');
  const options = (config.departments ?? [])
    .filter(({ showOnRegistration }) => showOnRegistration)
    .map(({ _id, name }) => element('option', { value: _id, textContent: name }));
  const any = element('option', { value: '', textContent: 'Any department' });
  $('visitor-department').replaceChildren(any, ...options);
  $('visitor-department-field').hidden = options.length === 0;
}

async function start() {
  const name = $('visitor-name').value.trim() || 'Visitor';
  const department = $('visitor-department').value;
  const token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const registered = { token, name };
  if (department) registered.department = department;
  await visit('POST', 'visitor', { body: { visitor: registered } });
  const { room } = await visit('GET', 'room', { query: { token } });
  visitor = { token, name, rid: room._id };
  remember();
  await refreshVisitor();
  $('visitor-message').focus();
}

async function say() {
  const field = $('visitor-message');
  const msg = field.value.trim();
  if (!msg) return;
  // Now, and not with the response: by then somebody may have gone to the other window.
  field.focus();
  await visit('POST', 'message', { body: { token: visitor.token, rid: visitor.rid, msg } });
  field.value = '';
  teller.stop();
  await refreshVisitor();
}

async function sendFile() {
  const [chosen] = $('visitor-file').files;
  if (!chosen) return;
  const body = new FormData();
  body.append('file', chosen);
  $('visitor-file').value = '';
  const headers = { 'x-visitor-token': visitor.token };
  await visit('POST', `upload/${encodeURIComponent(visitor.rid)}`, { headers, body });
  await refreshVisitor();
}

async function end() {
  await visit('POST', 'room.close', { body: { token: visitor.token, rid: visitor.rid } });
  await refreshVisitor();
  $('visitor-again').focus();
}

function forget() {
  visitor = null;
  isOver = false;
  remember();
  unfollow();
  $('visitor-messages').replaceChildren();
  showForm();
}

/** Live while there is a websocket; without one the window is brought up to date with the rest of the page. */
function follow() {
  if (isOver) return unfollow();
  if (socket !== null) return;
  const { rid, token } = visitor;
  const own = new Socket({
    hear: (frame) => {
      if (frame?.msg === 'connected') {
        own.subscribe('messages', 'stream-room-messages', rid, token);
        own.subscribe('typing', 'stream-notify-room', `${rid}/user-activity`, token);
      }
      const typed = typing(frame);
      if (typed) shower.set(typed.name, typed.isTyping);
      if (frame?.collection !== 'stream-room-messages') return;
      shower.clear();
      run(refreshVisitor);
    },
    close: () => {
      if (socket === own) socket = null;
      shower.clear();
    },
  });
  socket = own;
}

function unfollow() {
  const own = socket;
  socket = null;
  own?.close();
  shower.clear();
}

function remember() {
  try {
    if (visitor) sessionStorage.setItem(STORED, JSON.stringify(visitor));
    else sessionStorage.removeItem(STORED);
  } catch {
    // A browser may keep nothing: then a reload forgets.
  }
}

function recall() {
  try {
    visitor = JSON.parse(sessionStorage.getItem(STORED));
  } catch {
    visitor = null;
  }
}

let run = null;

/** Reacts to clicks and keys. `perform` does a task, and says what went wrong with it. */
export function listen(perform) {
  run = perform;
  recall();
  keepAtEnd($('visitor-messages'));
  shower = new Shower($('visitor-typing'));
  teller = new Teller($('visitor-message'), (isTyping) => socket?.type(visitor.rid, visitor.name, isTyping, visitor.token));
  const submit = (id, task) =>
    $(id).addEventListener('submit', (event) => {
      event.preventDefault();
      run(task);
    });
  submit('visitor-form', start);
  submit('visitor-composer', say);
  $('visitor-file').addEventListener('change', () => run(sendFile));
  $('visitor-end').addEventListener('click', () => run(end));
  $('visitor-again').addEventListener('click', () => {
    forget();
    $('visitor-name').focus();
  });
}
