// What happens on the server, told over the websocket. While there is none, the page looks for itself.

import { agent, logIn } from './api.js';
import { Socket, typing } from './socket.js';

const LOOK = 3_000;
// A request that is refused, or a chat that somebody else takes, is told to nobody.
const LOOK_WHILE_LIVE = 10_000;
const SETTLE = 80;
const LONGEST_WAIT = 30_000;
// Where there never was a websocket, there may be one after the server is started anew.
const WAIT_FOR_FIRST = 60_000;

const ALL = 'all-rooms';
const MESSAGES = 'stream-room-messages';

/**
 * Calls `refresh` when something happened, `tell` with whether events are live, and `typed` with who types in the room that
 * is followed.
 */
export class Live {
  #refresh;
  #tell;
  #typed;
  #socket = null;
  #isLive = null;
  #wasLive = false;
  #failures = 0;
  #room = null;
  #settling = null;
  #looking = null;

  constructor(refresh, tell, typed) {
    this.#refresh = refresh;
    this.#tell = tell;
    this.#typed = typed;
    document.addEventListener('visibilitychange', () => document.hidden || this.#happened());
  }

  start(wantsSocket) {
    this.#say(false);
    if (wantsSocket) this.#connect();
  }

  /** Follows a room, in place of the one before. */
  show(room) {
    if (room === this.#room) return;
    if (this.#isLive && this.#room) {
      for (const id of [`room-${this.#room}`, `typing-${this.#room}`]) this.#socket.send({ msg: 'unsub', id });
    }
    this.#room = room;
    if (this.#isLive) this.#follow();
  }

  /** Tells the room that is followed whether the agent types. */
  type(isTyping) {
    if (this.#isLive && this.#room) this.#socket.type(this.#room, agent().username, isTyping);
  }

  #connect() {
    const socket = new Socket({
      hear: (frame) => this.#heard(frame),
      close: () => {
        if (this.#socket !== socket) return;
        // A reset closes it: what it did is seen at once, and the next call logs in again.
        if (this.#isLive) this.#happened();
        this.#say(false);
        this.#failures += 1;
        const wait = this.#wasLive ? Math.min(1_000 * 2 ** (this.#failures - 1), LONGEST_WAIT) : WAIT_FOR_FIRST;
        setTimeout(() => this.#connect(), wait);
      },
    });
    this.#socket = socket;
  }

  #heard(frame) {
    switch (frame?.msg) {
      case 'connected':
        return this.#socket.send({ msg: 'method', method: 'login', id: 'login', params: [{ resume: agent().authToken }] });
      case 'result':
        if (frame.id !== 'login') return;
        if (frame.error) return this.#logInAgain();
        this.#socket.subscribe(ALL, MESSAGES, '__my_messages__');
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
      case 'changed': {
        const typed = typing(frame);
        if (typed?.room === this.#room) this.#typed(typed.name, typed.isTyping);
        if (frame.collection === MESSAGES) this.#happened();
      }
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

  #follow() {
    if (!this.#room) return;
    this.#socket.subscribe(`room-${this.#room}`, MESSAGES, this.#room);
    this.#socket.subscribe(`typing-${this.#room}`, 'stream-notify-room', `${this.#room}/user-activity`);
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
