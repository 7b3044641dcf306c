// Runs the program of this folder under node: `node run.mjs livechat_sdk_wasm.wasm`. Ends with 0 if all went well.

import { readFile } from "node:fs/promises";

const VISITOR = new URL("../../../livechat-mock/fixtures/visitors/get_visitor/200.json", import.meta.url);
const TOKEN = "iNKE8a6k6cjbqWhWd";
const HISTORY = { messages: [], success: true };
const CONFIG = {
  config: { enabled: true, room: { _id: "r", t: "l", open: true, ts: "2024-10-21T14:10:56.529Z", v: { _id: "v" } } },
  success: true,
};
const EXPECTED = "guest-7, a timeout, connected, Hello from the host";

const text = (pointer, length) => new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, length));

const write = (bytes) => {
  const at = allocate(bytes.length);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
  return [at, bytes.length];
};

// Through the WebSocket, but not before what is running has ended.
const tell = (frame) => setTimeout(() => receive(...write(new TextEncoder().encode(JSON.stringify(frame)))));

const answer = {
  connect: () => tell({ msg: "connected", session: "s" }),
  method: ({ id }) => tell({ msg: "result", id, result: null }),
  sub: ({ id }) => tell({ msg: "ready", subs: [id] }),
};

const say = () => {
  const at = { $date: 1729519856529 };
  const message = { _id: "m", rid: "r", msg: "Hello from the host", ts: at, _updatedAt: at, u: { _id: "a", username: "agent" } };
  tell({ msg: "changed", collection: "stream-room-messages", id: "id", fields: { eventName: "r", args: [message] } });
};

const host = {
  now: () => performance.now(),
  // Never early, which whole milliseconds would be.
  poll_in: (millis) => setTimeout(poll, Math.ceil(millis) + 1),
  async get(pointer, length) {
    const url = new URL(text(pointer, length));
    const path = url.pathname.replace("/api/v1/livechat/", "");
    if (path === "visitor/unanswered") return;
    if (path === `visitor/${TOKEN}`) {
      respond(200, ...write(await readFile(VISITOR)));
    } else {
      await null;
      respond(200, ...write(new TextEncoder().encode(JSON.stringify(path === "config" ? CONFIG : HISTORY))));
      if (path !== "config") say();
    }
  },
  send(pointer, length) {
    const frame = JSON.parse(text(pointer, length));
    answer[frame.msg]?.(frame);
  },
  end(pointer, length) {
    const said = text(pointer, length);
    console.log(said);
    process.exit(said === EXPECTED ? 0 : 1);
  },
};

process.exitCode = 1;
const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), { host });
const { memory, start, poll, allocate, respond, receive } = instance.exports;
start();
