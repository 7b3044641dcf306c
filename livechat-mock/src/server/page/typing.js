// Who types: telling it while somebody writes, and showing it for a while.

import { write } from './dom.js';

// Whoever types says so again within this time.
const LASTS = 8_000;
const REPEAT = 4_000;

/** Tells by `tell(isTyping)` when a field is written in: at once, again while it goes on, and when it is over. */
export class Teller {
  #tell;
  #since = null;
  #over = null;

  constructor(field, tell) {
    this.#tell = tell;
    field.addEventListener('input', () => (field.value ? this.#typed() : this.stop()));
  }

  #typed() {
    clearTimeout(this.#over);
    this.#over = setTimeout(() => this.stop(), LASTS);
    const now = Date.now();
    if (this.#since !== null && now - this.#since < REPEAT) return;
    this.#since = now;
    this.#tell(true);
  }

  stop() {
    clearTimeout(this.#over);
    if (this.#since === null) return;
    this.#since = null;
    this.#tell(false);
  }
}

/** Shows in a node who types. */
export class Shower {
  #node;
  #names = new Map();

  constructor(node) {
    this.#node = node;
  }

  set(name, isTyping) {
    clearTimeout(this.#names.get(name));
    if (isTyping) this.#names.set(name, setTimeout(() => this.set(name, false), LASTS));
    else this.#names.delete(name);
    this.#show();
  }

  clear() {
    for (const timer of this.#names.values()) clearTimeout(timer);
    this.#names.clear();
    this.#show();
  }

  #show() {
    const names = [...this.#names.keys()];
    write(this.#node, names.length === 0 ? '' : `${names.join(' and ')} ${names.length === 1 ? 'types' : 'type'} …`);
  }
}
