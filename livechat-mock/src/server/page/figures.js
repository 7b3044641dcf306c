// Figures about the conversations that took place, as the dashboards of a server show them: small charts.

import { call, control } from './api.js';
import { $, element } from './dom.js';

const PATH = 'livechat/analytics/dashboards';
const DAY = 86_400_000;
const WIDTH = 320;
const ROW = 30;

export async function refreshFigures() {
  const { now } = await control('GET', 'clock');
  const end = new Date(Date.parse(now) + DAY);
  const start = new Date(end - $('figures-days').value * DAY);
  const query = { start: start.toISOString(), end: end.toISOString() };
  const get = (name) => call('GET', `${PATH}/${name}`, { query });
  const [{ totalizers }, { open, closed, queued, onhold }, agents, perAgent] = await Promise.all([
    get('conversation-totalizers'),
    get('charts/chats'),
    get('charts/agents-status'),
    get('charts/chats-per-agent'),
  ]);
  const { available, away, busy, offline } = agents;
  const served = Object.entries(perAgent).filter(([, counts]) => typeof counts === 'object' && counts !== null);
  show('figures-totals', totalizers.map(({ title, value }) => [title.replaceAll('_', ' '), Number(value)]));
  show('figures-chats', Object.entries({ open, 'on hold': onhold, waiting: queued, closed }));
  show('figures-agents', Object.entries({ available, away, busy, offline }));
  show('figures-served', served.map(([name, counts]) => [name, (counts.open ?? 0) + (counts.closed ?? 0)]));
}

/** A bar for each number. The numbers stand beside their bars as text, so that nothing is told by length alone. */
function show(id, rows) {
  const text = JSON.stringify(rows);
  const place = $(id);
  if (place.dataset.shown === text) return;
  place.dataset.shown = text;
  const most = Math.max(1, ...rows.map(([, value]) => value));
  const chart = draw('svg', { viewBox: `0 0 ${WIDTH} ${Math.max(1, rows.length) * ROW}`, role: 'img' });
  chart.setAttribute('aria-label', rows.map(([name, value]) => `${name}: ${value}`).join(', ') || 'Nothing');
  rows.forEach(([name, value], at) => {
    const y = at * ROW;
    const label = draw('text', { x: 0, y: y + 12 }, name);
    const number = draw('text', { x: WIDTH, y: y + 12, 'text-anchor': 'end' }, String(value));
    const ground = draw('rect', { class: 'ground', x: 0, y: y + 17, width: WIDTH, height: 6, rx: 3 });
    const bar = draw('rect', { class: 'bar-of', x: 0, y: y + 17, width: (value / most) * WIDTH, height: 6, rx: 3 });
    chart.append(label, number, ground, bar);
  });
  place.replaceChildren(rows.length > 0 ? chart : element('p', { className: 'none', textContent: 'None.' }));
}

function draw(name, attributes, text) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Reacts to another period. `perform` does a task, and says what went wrong with it. */
export function listen(perform) {
  $('figures-days').addEventListener('change', () => perform(refreshFigures));
}
