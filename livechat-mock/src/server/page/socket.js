// A WebSocket that speaks DDP: it connects, answers pings and reads frames.

/** One connection. `hear` gets each frame; `close` is called once, when it is over. */
export class Socket {
  #socket;

  constructor({ hear, close }) {
    const url = new URL('websocket', document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = url.hash = '';
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.send({ msg: 'connect', version: '1', support: ['1'] });
    this.#socket.onmessage = ({ data }) => {
      let frame;
      try {
        frame = JSON.parse(data);
      } catch {
        return;
      }
      if (frame?.msg === 'ping') this.send(frame.id === undefined ? { msg: 'pong' } : { msg: 'pong', id: frame.id });
      else hear(frame);
    };
    this.#socket.onclose = close;
  }

  send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Subscribes to an event of a stream; as a visitor, with the token. */
  subscribe(id, stream, event, token) {
    const options = token ? { useCollection: false, args: [{ token, visitorToken: token }] } : false;
    this.send({ msg: 'sub', id, name: stream, params: [event, options] });
  }

  /** Says whether somebody types. */
  type(room, name, isTyping, token) {
    const params = [`${room}/user-activity`, name, isTyping ? ['user-typing'] : [], token ? { token } : {}];
    this.send({ msg: 'method', id: 'typing', method: 'stream-notify-room', params });
  }

  close() {
    this.#socket.close();
  }
}

/** Who types according to a frame, or stopped to: the room, the name and whether. `null` for other frames. */
export function typing({ msg, collection, fields }) {
  if (msg !== 'changed' || collection !== 'stream-notify-room') return null;
  const [room, about] = String(fields?.eventName).split('/');
  if (about !== 'user-activity') return null;
  const [name, activities] = fields.args ?? [];
  return { room, name: String(name), isTyping: Boolean(activities?.includes('user-typing')) };
}
