// The server's own API, and the control routes.

let key = null;
let login = null;

/** An answer that says no: the status, and the server's words. */
export class ApiError extends Error {
  constructor(status, words, hint) {
    super(hint ? `${words} (${hint})` : words);
    this.status = status;
  }
}

export function useKey(given) {
  key = given;
}

// Marks what the page does by itself: the server keeps it out of the request log, and faults do not meet it.
const BY_ITSELF = { 'x-livechat-mock-page': '1' };

async function ask(method, path, { headers, query, body }) {
  const url = new URL(path, document.baseURI);
  url.hash = '';
  url.search = new URLSearchParams(query ?? {}).toString();
  const all = { ...headers };
  if (key !== null) all['x-livechat-mock-key'] = key;
  // A form says by itself what it is.
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) all['content-type'] = 'application/json';
  try {
    return await fetch(url, { method, headers: all, body: isForm ? body : body && JSON.stringify(body) });
  } catch {
    throw new ApiError(0, 'The server does not answer.');
  }
}

async function send(method, path, options) {
  const response = await ask(method, path, options);
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { error: text };
  }
  if (response.ok && answer.success !== false) return answer;
  const words = [answer.error, answer.message].find((words) => typeof words === 'string' && words);
  throw new ApiError(response.status, words ?? `Status ${response.status}`, response.headers.get('x-livechat-mock-hint'));
}

/** A control route. */
export function control(method, path, { query, body } = {}) {
  return send(method, `__livechat-mock/${path}`, { headers: BY_ITSELF, query, body });
}

/** Becomes an agent: the one whom the address names (`/?agent=name`), or the administrator. */
export async function logIn() {
  const agent = new URLSearchParams(location.search).get('agent');
  login = await control('POST', 'agent/login', { body: agent ? { agent } : {} });
  return login;
}

function asAgent() {
  return { ...BY_ITSELF, 'x-user-id': login.userId, 'x-auth-token': login.authToken };
}

/** An operation, as the agent. After a reset of the server nobody is logged in: then once more. */
export async function call(method, path, { query, body } = {}) {
  const again = () => send(method, `api/v1/${path}`, { headers: asAgent(), query, body });
  try {
    return await again();
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  await logIn();
  return again();
}

/** What the visitor's window does. It is a client like any other: what it does is logged, and meets faults. */
export function visit(method, path, { headers, query, body } = {}) {
  return send(method, `api/v1/livechat/${path}`, { headers, query, body });
}

/** What the visitor's window reads to be up to date. */
export function look(path, query) {
  return send('GET', `api/v1/livechat/${path}`, { headers: BY_ITSELF, query });
}

/** A file, for the agent; for a visitor with what the query says. */
export async function file(path, query) {
  const headers = query ? BY_ITSELF : asAgent();
  const response = await ask('GET', path.replace(/^\//, ''), { headers, query });
  if (!response.ok) throw new ApiError(response.status, `Status ${response.status}`);
  return response.arrayBuffer();
}

export function agent() {
  return login;
}
