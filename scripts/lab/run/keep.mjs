/** A process that is kept for many calls: it takes them from a socket, one JSON line each, and answers each in turn. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { LabError } from '../failure.mjs';

const DEADLINE_MS = 90_000;
const END_MS = 20_000;

/**
 * @typedef {object} Kept
 * @property {(call: unknown) => Promise<any>} ask the answer to a call; calls take turns
 * @property {() => Promise<void>} close waits for the last answer, closes the socket, and waits for the process to end
 */

/**
 * @typedef {object} End
 * @property {number | null} exitCode
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * @param {object} process
 * @param {string} process.name for messages
 * @param {(port: number) => Promise<End>} process.start starts it; it connects to that port of 127.0.0.1
 * @param {() => void} process.kill ends it at once
 * @returns {Promise<Kept>}
 * @throws {LabError} also from `ask` and `close`: when it does not connect, answer or end in time, or ended by itself
 */
export async function keep({ name, start, kill }) {
  const failure = (/** @type {End} */ { exitCode, stdout, stderr }) =>
    new LabError(`${name}: ${exitCode} ${stdout}${stderr}`);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const ended = start(address !== null && typeof address === 'object' ? address.port : 0);
  /** @type {Promise<never>} */
  const gone = ended.then((end) => Promise.reject(failure(end)));
  gone.catch(() => undefined);

  /** @template T @param {string} what @param {Promise<T>} work @returns {Promise<T>} */
  async function limited(what, work) {
    const late = AbortSignal.timeout(DEADLINE_MS);
    const expired = once(late, 'abort').then(() => Promise.reject(new LabError(`no end of ${what}`)));
    try {
      return await Promise.race([work, gone, expired]);
    } catch (error) {
      kill();
      throw error;
    }
  }

  const connected = /** @type {Promise<[import('node:net').Socket]>} */ (once(server, 'connection'));
  const [socket] = await limited(`the start of ${name}`, connected).finally(() => server.close());
  // The end of the process is reported instead.
  socket.on('error', () => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();

  async function answer(/** @type {unknown} */ call) {
    const line = JSON.stringify(call);
    socket.write(`${line}\n`);
    const { value } = await limited(line, lines.next());
    return value === undefined ? limited(line, gone) : JSON.parse(value);
  }

  return {
    ask(call) {
      const answered = turn.then(() => answer(call));
      turn = answered.catch(() => null);
      return answered;
    },
    async close() {
      await turn;
      socket.end();
      const killing = setTimeout(kill, END_MS);
      const end = await ended.finally(() => clearTimeout(killing));
      if (end.exitCode !== 0 || end.stderr !== '') throw failure(end);
    },
  };
}
