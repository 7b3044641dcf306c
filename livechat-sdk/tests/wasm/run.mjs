// Runs the program of this folder under node: `node run.mjs livechat_sdk_wasm.wasm`. Ends with 0 if its calls went well.

import { readFile } from "node:fs/promises";

const VISITOR = new URL("../../../livechat-mock/fixtures/visitors/get_visitor/200.json", import.meta.url);

const text = (pointer, length) => new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, length));

const host = {
  now: () => performance.now(),
  poll_in: (millis) => setTimeout(poll, millis),
  async get(pointer, length) {
    if (text(pointer, length) !== "http://host/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd") return;
    const body = await readFile(VISITOR);
    const at = allocate(body.length);
    new Uint8Array(memory.buffer, at, body.length).set(body);
    respond(200, at, body.length);
  },
  end(pointer, length) {
    const said = text(pointer, length);
    console.log(said);
    process.exitCode = said === "guest-7, and a timeout" ? 0 : 1;
  },
};

process.exitCode = 1;
const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), { host });
const { memory, start, poll, allocate, respond } = instance.exports;
start();
