// Small help with the document. What came over the wire gets in as text, never as HTML.

export const $ = (id) => document.getElementById(id);

export function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

/** Sets a text only if it is another one, so that screen readers do not say it again. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes a parent's children those of the items. What is there already stays, and with it the focus. */
export function sync(parent, items, keyOf, create, update = () => {}) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const keys = new Set(items.map(keyOf));
  const old = new Map();
  for (const child of [...parent.children]) {
    if (keys.has(child.dataset.key)) old.set(child.dataset.key, child);
    else child.remove();
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = old.get(key);
    if (!child) {
      child = create(item);
      child.dataset.key = key;
    }
    update(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  // What is moved loses it.
  if (focused?.isConnected && document.activeElement !== focused) focused.focus();
}

/** A time of day; with the date, if it was not today. */
export function clock(at, withSeconds = false) {
  const time = new Date(at);
  if (Number.isNaN(time.valueOf())) return '';
  const hours = time.toLocaleTimeString('en-GB', withSeconds ? {} : { hour: '2-digit', minute: '2-digit' });
  if (time.toDateString() === new Date().toDateString()) return hours;
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${hours}`;
}
