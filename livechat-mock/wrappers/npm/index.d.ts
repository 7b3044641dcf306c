/** A request that the server received. */
export interface Received {
  at: string;
  method: string;
  /** The path template of the operation. */
  template: string | null;
  target: string;
  body: string;
  status: number;
  user: string | null;
  fault: string | null;
  /** What was probably meant. */
  hint: string | null;
}

/** A running server, started by {@link start}. */
export declare class LivechatMock {
  private constructor();

  /** Its address, such as `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;

  /**
   * Calls a control route, such as `('POST', 'snapshots', { name: 'before' })`, and returns its response.
   *
   * @throws if the server rejects it, with the server's reason
   */
  control(method: string, path: string, body?: unknown): Promise<any>;

  /** Goes back to the state at the start, and forgets all requests and faults. */
  reset(): Promise<unknown>;

  /** The last requests, with their bodies. */
  received(): Promise<Received[]>;

  /** Adds a fault, such as `{ fault: 'lose_response', on: 'POST /api/v1/livechat/visitor', times: 1 }`. */
  fault(fault: { fault: unknown; on?: string; frame?: string; times?: number; after?: number }): Promise<unknown>;

  /** Removes all faults. */
  clearFaults(): Promise<unknown>;

  /** Moves the server's clock forward. */
  advance(seconds: number): Promise<unknown>;

  /** Ends the server. It ends with this process, too. */
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port, and waits until it listens.
 *
 * @param options those of the program, such as `['--server-version', '7.13']`
 * @throws if it does not start, with what it said
 */
export declare function start(options?: string[]): Promise<LivechatMock>;

/** A fixture for `test.extend({ livechatMock })` of Vitest and Playwright: a server of its own for each test that asks for it. */
export declare function livechatMock(context: {}, use: (mock: LivechatMock) => Promise<void>): Promise<void>;
