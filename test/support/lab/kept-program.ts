import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { LAB_KEPT } from '../../../scripts/lab/layout.mjs';
import type { CommandLine, Ended } from '../../../scripts/lab/program/kept.ts';
import type { Computer } from './lab.ts';

/** Command lines of the program on a computer of the lab. */
export interface Commands {
  /** Runs one; the exit code is that of the program. They take turns. */
  run(args: readonly string[]): Promise<Ended>;
  /** Ends what they share. */
  close(): Promise<void>;
}

/** So many get processes of their own, as a user's do. */
const OWN_PROCESSES = 1;
const DEADLINE_MS = 90_000;

/**
 * The first command line gets a process of its own. The others share one and its PowerShell, which start with the
 * second: most of what a command costs on a computer of the lab is to start the two. Each write still starts its own
 * PowerShell. What PowerShell reads when it starts (its language mode, its modules, the rights of its user) is that of
 * the second command line until `close`.
 */
export function commandsOn(computer: Computer): Commands {
  let count = 0;
  let kept: Promise<Commands> | null = null;
  return {
    async run(args) {
      count += 1;
      if (count > OWN_PROCESSES) {
        kept ??= keepProgram(computer);
        return (await kept).run(args);
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
  // It ends when its socket is closed.
  const ended = computer.node([computer.path(LAB_KEPT), String(port)], { retry: false, deadlineMs: 0 });
  const gone = ended.then(({ exitCode, stdout, stderr }) =>
    Promise.reject(new Error(`the kept program: ${exitCode} ${stdout}${stderr}`)),
  );
  gone.catch(() => undefined);
  const [socket] = (await Promise.race([once(server, 'connection'), gone])) as [Socket];
  server.close();
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();

  async function ask(args: readonly string[]): Promise<Ended> {
    socket.write(`${JSON.stringify({ args } satisfies CommandLine)}\n`);
    const late = AbortSignal.timeout(DEADLINE_MS);
    const expired = once(late, 'abort').then(() => Promise.reject(new Error(`no end of ${args.join(' ')}`)));
    const { value } = await Promise.race([lines.next(), gone, expired]);
    return JSON.parse(value ?? 'null') as Ended;
  }

  return {
    run(args) {
      const run = turn.then(() => ask(args));
      turn = run.catch(() => null);
      return run;
    },
    async close() {
      socket.end();
      await ended;
    },
  };
}
