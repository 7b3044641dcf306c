// The request validators that the vendor publishes, and which of them a server of which profile uses for which route.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const PACKAGE = '@rocket.chat/rest-typings';

// A profile, and the version of the package that is nearest to it.
export const PROFILES = [
  ['7.0', '7.0.0'],
  ['7.13', '7.13.9'],
  ['8.0', '8.0.0'],
  ['8.4', '8.6.1'],
  ['8.5', '8.6.1'],
  ['8.8', '8.8.1'],
];

// The exit code of a script that npm does not answer.
const NO_ANSWER = 3;

export const here = (name) => new URL(name, import.meta.url);

export const order = (profile) => PROFILES.findIndex(([name]) => name === profile);

export function lines(name) {
  return readFileSync(here(name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

// What routes.tsv says.
export const routes = lines('routes.tsv').map((line) => {
  const [method, path, validator, since, typed] = line.split('\t');
  for (const profile of [since, typed]) {
    if (profile !== '-' && order(profile) < 0) throw new Error(`routes.tsv: ${path}: there is no profile ${profile}`);
  }
  return { key: `${method} ${path}`, validator, since, typed };
});

// A folder that goes when the script ends, however it does.
export function scratchFolder() {
  const scratch = mkdtempSync(join(tmpdir(), 'contract-'));
  process.on('exit', () => rmSync(scratch, { recursive: true }));
  return scratch;
}

export function npm(folder, ...args) {
  try {
    execFileSync('npm', [...args, '--silent'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    console.error(`npm ${args.join(' ')}: ${error.message}`);
    process.exit(NO_ANSWER);
  }
}

// What the package of this version exports. It is unpacked into a folder below this one.
export async function exported(version, scratch) {
  const folder = join(scratch, version);
  mkdirSync(folder);
  npm(folder, 'pack', `${PACKAGE}@${version}`);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
  return import(pathToFileURL(join(folder, 'dist', 'index.js')));
}
