// A list of messages, for agents and visitors alike: texts, files, quotes.

import { clock, element, sync, write } from './dom.js';
import { markdown } from './markdown.js';

// Pictures that cannot be anything else. They are shown from memory: a link would carry the login.
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

// What messages of the system say happened.
const EVENTS = {
  'livechat-started': 'started the chat',
  'livechat-close': 'closed the chat',
  livechat_transfer_history: 'transferred the chat',
  livechat_transfer_history_fallback: 'transferred the chat',
  omnichannel_placed_chat_on_hold: 'put the chat on hold',
  omnichannel_on_hold_chat_resumed: 'resumed the chat',
  command: '',
  uj: 'joined the chat',
  ul: 'left the chat',
  wm: 'welcomed the visitor',
};

/** Shows messages, the oldest first. `sideOf` says whose one is; `fetchFile` gets a file by its path. */
export function showMessages(list, messages, sideOf, fetchFile) {
  sync(list, messages, ({ _id }) => _id, messageItem, (item, message) => update(item, message, sideOf, fetchFile));
}

/** Keeps the newest message in sight, until somebody scrolls away from it. Returns what goes back to it. */
export function keepAtEnd(list) {
  let isAtEnd = true;
  const follow = () => isAtEnd && (list.scrollTop = list.scrollHeight);
  list.addEventListener('scroll', () => {
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  });
  // Messages come, pictures are loaded, and the keyboard of a phone takes half of it away.
  new MutationObserver(follow).observe(list, { childList: true, subtree: true });
  new ResizeObserver(follow).observe(list);
  list.addEventListener('load', follow, true);
  return () => {
    isAtEnd = true;
    follow();
  };
}

function messageItem() {
  const item = element('div');
  item.append(element('p', { className: 'by' }), element('div', { className: 'text' }));
  return item;
}

function update(item, message, sideOf, fetchFile) {
  const { msg, u, alias, ts, t, editedAt, attachments } = message;
  item.className = t ? 'event' : sideOf(message);
  const name = alias || u?.name || u?.username || '';
  write(item.querySelector('.by'), [name, clock(ts), editedAt && 'edited'].filter(Boolean).join(' · '));
  const text = t ? [EVENTS[t] ?? t, msg].filter(Boolean).join(': ') : (msg ?? '');
  // What is there stays, so that a file is not fetched again and screen readers do not repeat it.
  const shown = JSON.stringify([text, attachments]);
  if (item.dataset.shown === shown) return;
  item.dataset.shown = shown;
  const content = t ? [document.createTextNode(text)] : markdown(text);
  const parts = (attachments ?? []).map((one) => attachment(one, fetchFile));
  item.querySelector('.text').replaceChildren(...content, ...parts);
}

function attachment(one, fetchFile) {
  if (!one.title_link) return quote(one);
  const box = element('div', { className: 'file' });
  const button = element('button', { type: 'button', textContent: one.title ?? 'File' });
  button.addEventListener('click', () => download(one, fetchFile));
  box.append(button);
  if (PICTURES.includes(one.image_type)) preview(box, one, fetchFile);
  if (one.description) box.append(element('p', { textContent: one.description }));
  return box;
}

function quote({ author_name: author, text, title }) {
  const quote = element('blockquote');
  if (author) quote.append(element('b', { textContent: author }), document.createTextNode(': '));
  quote.append(...markdown(text ?? title ?? ''));
  return quote;
}

async function preview(box, { title, title_link: path, image_type: type }, fetchFile) {
  const bytes = await fetchFile(path).catch(() => null);
  if (!bytes) return;
  const picture = element('img', { alt: title ?? 'Picture', src: URL.createObjectURL(new Blob([bytes], { type })) });
  picture.addEventListener('load', () => URL.revokeObjectURL(picture.src));
  box.prepend(picture);
}

/** Saves a file under its name. Its type is left out: nothing of it is to run here. */
async function download({ title, title_link: path }, fetchFile) {
  const bytes = await fetchFile(path).catch(() => null);
  if (!bytes) return;
  const href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  element('a', { href, download: title ?? 'file' }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
