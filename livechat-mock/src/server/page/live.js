// What happens on the server, told over the websocket. While there is none, the page looks for itself.

import { agent, logIn } from './api.js';

const LOOK = 3_000;
// A request that is refused, or a chat that somebody else takes, is told to nobody.
const LOOK_WHILE_LIVE = 10_000;
const SETTLE = 80;
const LONGEST_WAIT = 30_000;
// Where there never was a websocket, there may be one after the server is started anew.
const WAIT_FOR_FIRST = 60_000;

const ALL = 'all-rooms';

/** Calls `refresh` when something happened, and `tell` with whether events are live. */
export class Live {
  #refresh;
  #tell;
  #socket = null;
  #isLive = null;
  #wasLive = false;
  #failures = 0;
  #room = null;
  #settling = null;
  #looking = null;

  constructor(refresh, tell) {
    this.#refresh = refresh;
    this.#tell = tell;
    document.addEventListener('visibilitychange', () => document.hidden || this.#happened());
  }

  start(wantsSocket) {
    this.#say(false);
    if (wantsSocket) this.#connect();
  }

  /** Follows a room, in place of the one before. */
  show(room) {
    if (room === this.#room) return;
    if (this.#isLive && this.#room) this.#send({ msg: 'unsub', id: `room-${this.#room}` });
    this.#room = room;
    if (this.#isLive) this.#follow();
  }

  #connect() {
    const url = new URL('websocket', document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = url.hash = '';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => this.#send({ msg: 'connect', version: '1', support: ['1'] });
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      // A reset closes it: what it did is seen at once, and the next call logs in again.
      if (this.#isLive) this.#happened();
      this.#say(false);
      this.#failures += 1;
      const wait = this.#wasLive ? Math.min(1_000 * 2 ** (this.#failures - 1), LONGEST_WAIT) : WAIT_FOR_FIRST;
      setTimeout(() => this.#connect(), wait);
    };
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #heard(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    switch (frame?.msg) {
      case 'ping':
        return this.#send(frame.id === undefined ? { msg: 'pong' } : { msg: 'pong', id: frame.id });
      case 'connected':
        return this.#send({ msg: 'method', method: 'login', id: 'login', params: [{ resume: agent().authToken }] });
      case 'result':
        if (frame.id !== 'login') return;
        if (frame.error) return this.#logInAgain();
        this.#subscribe(ALL, '__my_messages__');
        return this.#follow();
      case 'ready':
        if (!frame.subs?.includes(ALL)) return;
        this.#wasLive = true;
        this.#failures = 0;
        this.#say(true);
        // What happened while there was no socket.
        return this.#happened();
      case 'nosub':
        if (frame.id === ALL) this.#socket.close();
        return;
      case 'changed':
        if (frame.collection === 'stream-room-messages') this.#happened();
    }
  }

  /** The login is over, for example by a reset: the socket tries again with a new one. */
  async #logInAgain() {
    const socket = this.#socket;
    try {
      await logIn();
    } catch {
      // The page's calls say what is wrong.
    }
    socket.close();
  }

  #subscribe(id, event) {
    this.#send({ msg: 'sub', id, name: 'stream-room-messages', params: [event, false] });
  }

  #follow() {
    if (this.#room) this.#subscribe(`room-${this.#room}`, this.#room);
  }

  #say(isLive) {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.#tell(isLive);
    clearInterval(this.#looking);
    this.#looking = setInterval(() => document.hidden || this.#refresh(), isLive ? LOOK_WHILE_LIVE : LOOK);
  }

  /** Several events at once are one. */
  #happened() {
    this.#settling ??= setTimeout(() => {
      this.#settling = null;
      this.#refresh();
    }, SETTLE);
  }
}
