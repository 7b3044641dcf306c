import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { program } from './program.js';

const LISTENING = 'livechat-mock listening on ';

/** A running server, started by `start`. */
export class LivechatMock {
  #process;
  #ended;

  constructor(process, ended, url) {
    this.#process = process;
    this.#ended = ended;
    this.url = url;
  }

  async control(method, path, body) {
    const response = await fetch(`${this.url}/__livechat-mock/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  reset() {
    return this.control('POST', 'reset');
  }

  async received() {
    return (await this.control('GET', 'received?with=bodies')).received;
  }

  fault(fault) {
    return this.control('POST', 'faults', fault);
  }

  clearFaults() {
    return this.control('DELETE', 'faults');
  }

  advance(seconds) {
    return this.control('POST', 'clock/advance', { seconds });
  }

  async stop() {
    this.#process.kill();
    await this.#ended;
  }
}

export async function start(options = []) {
  const child = spawn(program(), ['--port', '0', '--quiet', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const kill = () => child.kill();
  process.once('exit', kill);
  ended.then(() => process.removeListener('exit', kill));

  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaint = (complaint + text).slice(-4096)));
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stdout }).once('line', (line) => resolve(line.replace(LISTENING, '')));
    ended.then((code) => reject(new Error(`livechat-mock ended with ${code}: ${complaint.trim()}`)));
  });
  return new LivechatMock(child, ended, url);
}

// Both Vitest and Playwright read what a fixture needs from this parameter, and insist on the braces.
export async function livechatMock({}, use) {
  const mock = await start();
  try {
    await use(mock);
  } finally {
    await mock.stop();
  }
}
