// What tables have in common, and the table of coverage.

import { control } from './api.js';
import { $, element, sync } from './dom.js';

let coverage = null;

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

export function route(method, path) {
  const route = element('code', { className: 'route' });
  route.append(element('b', { textContent: method }), ` ${path}`);
  return route;
}

export function cell(name, content) {
  const cell = element('td');
  cell.dataset.name = name;
  cell.append(content);
  return cell;
}

export function listen() {
  $('coverage-find').addEventListener('input', showCoverage);
}
