// Reads the request validators that the vendor publishes, and writes what they demand: one file for each server profile.
//
//   node extract.mjs           writes the files
//   node extract.mjs --check   compares them, and fails where they differ
//
// Which validator belongs to which route stands in routes.tsv, and what is known better in overrides.txt. The notation is
// explained in ../src/contract/notation.rs. It also fails if the newest types have a route that neither
// ../src/hint/published.txt nor left-out.tsv has. It exits with 3 if npm does not answer.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';

import { PACKAGE, PROFILES, exported, here, lines, order, routes, scratchFolder } from './published.mjs';

// profile -> operation -> the rest of the line
const overrides = new Map(PROFILES.map(([profile]) => [profile, new Map()]));
for (const line of lines('overrides.txt')) {
  const [profile, method, path, ...rest] = line.split(' ');
  overrides.get(profile).set(`${method} ${path}`, rest.join(' '));
}

// What a schema demands, in our notation. A keyword that we do not know is an error: nothing is left out silently.
function type(schema) {
  if (schema === true) return 'any';
  const { nullable, ...rest } = schema;
  const suffix = nullable === true ? '|null' : '';
  const { type: name, ...keywords } = rest;
  if (name === undefined) {
    const { anyOf, oneOf, ...others } = keywords;
    const alternatives = anyOf ?? oneOf;
    if (alternatives === undefined || (anyOf && oneOf) || suffix) return unknown(schema);
    return `${anyOf ? 'anyOf' : 'oneOf'}(${alternatives.map(type).join(' ')})${constraints(others)}`;
  }
  if (name === 'object') return object(keywords, suffix);
  if (name === 'array') {
    const { items, ...others } = keywords;
    return `[${items === undefined ? 'any' : type(items)}]${suffix}${constraints(others)}`;
  }
  return [name].flat().join('/') + suffix + constraints(keywords);
}

function object({ properties = {}, required = [], additionalProperties, patternProperties, ...others }, suffix) {
  const missing = required.filter((key) => !(key in properties));
  if (missing.length > 0) return unknown({ required: missing });
  // The first that is missing is the one that is named, so that their order counts where it is another than the keys'.
  const keys = Object.keys(properties);
  const inOrder = keys.filter((key) => required.includes(key)).every((key, index) => required[index] === key);
  const fields = keys.map((key) => {
    const mark = !required.includes(key) ? '?' : inOrder ? '' : `#${required.indexOf(key)}`;
    return `${key}${mark}:${type(properties[key])}`;
  });
  if (patternProperties !== undefined) {
    const [[pattern, value], ...more] = Object.entries(patternProperties);
    if (pattern !== '.*' || more.length > 0) return unknown({ patternProperties });
    fields.push(`...${type(value)}`);
  } else if (additionalProperties !== false) {
    fields.push(additionalProperties === true || additionalProperties === undefined ? '...' : `...${type(additionalProperties)}`);
  }
  return `{${fields.join(', ')}}${suffix}${constraints(others)}`;
}

const CONSTRAINTS = {
  enum: (values) => `in(${values.map((value) => JSON.stringify(value)).join(' ')})`,
  pattern: (text) => `pattern(${JSON.stringify(text)})`,
  format: (text) => `format(${JSON.stringify(text)})`,
  isNotEmpty: (value) => value === true && 'notEmpty',
  uniqueItems: (value) => value === true && 'unique',
  minItems: (value) => `minItems(${value})`,
};

function constraints(keywords) {
  return Object.entries(keywords)
    .map(([key, value]) => ` ${(CONSTRAINTS[key] ?? unknown)(value) || unknown({ [key]: value })}`)
    .join('');
}

function unknown(what) {
  throw new Error(`extract.mjs does not know what this means: ${JSON.stringify(what)}`);
}

const sorted = (map) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

function facts(profile, validators) {
  const facts = new Map();
  for (const { key, validator, since, typed } of routes) {
    const { schema, coercion } = validators[validator] ?? {};
    if (schema === undefined || order(since) > order(profile)) continue;
    if (coercion === false) throw new Error(`${validator} coerces nothing: that is not foreseen`);
    const dialect = typed !== '-' && order(typed) <= order(profile) ? 'typed' : 'schema';
    try {
      facts.set(key, `${dialect}${coercion === 'array' ? '+lists' : ''} ${type(schema)}`);
    } catch (error) {
      throw new Error(`${validator} of ${profile}: ${error.message}`);
    }
  }
  return facts;
}

// The routes of livechat that the package's types have, and neither published.txt nor left-out.tsv.
function unlisted(version, scratch) {
  const types = readFileSync(join(scratch, version, 'dist', 'v1', 'omnichannel.d.ts'), 'utf8');
  const [, endpoints] = types.split('export type OmnichannelEndpoints = {');
  const pattern = (path) => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}/?$`);
  // Behind an arrow is what was meant by a path that leads nowhere, which is no operation.
  const published = lines('../src/hint/published.txt').filter((line) => !line.includes(' -> '));
  const listed = published.map((line) => {
    const [path, ...methods] = line.split(' ');
    return { path: pattern(path), methods };
  });
  for (const line of lines('left-out.tsv')) {
    const [method, path] = line.split('\t');
    listed.push({ path: pattern(path.replace(/\/$/, '')), methods: [method] });
  }
  const missing = [];
  let path = null;
  for (const line of endpoints.split('\n')) {
    path = /^    '\/v1\/([^']+)'/.exec(line)?.[1] ?? path;
    const method = /^        (GET|POST|PUT|DELETE):/.exec(line)?.[1];
    if (!method) continue;
    const isListed = listed.some((one) => one.path.test(path) && one.methods.includes(method));
    if (!isListed) missing.push(`${method} ${path}`);
  }
  return missing;
}

register('./loader.mjs', import.meta.url);
const check = process.argv.includes('--check');
const scratch = scratchFolder();
let differ = false;
const known = new Map();
const inherited = new Map();
const packages = new Map();
for (const [profile, version] of PROFILES) {
  if (!packages.has(version)) packages.set(version, await exported(version, scratch));
  const found = facts(profile, packages.get(version));
  for (const key of found.keys()) known.set(key, profile);
  const changed = sorted(found).filter(([key, fact]) => inherited.get(key) !== fact);
  for (const [key, fact] of changed) inherited.set(key, fact);
  // An override is for one profile: the next has the published facts again.
  for (const [key, fact] of overrides.get(profile)) inherited.set(key, fact);
  const text = [
    `# What servers of profile ${profile} demand of requests, from ${PACKAGE} ${version}.`,
    '# Written by extract.mjs; lines that are missing are those of the profile before.',
    ...changed.map(([key, fact]) => `${key} ${fact}`),
    '',
  ].join('\n');
  const file = here(`${profile}.txt`);
  if (!check) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${profile}.txt differs from what ${PACKAGE} ${version} says: run livechat-mock/contract/extract.mjs`);
    differ = true;
  }
}
const [, newest] = PROFILES.at(-1);
for (const route of unlisted(newest, scratch)) {
  console.error(`${PACKAGE} ${newest} has ${route}, which is neither in livechat-mock/src/hint/published.txt nor in left-out.tsv`);
  differ = true;
}
for (const { key, validator } of routes) if (!known.has(key)) throw new Error(`routes.tsv: nothing exports ${validator}`);
process.exitCode = differ ? 1 : 0;
