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

async function send(method, path, headers, query, body) {
  const url = new URL(path, document.baseURI);
  url.hash = '';
  url.search = new URLSearchParams(query ?? {}).toString();
  // Marks what the page does by itself: the server keeps it out of the request log, and faults do not meet it.
  const all = { 'x-livechat-mock-page': '1', ...headers };
  if (key !== null) all['x-livechat-mock-key'] = key;
  if (body !== undefined) all['content-type'] = 'application/json';
  let response;
  try {
    response = await fetch(url, { method, headers: all, body: body && JSON.stringify(body) });
  } catch {
    throw new ApiError(0, 'The server does not answer.');
  }
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
  return send(method, `__livechat-mock/${path}`, {}, query, body);
}

/** Becomes an agent: the one whom the address names (`/?agent=name`), or the administrator. */
export async function logIn() {
  const agent = new URLSearchParams(location.search).get('agent');
  login = await control('POST', 'agent/login', { body: agent ? { agent } : {} });
  return login;
}

/** An operation, as the agent. After a reset of the server nobody is logged in: then once more. */
export async function call(method, path, { query, body } = {}) {
  const ask = () =>
    send(method, `api/v1/${path}`, { 'x-user-id': login.userId, 'x-auth-token': login.authToken }, query, body);
  try {
    return await ask();
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  await logIn();
  return ask();
}

export function agent() {
  return login;
}
