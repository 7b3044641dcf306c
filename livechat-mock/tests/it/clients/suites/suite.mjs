// One test suite of five: `suite.mjs URL RUNS`. What it writes has the same token in each language, so that a mix-up shows.
import assert from 'node:assert/strict';

const call = (method, url, body) =>
  fetch(url, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
const json = async (response) => (await response).json();

const [url, runs] = process.argv.slice(2);
for (let run = 0; run < Number(runs); run++) {
  const name = `javascript-${run}`;
  const world = `${url}/w/${name}`;
  const visitor = `${world}/api/v1/livechat/visitor`;
  await call('POST', visitor, { visitor: { token: 'token', name } });
  await call('POST', `${world}/__livechat-mock/faults`, { fault: { fail: { status: 503 } }, times: 1 });
  assert.equal((await call('GET', `${visitor}/token`)).status, 503);
  assert.equal((await json(call('GET', `${visitor}/token`))).visitor.name, name);
  assert.equal((await json(call('GET', `${world}/__livechat-mock/received`))).received.length, 3);
  assert.equal((await call('DELETE', `${url}/__livechat-mock/worlds/${name}`)).status, 200);
}
