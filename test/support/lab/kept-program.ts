import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { LAB_KEPT } from '../../../scripts/lab/layout.mjs';
import type { CommandLine, Ended } from '../../../scripts/lab/program/kept.ts';
import type { Computer } from './lab.ts';

/** Command lines of the program on a computer of the lab. */
export interface Commands {
  /** Runs one; the exit code is that of the program. They take turns. */
  run(args: readonly string[]): Promise<Ended>;
  /** Ends what they share; the next one starts it again. */
  close(): Promise<void>;
}

const DEADLINE_MS = 90_000;
const END_MS = 20_000;

/**
 * The command lines share a process and its PowerShell, which start with the first: most of what a command costs on a
 * computer of the lab is to start the two. Each write still starts its own PowerShell. What PowerShell reads when it
 * starts (its language mode, its modules, the rights of its user) is that of the first command line until `close`.
 * `cli` of a computer gives a command line a process of its own, as a user's has.
 */
export function commandsOn(computer: Computer): Commands {
  let kept: Promise<Commands> | null = null;
  return {
    async run(args) {
      if (!args.includes('--powershell')) {
        kept ??= keepProgram(computer);
        try {
          return await (await kept).run(args);
        } catch (error) {
          kept = null;
          throw error;
        }
      }
      const { stdout, stderr, exitCode } = await computer.cli(args, { retry: false });
      if (exitCode === null) throw new Error(`no end of ${args.join(' ')}`);
      return { stdout, stderr, exitCode };
    },
    async close() {
      const ending = kept;
      kept = null;
      await (await ending)?.close();
    },
  };
}

async function keepProgram(computer: Computer): Promise<Commands> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  // It ends when its socket is closed, or is killed.
  const ended = computer.node([computer.path(LAB_KEPT), String(port)], { retry: false, deadlineMs: 0 });
  const gone = ended.then((end) => Promise.reject(failureOf(end)));
  gone.catch(() => undefined);
  const limited = async <T>(what: string, ms: number, work: Promise<T>): Promise<T> => {
    const late = AbortSignal.timeout(ms);
    const expired = once(late, 'abort').then(() => Promise.reject(new Error(`no end of ${what}`)));
    try {
      return await Promise.race([work, gone, expired]);
    } catch (error) {
      killKept(computer);
      throw error;
    }
  };
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const [socket] = await limited('its start', DEADLINE_MS, connected).finally(() => server.close());
  // The end of the process is reported instead.
  socket.on('error', () => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();

  async function ask(args: readonly string[]): Promise<Ended> {
    socket.write(`${JSON.stringify({ args } satisfies CommandLine)}\n`);
    const { value } = await limited(args.join(' '), DEADLINE_MS, lines.next());
    return value === undefined ? gone : (JSON.parse(value) as Ended);
  }

  return {
    run(args) {
      const run = turn.then(() => ask(args));
      turn = run.catch(() => null);
      return run;
    },
    async close() {
      socket.end();
      const killing = setTimeout(() => killKept(computer), END_MS);
      const end = await ended;
      clearTimeout(killing);
      if (end.exitCode !== 0 || end.stderr !== '') throw failureOf(end);
    },
  };
}

function failureOf({
  exitCode,
  stdout,
  stderr,
}: Omit<Ended, 'exitCode'> & { exitCode: number | null }): Error {
  return new Error(`the process of the command lines: ${exitCode} ${stdout}${stderr}`);
}

function killKept(computer: Computer): void {
  for (const { pid, args } of computer.running()) {
    if (!args.includes(basename(LAB_KEPT))) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}
