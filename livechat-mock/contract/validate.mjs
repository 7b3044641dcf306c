// Asks the vendor's own validators about requests, and compares what they say with what the mock said.
//
//   node validate.mjs FILE
//
// The file has a request a line, as the tests of ../src/catalogue/requests.rs write them: the profile, the operation, its
// query or its body, and whether the mock takes it. A server of a profile uses the validators that routes.tsv names; an
// operation without one is left out. It fails where a validator disagrees, and exits with 3 if npm does not answer.

import { mkdirSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';

import { PROFILES, exported, npm, order, routes, scratchFolder } from './published.mjs';

// A query as servers read it: a key with brackets, or one that is there several times, is a list.
function query(text) {
  const fields = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const name = key.replace(/\[\]$/, '');
    if (name in fields) fields[name] = [fields[name], value].flat();
    else fields[name] = name === key ? value : [value];
  }
  return fields;
}

// Validators change what they are given, so each gets its own.
const argumentsOf = (request) => ('query' in request ? query(request.query) : structuredClone(request.body ?? {}));

const requests = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
if (requests.length === 0) throw new Error(`${process.argv[2]} has no requests`);

// Ajv warns of schemas that it finds unusual. They are the vendor's.
console.warn = () => {};

const scratch = scratchFolder();
const wrong = new Set();
let checked = 0;
const ajv = join(scratch, 'ajv');
mkdirSync(ajv);
npm(ajv, 'install', '--no-save', '--no-audit', '--no-fund', '--prefix', '.', 'ajv@8.20.0', 'ajv-formats@3.0.1');
register('./loader.mjs', import.meta.url, { data: { ajv } });
const packages = new Map();
for (const [profile, version] of PROFILES) {
  if (!packages.has(version)) packages.set(version, await exported(version, scratch));
  const validators = new Map();
  for (const { key, validator, since } of routes) {
    if (order(since) <= order(profile)) validators.set(key, packages.get(version)[validator]);
  }
  for (const request of requests.filter((request) => request.profile === profile)) {
    const validate = validators.get(request.operation);
    if (validate === undefined) continue;
    checked += 1;
    if (validate(argumentsOf(request)) === request.taken) continue;
    const { operation, profile, taken, ...sent } = request;
    const verdict = taken ? `is refused: ${JSON.stringify(validate.errors)}` : 'is taken, and the mock refuses it';
    wrong.add(`${profile} ${operation} ${JSON.stringify(sent)} ${verdict}`);
  }
}
if (checked === 0) throw new Error(`${process.argv[2]} has no request that a validator is for`);
for (const line of wrong) console.error(line);
console.log(`the published validators saw ${checked} of ${requests.length} requests, and disagree with the mock about ${wrong.size}`);
process.exitCode = wrong.size > 0 ? 1 : 0;
