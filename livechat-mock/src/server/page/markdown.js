// What is written in messages, as nodes: only text gets in, never HTML, and of links only http and https.

import { element } from './dom.js';

const BLOCK = /```\n?([\s\S]*?)\n?```/;

// In the order in which they are looked for: within code there is nothing else.
const MARKS = [
  [/`([^`\n]+)`/, ([, code]) => element('code', { textContent: code })],
  [/\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/, ([, text, url]) => link(url, text)],
  [/https?:\/\/[^\s<>"')\]]+/, ([url]) => link(url, url)],
  [/\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*/, ([, text]) => wrap('strong', text)],
  [/(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/, ([, text]) => wrap('strong', text)],
  [/(?<![\w_])_([^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])/, ([, text]) => wrap('em', text)],
  [/~~?([^\s~](?:[^~\n]*[^\s~])?)~~?/, ([, text]) => wrap('s', text)],
];

/** A message's text: code, links, bold, italic, struck through, quotes. Anything else stays as it was written. */
export function markdown(text) {
  const nodes = [];
  let rest = text;
  for (let found; (found = BLOCK.exec(rest)); rest = rest.slice(found.index + found[0].length)) {
    nodes.push(...lines(rest.slice(0, found.index).replace(/\n$/, '')));
    const block = element('pre');
    block.append(element('code', { textContent: found[1] }));
    nodes.push(block);
  }
  return [...nodes, ...lines(rest.replace(nodes.length > 0 ? /^\n/ : /^$/, ''))];
}

/** Lines that begin with > are a quote. */
function lines(text) {
  if (text === '') return [];
  const nodes = [];
  for (const part of text.split(/((?:^|\n)>[^\n]*(?:\n>[^\n]*)*\n?)/)) {
    const quoted = part.replace(/^\n/, '').replace(/\n$/, '');
    if (!quoted.startsWith('>')) {
      nodes.push(...inline(part));
      continue;
    }
    const quote = element('blockquote');
    quote.append(...inline(quoted.replace(/^> ?/gm, '')));
    nodes.push(quote);
  }
  return nodes;
}

function inline(text) {
  const nodes = [];
  let rest = text;
  while (rest !== '') {
    let first = null;
    for (const [pattern, make] of MARKS) {
      const found = pattern.exec(rest);
      if (found && (first === null || found.index < first.found.index)) first = { found, make };
    }
    if (first === null) break;
    const { found, make } = first;
    if (found.index > 0) nodes.push(document.createTextNode(rest.slice(0, found.index)));
    nodes.push(make(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest !== '') nodes.push(document.createTextNode(rest));
  return nodes;
}

function wrap(name, text) {
  const node = element(name);
  node.append(...inline(text));
  return node;
}

function link(url, text) {
  return element('a', { href: url, textContent: text, target: '_blank', rel: 'noopener noreferrer' });
}
