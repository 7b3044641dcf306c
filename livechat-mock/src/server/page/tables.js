// The request log and the coverage table.

import { control } from './api.js';
import { $, clock, element, sync } from './dom.js';

const SHOWN = 200;

let requests = [];
let coverage = null;

export async function refreshRequests() {
  const { received } = await control('GET', 'received', { query: { last: SHOWN } });
  // The server has no numbers for them; equal ones are told apart by counting.
  const seen = new Map();
  requests = received.map((request) => {
    const text = JSON.stringify(request);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return { ...request, key: `${text} ${count}` };
  });
  showRequests();
}

function showRequests() {
  const isFailed = ({ status, fault, hint }) => status >= 400 || fault || hint;
  const shown = $('only-failed').checked ? requests.filter(isFailed) : requests;
  sync($('request-rows'), shown.toReversed(), ({ key }) => key, requestRow);
  const most = requests.length === SHOWN ? `the last ${SHOWN}` : requests.length;
  $('requests-count').textContent = requests.length === 0 ? 'No request so far.' : `${shown.length} of ${most}, the newest first.`;
}

function requestRow({ at, method, template, status, user, fault, hint }) {
  const row = element('tr');
  row.dataset.class = String(status)[0];
  row.append(
    cell('Time', element('time', { textContent: clock(at, true), dateTime: at })),
    cell('Request', route(method, template ?? (status === 101 ? '/websocket' : 'unknown path'))),
    cell('Status', element('span', { className: 'code', textContent: status })),
    cell('User', user ?? ''),
    cell('Fault', fault ?? ''),
    cell('Hint', hint ?? ''),
  );
  return row;
}

export async function showCoverage() {
  if (coverage === null) coverage = (await control('GET', 'coverage')).coverage;
  const words = $('coverage-find').value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ operation, method, path }) => `${operation} ${method} ${path}`.toLowerCase();
  const shown = coverage.filter((entry) => words.every((word) => text(entry).includes(word)));
  sync($('coverage-rows'), shown, ({ operation }) => operation, coverageRow);
  const count = (what) => shown.filter((entry) => entry[what]).length;
  $('coverage-count').textContent =
    `${shown.length} operations: ${count('typed')} typed, ${count('replayed')} replayed, ${count('stateful')} stateful.`;
}

function coverageRow({ operation, method, path, typed, replayed, stateful }) {
  const row = element('tr');
  const mark = (name, is) => {
    const mark = cell(name, is ? 'yes' : 'no');
    mark.className = is ? 'yes' : 'no';
    return mark;
  };
  row.append(
    cell('Operation', element('code', { textContent: operation })),
    cell('Route', route(method, path)),
    mark('Typed', typed),
    mark('Replayed', replayed),
    mark('Stateful', stateful),
  );
  return row;
}

function route(method, path) {
  const route = element('code', { className: 'route' });
  route.append(element('b', { textContent: method }), ` ${path}`);
  return route;
}

function cell(name, content) {
  const cell = element('td');
  cell.dataset.name = name;
  cell.append(content);
  return cell;
}

export function listen() {
  $('only-failed').addEventListener('change', showRequests);
  $('coverage-find').addEventListener('input', showCoverage);
}
