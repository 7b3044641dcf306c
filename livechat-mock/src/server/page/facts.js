// What is known of one thing, in a list: names, and what belongs to them.

import { element } from './dom.js';

/** Shows those that have a value. */
export function showFacts(list, facts) {
  const nodes = facts.filter(([, value]) => value).flatMap(([name, value]) => [
    element('dt', { textContent: name }),
    value.includes('\n') ? block(value) : element('dd', { textContent: value }),
  ]);
  list.replaceChildren(...nodes);
}

function block(text) {
  const block = element('dd');
  block.append(element('pre', { textContent: text, tabIndex: 0 }));
  return block;
}

/** JSON with a line for each value; other texts as they are. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text ?? '';
  }
}
