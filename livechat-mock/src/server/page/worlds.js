// The worlds of the server: which the page shows, others, forks, and snapshots to go back to.

import { control } from './api.js';
import { $, element, sync, write } from './dom.js';

// Where the server's own world is, and the name of the one that the page shows, if it is another.
const [, root, shown] = location.pathname.match(/^(.*\/)w\/([\w-]+)\/$/) ?? [null, location.pathname, null];

/** What the page is called. */
export const PAGE = shown === null ? 'livechat-mock' : `${shown} · livechat-mock`;

const address = (name) => (name === null ? root : `${root}w/${name}/`);

/** Says which world it is, where there are several. */
export function showName() {
  if (shown === null) return;
  write($('world'), `World ${shown}`);
  $('world').hidden = false;
  document.title = PAGE;
}

export async function refreshWorlds() {
  const [{ worlds, most }, { snapshots }] = await Promise.all([control('GET', 'worlds'), control('GET', 'snapshots')]);
  const one = most === 0;
  for (const id of ['world-form', 'fork-form', 'world-list']) $(id).hidden = one;
  const text = one
    ? 'This server has one world. Start it with --worlds 10 to have others beside it.'
    : `${worlds.length} of ${most} beside the server's own.`;
  write($('worlds-count'), text);
  const all = [null, ...new Set(shown === null ? worlds : [...worlds, shown])];
  sync($('world-list'), all, (name) => name ?? '', worldItem);
  sync($('snapshot-list'), snapshots, (name) => name, snapshotItem);
  $('snapshot-none').hidden = snapshots.length > 0;
  const begins = [['', 'as the server began'], ...snapshots.map((name) => [name, `as snapshot ${name}`])];
  const option = ([value, textContent]) => element('option', { value, textContent });
  sync($('world-begins'), begins, ([value]) => value, option);
}

function worldItem(name) {
  const item = element('li');
  const link = element('a', { href: `${address(name)}#worlds`, textContent: name ?? "The server's own" });
  if (name === shown) link.setAttribute('aria-current', 'page');
  item.append(link);
  if (name === shown) item.append(element('span', { className: 'none', textContent: 'shown here' }));
  else if (name !== null) item.append(button('Remove', `Remove the world ${name}`, () => remove(`worlds/${name}`, 'world-name')));
  return item;
}

function snapshotItem(name) {
  const item = element('li');
  item.append(
    element('span', { textContent: name }),
    button('Go back', `Go back to the snapshot ${name}`, () => restore(name)),
    button('Remove', `Remove the snapshot ${name}`, () => remove(`snapshots/${name}`, 'snapshot-name')),
  );
  return item;
}

function button(textContent, ariaLabel, task) {
  const button = element('button', { type: 'button', textContent, ariaLabel });
  button.addEventListener('click', () => run(task));
  return button;
}

/** What was done, and the lists after it. */
async function done(text) {
  await refreshWorlds();
  write($('worlds-done'), text);
}

async function remove(path, next) {
  await control('DELETE', path);
  $(next).focus();
  await done('Removed.');
}

async function restore(name) {
  await control('POST', `snapshots/${name}/restore`);
  await done(`This world is as the snapshot ${name}.`);
}

async function make(route, body, field) {
  await control('POST', route, { body });
  $(field).value = '';
  await done(`There is a world ${body.name} now.`);
  // The next step, most likely.
  document.querySelector(`#world-list li[data-key="${body.name}"] a`).focus();
}

function add() {
  const snapshot = $('world-begins').value;
  return make('worlds', { name: $('world-name').value, ...(snapshot && { snapshot }) }, 'world-name');
}

async function take() {
  const name = $('snapshot-name').value;
  await control('POST', 'snapshots', { body: { name } });
  $('snapshot-name').value = '';
  await done(`The snapshot ${name} is taken.`);
}

let run = null;

export function listen(perform) {
  run = perform;
  const tasks = {
    'world-form': add,
    'fork-form': () => make('fork', { name: $('fork-name').value }, 'fork-name'),
    'snapshot-form': take,
  };
  for (const [form, task] of Object.entries(tasks)) {
    $(form).addEventListener('submit', (event) => {
      event.preventDefault();
      run(task);
    });
  }
}
