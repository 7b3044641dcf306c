// The page: what is shown, and when it looks at the server again.

import * as agents from './agents.js';
import { agent, logIn, useKey } from './api.js';
import * as chats from './chats.js';
import { $, write } from './dom.js';
import * as figures from './figures.js';
import { Live } from './live.js';
import * as requests from './requests.js';
import * as steering from './steering.js';
import * as tables from './tables.js';
import * as visitor from './visitor.js';
import * as webhooks from './webhooks.js';
import * as worlds from './worlds.js';

const VIEWS = ['chats', 'visitor', 'requests', 'webhooks', 'figures', 'worlds', 'server', 'coverage'];
// Those of which there is nothing to show where there is no world.
const OF_A_WORLD = ['visitor', 'webhooks', 'figures', 'worlds'];

let view = 'chats';
let noWorld = null;

const live = new Live(refresh, tellState, chats.showTyping);

function tellState(isLive) {
  write($('status'), isLive ? 'Live, over the websocket' : 'No websocket: looks every 3 s');
  $('status').dataset.live = isLive;
}

function complain(error) {
  const text = error?.message ?? '';
  write($('problem'), text);
  $('problem').hidden = !text;
}

/** Does what somebody asked for, and says what went wrong. */
async function perform(task) {
  try {
    await task();
    complain(null);
  } catch (error) {
    complain(error);
  }
}

let isRefreshing = false;
let again = false;

/** One at a time: what happens meanwhile is looked at afterwards. */
async function refresh() {
  if (isRefreshing) {
    again = true;
    return;
  }
  isRefreshing = true;
  do {
    again = false;
    try {
      if (view === 'requests') await requests.refreshRequests();
      if (view === 'server') await steering.refreshSteering();
      if (noWorld === null) {
        if (view === 'webhooks') await webhooks.refreshWebhooks();
        if (view === 'figures') await figures.refreshFigures();
        if (view === 'worlds') await worlds.refreshWorlds();
        await Promise.all([chats.refreshChats(), visitor.refreshVisitor()]);
      }
      lost(null);
    } catch (error) {
      lost(error);
    }
  } while (again);
  isRefreshing = false;
}

let isLost = false;

/** What the page found out by itself goes away by itself. */
function lost(error) {
  if (error || isLost) complain(error);
  isLost = Boolean(error);
}

/** Shows what the address names. */
function route() {
  const [name, room] = location.hash.slice(1).split('/');
  view = VIEWS.includes(name) ? name : noWorld === null ? 'chats' : 'requests';
  document.body.dataset.view = view;
  for (const each of VIEWS) {
    // Where there is room, the visitor's window is beside the chats.
    if (each !== 'visitor') $(each).hidden = each !== (view === 'visitor' ? 'chats' : view);
    const link = document.querySelector(`nav a[href="#${each}"]`);
    if (each === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (view === 'coverage') perform(tables.showCoverage);
  if (view === 'requests') perform(requests.refreshRequests);
  if (noWorld === null) {
    if (view === 'figures') perform(figures.refreshFigures);
    if (view === 'webhooks') perform(() => Promise.all([webhooks.refreshWebhooks(), webhooks.showSettings()]));
    if (view === 'worlds') perform(worlds.refreshWorlds);
  }
  if (view === 'server') perform(() => Promise.all([steering.refreshSteering(), steering.suggestOperations()]));
  if (view === 'visitor') $('visitor').focus();
  if (view === 'chats' && noWorld === null) {
    let id = null;
    try {
      id = room ? decodeURIComponent(room) : null;
    } catch {
      // No room has this address.
    }
    document.body.dataset.room = id !== null;
    live.show(id);
    perform(() => chats.show(id));
  }
}

async function open() {
  try {
    await logIn();
    await Promise.all([agents.refreshAgents(), visitor.fillDepartments()]);
  } catch (error) {
    if (error.status === 401) return askForKey(error);
    if (agent() !== null || error.status !== 409) return complain(error);
    noWorld = error.message;
    write($('no-world'), `No chats here: ${noWorld}.`);
    $('no-world').hidden = false;
    $('desk').hidden = true;
    for (const name of OF_A_WORLD) document.querySelector(`nav a[href="#${name}"]`).hidden = true;
  }
  complain(null);
  $('key-form').hidden = true;
  $('main').hidden = false;
  document.body.dataset.ready = 'true';
  live.start(agent() !== null);
  addEventListener('hashchange', route);
  route();
  refresh();
}

let wasAsked = false;

function askForKey(error) {
  $('key-form').hidden = false;
  $('key').focus();
  write($('status'), 'Waits for the control key');
  if (wasAsked) complain(error);
  wasAsked = true;
}

$('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  // No header can carry anything else, and no server has such a key.
  useKey($('key').value.replace(/[^\x21-\x7e]/g, ''));
  $('key').value = '';
  open();
});

for (const skip of document.querySelectorAll('[data-focus]')) {
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    $(skip.dataset.focus).focus();
  });
}

agents.listen();
chats.listen(perform, (isTyping) => live.type(isTyping));
figures.listen(perform);
requests.listen(perform);
steering.listen(perform);
tables.listen();
visitor.listen(perform);
webhooks.listen(perform);
worlds.listen(perform);
worlds.showName();
open();
