// Loads the published packages as they are, with stand-ins for what they import. Where `data.ajv` names a folder that has
// Ajv, that one is taken, and the validators are real ones.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readFile } from 'node:fs/promises';

const module = (text) => `data:text/javascript,${encodeURIComponent(text)}`;

// A compiled validator is the schema that it was compiled from, and how the instance that compiled it coerces.
const VALIDATOR = module(`
export default class {
  constructor(options = {}) { this.coercion = options.coerceTypes ?? false; }
  compile(schema) { return Object.assign(() => true, { schema, coercion: this.coercion }); }
  addFormat() {}
  addKeyword() {}
}`);

// Of the enumerations, only the first is part of a request that we read.
const TYPINGS = module(`
export const ILivechatAgentStatus = { AVAILABLE: 'available', NOT_AVAILABLE: 'not-available' };
export const TEAM_TYPE = { PUBLIC: 0, PRIVATE: 1 }, TeamType = TEAM_TYPE, VoipClientEvents = { ANY: 'any' };`);

let requireOf = null;

export function initialize(data) {
  if (data?.ajv) requireOf = createRequire(pathToFileURL(`${data.ajv}/`));
}

export async function resolve(specifier, context, next) {
  if (requireOf && specifier.startsWith('ajv')) {
    return { url: pathToFileURL(requireOf.resolve(specifier)).href, format: 'commonjs', shortCircuit: true };
  }
  if (specifier.startsWith('ajv-formats')) return { url: module('export default () => {};'), shortCircuit: true };
  if (specifier.startsWith('ajv')) return { url: VALIDATOR, shortCircuit: true };
  if (specifier === '@rocket.chat/core-typings') return { url: TYPINGS, shortCircuit: true };
  if (!specifier.startsWith('.')) return next(specifier, context);
  const url = new URL(specifier, context.parentURL).href;
  const ending = ['.js', '/index.js'].find((ending) => existsSync(new URL(url + ending))) ?? '';
  return { url: url + ending, shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || context.format === 'commonjs') return next(url, context);
  return { format: 'module', source: await readFile(new URL(url)), shortCircuit: true };
}
