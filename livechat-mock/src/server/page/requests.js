// The request log, and one request with all that came and went.

import { control } from './api.js';
import { $, clock, element, sync, write } from './dom.js';
import { pretty, showFacts } from './facts.js';
import { cell, route } from './tables.js';

const SHOWN = 200;

let requests = [];
let opened = null;

export async function refreshRequests() {
  ({ received: requests } = await control('GET', 'received', { query: { last: SHOWN } }));
  showRequests();
}

function showRequests() {
  const isFailed = ({ status, fault, hint }) => status >= 400 || fault || hint;
  const shown = $('only-failed').checked ? requests.filter(isFailed) : requests;
  sync($('request-rows'), shown.toReversed(), ({ number, at }) => `${number} ${at}`, requestRow);
  const most = requests.length === SHOWN ? `the last ${SHOWN}` : requests.length;
  write($('requests-count'), requests.length === 0 ? 'No request so far.' : `${shown.length} of ${most}, the newest first.`);
}

function requestRow({ number, at, method, path, status, user, fault, hint }) {
  const row = element('tr');
  row.dataset.class = String(status)[0];
  const button = element('button', { type: 'button', className: 'link' });
  button.append(route(method, path));
  button.addEventListener('click', () => run(() => open(number)));
  row.append(
    cell('Time', element('time', { textContent: clock(at, true), dateTime: at })),
    cell('Request', button),
    cell('Status', element('span', { className: 'code', textContent: status })),
    cell('User', user ?? ''),
    cell('Fault', fault ?? ''),
    cell('Hint', hint ?? ''),
  );
  return row;
}

async function open(number) {
  const { received } = await control('GET', 'received', { query: { number, with: 'details' } });
  if (received.length === 0) throw new Error('The server has forgotten this request.');
  [opened] = received;
  const { at, method, path, target, status, user, fault, hint, headers, body, answer } = opened;
  $('request-title').replaceChildren(route(method, path));
  const facts = [
    ['Time', at],
    ['Target', target],
    ['Status', String(status)],
    ['User', user],
    ['Fault', fault],
    ['Hint', hint],
    ['Headers', headers?.map((pair) => pair.join(': ')).join('\n')],
    ['Body', pretty(body)],
    ['Answer', answer === null ? 'Not kept: too large, or too long ago.' : pretty(answer)],
  ];
  showFacts($('request-facts'), facts);
  write($('request-copied'), '');
  $('request').showModal();
}

/** The request as a command of a shell. Secrets are left out of it as they are of everything here. */
function curl({ method, target, headers, body }) {
  const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  // What curl says by itself.
  const own = ['host', 'content-length', 'connection', 'accept-encoding'];
  const said = (headers ?? []).filter(([name]) => !own.includes(name) && !/^(sec-|upgrade)/.test(name));
  const url = new URL(target, document.baseURI).href;
  return [
    `curl -X ${method} ${quoted(url)}`,
    ...said.map((pair) => `-H ${quoted(pair.join(': '))}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ].join(' \\\n  ');
}

async function copy() {
  await navigator.clipboard.writeText(curl(opened));
  write($('request-copied'), 'Copied.');
}

let run = null;

export function listen(perform) {
  run = perform;
  $('only-failed').addEventListener('change', showRequests);
  $('request-copy').addEventListener('click', () => run(copy));
  $('request-close').addEventListener('click', () => $('request').close());
}
