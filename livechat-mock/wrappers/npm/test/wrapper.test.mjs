// Run where the packed packages are installed: `node --test`, with the wrapper's README beside this file.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { livechatMock, start } from 'livechat-mock';

const VISITOR = '/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd';
const BIN = new URL('./node_modules/.bin/livechat-mock', import.meta.url).pathname;

test('a server answers, is steered, and ends', async () => {
  const mock = await start();
  assert.equal((await (await fetch(mock.url + VISITOR)).json()).visitor.username, 'guest-7');
  const [received] = await mock.received();
  assert.deepEqual([received.target, received.status], [VISITOR, 200]);
  await mock.fault({ fault: 'reset', times: 1 });
  await assert.rejects(fetch(mock.url + VISITOR));
  await mock.fault({ fault: 'reset' });
  await mock.clearFaults();
  await mock.advance(60);
  await mock.reset();
  assert.deepEqual(await mock.received(), []);
  await assert.rejects(mock.fault({ fault: 'none' }), /POST faults: /);
  await mock.stop();
  await assert.rejects(fetch(mock.url + VISITOR));
});

test('options that are wrong are named', () => assert.rejects(start(['--none']), /ended with 2: .*--none/));

test('the fixture ends its server, also if the test fails', async () => {
  let url;
  const failure = livechatMock({}, async (mock) => {
    url = mock.url;
    assert.equal((await fetch(url + VISITOR)).status, 200);
    throw new Error('as the test has it');
  });
  await assert.rejects(failure, /as the test has it/);
  await assert.rejects(fetch(url));
});

test('the command runs the program, and ends as it does', async () => {
  const wrong = spawn(BIN, ['--none'], { stdio: 'ignore' });
  assert.deepEqual(await once(wrong, 'exit'), [2, null]);

  const server = spawn(BIN, ['--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(server.stdout, 'data');
  const url = String(line).trim().split(' ').at(-1);
  assert.equal((await fetch(url + VISITOR)).status, 200);
  server.kill();
  assert.deepEqual(await once(server, 'exit'), [0, null]);
  await assert.rejects(fetch(url));
});

/** The README's code: a script, a test for Vitest or Playwright, which `.ci/run` has them run, and a configuration of Cypress. */
const README = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
  .split('```js\n')
  .slice(1)
  .map((rest) => rest.split('```')[0]);

const load = (name, code) => {
  const file = new URL(`./${name}`, import.meta.url);
  writeFileSync(file, code);
  return import(file);
};

test("the README's code runs", () => load('readme.mjs', README[0]));

test("the README's configuration of Cypress starts a server, and ends it after the run", async () => {
  const { default: cypress } = await load('cypress.config.mjs', README[2]);
  const handlers = {};
  const { env } = await cypress.e2e.setupNodeEvents((event, handler) => (handlers[event] = handler), { env: {} });
  assert.equal((await fetch(env.ROCKETCHAT_URL + VISITOR)).status, 200);
  await handlers['after:run']();
  await assert.rejects(fetch(env.ROCKETCHAT_URL + VISITOR));
});
