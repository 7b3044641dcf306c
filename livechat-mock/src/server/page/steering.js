// Steering the server: its clock, what goes wrong on purpose, back to the start.

import { control } from './api.js';
import { $, element, sync, write } from './dom.js';

// The faults, with the numbers that each takes.
const FAULTS = {
  delay: ['millis'],
  delay_between: ['min_millis', 'max_millis'],
  lose_response: [],
  fail: ['status'],
  reset: [],
  dribble: ['chunk_bytes', 'pause_millis'],
  drop_socket: [],
  delay_frame: ['millis'],
  duplicate_frame: [],
  reorder_frame: [],
  ignore_ping: [],
  refuse_subscription: [],
  refuse_connect: [],
};
const USUAL = { millis: 500, min_millis: 100, max_millis: 900, status: 503, chunk_bytes: 16, pause_millis: 100 };
// Those about sockets are for no operation.
const ABOUT_REQUESTS = ['delay', 'delay_between', 'lose_response', 'fail', 'reset', 'dribble'];

export async function refreshSteering() {
  const [time, { faults }] = await Promise.all([control('GET', 'clock'), control('GET', 'faults')]);
  showClock(time);
  sync($('fault-list'), faults.map((fault, at) => ({ ...fault, at })), ({ at }) => String(at), faultItem, updateFault);
  $('fault-none').hidden = faults.length > 0;
  $('fault-clear').hidden = faults.length === 0;
}

function showClock({ now, frozen }) {
  write($('clock-now'), `${now.replace('T', ' ').replace(/\.\d+Z$/, '')} UTC${frozen ? ', frozen' : ''}`);
  $('clock-now').dateTime = now;
  $('clock-frozen').checked = frozen;
}

function faultItem() {
  return element('li');
}

function updateFault(item, { fault, on, frame, times, after, met }) {
  const [kind, details] = typeof fault === 'string' ? [fault, {}] : Object.entries(fault)[0];
  const numbers = Object.entries(details)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => `${name} ${value}`);
  const parts = [
    [kind, ...numbers].join(' '),
    on ?? (frame ? `frames ${frame}` : ''),
    times === null ? '' : `${times} times`,
    after ? `after ${after}` : '',
    `met ${met} times`,
  ];
  write(item, parts.filter(Boolean).join(' · '));
}

function showNumbers() {
  const kind = $('fault-kind').value;
  const fields = FAULTS[kind].map((name) => {
    const label = element('label', { textContent: `${name.replace('_', ' ')} ` });
    label.append(element('input', { type: 'number', name, min: 0, value: USUAL[name], required: true }));
    return label;
  });
  $('fault-numbers').replaceChildren(...fields);
  $('fault-on-field').hidden = !ABOUT_REQUESTS.includes(kind);
}

async function addFault() {
  const kind = $('fault-kind').value;
  const numbers = [...$('fault-numbers').querySelectorAll('input')].map(({ name, value }) => [name, Number(value)]);
  const body = { fault: numbers.length === 0 ? kind : { [kind]: Object.fromEntries(numbers) } };
  const on = $('fault-on').value.trim();
  if (on && ABOUT_REQUESTS.includes(kind)) body.on = on;
  if ($('fault-times').value) body.times = Number($('fault-times').value);
  await control('POST', 'faults', { body });
  await refreshSteering();
}

let operations = null;

/** Suggests operations, once. */
export async function suggestOperations() {
  if (operations !== null) return;
  ({ coverage: operations } = await control('GET', 'coverage'));
  $('operations').replaceChildren(...operations.map(({ method, path }) => element('option', { value: `${method} ${path}` })));
}

async function advance(seconds) {
  await control('POST', 'clock/advance', { body: { seconds } });
  await refreshSteering();
}

async function freeze(frozen) {
  await control('POST', 'clock', { body: { frozen } });
  await refreshSteering();
}

async function clearFaults() {
  await control('DELETE', 'faults');
  await refreshSteering();
  $('fault-kind').focus();
}

async function reset() {
  await control('POST', 'reset');
  write($('reset-done'), 'The server is as it was at the start.');
  await refreshSteering();
}

/** Reacts to clicks and keys. `perform` does a task, and says what went wrong with it. */
export function listen(perform) {
  const kinds = Object.keys(FAULTS).map((kind) => element('option', { value: kind, textContent: kind.replaceAll('_', ' ') }));
  $('fault-kind').replaceChildren(...kinds);
  $('fault-kind').addEventListener('change', showNumbers);
  showNumbers();
  const submit = (id, task) =>
    $(id).addEventListener('submit', (event) => {
      event.preventDefault();
      perform(task);
    });
  submit('fault-form', addFault);
  submit('clock-form', () => advance(Number($('clock-by').value) * Number($('clock-unit').value)));
  $('clock-frozen').addEventListener('change', ({ target }) => perform(() => freeze(target.checked)));
  $('fault-clear').addEventListener('click', () => perform(clearFaults));
  $('reset').addEventListener('click', () => perform(reset));
}
