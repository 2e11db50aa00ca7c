import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { ADMINISTRATOR, changeHappens, observedEvents, PLAN } from './sequences.ts';
import { Emulator } from './terminal.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** Mounts the view on a real terminal and runs the commands from the socket, one JSON document per line. */
const CHILD = `
  import { connect } from 'node:net';
  import { createInterface } from 'node:readline';
  import { mountUi } from '../../src/ui/mount.tsx';

  const socket = connect(Number(process.env.CONTROL_PORT), '127.0.0.1');
  const { stdin, stdout, env } = process;
  const ui = mountUi({ stdin, stdout, useColour: env.NO_COLOR === undefined, unicode: true, columns: 80 });
  const tell = (text) => socket.write(text + '\\n');
  ui.onCancel(() => tell('cancelled'));
  tell(String(process.pid));
  for await (const line of createInterface({ input: socket })) {
    const { emit, ask, finish } = JSON.parse(line);
    if (emit !== undefined) ui.emit(emit);
    if (ask !== undefined) void ui.confirm(ask, '/var/lib/p2s-fix').then((yes) => tell('answer ' + yes));
    if (finish !== undefined) {
      process.exitCode = finish;
      break;
    }
  }
  await ui.finish();
  tell('finished');
  socket.end();
`;

let folder: string;
const open: { pty: IPty; server: Server; sockets: Socket[]; exited: Promise<unknown> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'p2s-fix-ui-'));
  await build({
    stdin: { contents: CHILD, resolveDir: here, sourcefile: 'child.ts', loader: 'ts' },
    outdir: folder,
    entryNames: 'child',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Ink loads its development tools, which are not installed, by a dynamic import, which must stay dynamic.
    splitting: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react-devtools-core'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

afterEach(async () => {
  for (const { pty, server, sockets, exited } of open.splice(0)) {
    server.close();
    // The program ends when its last connection closes; a closed terminal is not enough.
    for (const socket of sockets) socket.destroy();
    try {
      pty.kill('SIGKILL');
    } catch {
      // It has gone already.
    }
    await exited;
  }
});

/** The shell waits until its output has been read, because the last output of a terminal that closes may be lost. */
const SHELL = '"$NODE" "$CHILD"; code=$?; stty -a; echo "exit code $code"; read -r _';

/** The child on a terminal of that size, behind a shell that shows the state of the terminal afterwards. */
async function start(columns: number, rows: number, env: Record<string, string> = {}) {
  const reported: string[] = [];
  const watchers = new Set<() => void>();
  const server = createServer();
  const connected = once(server, 'connection', { signal: AbortSignal.timeout(15_000) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pty = spawn('/bin/sh', ['-c', SHELL], {
    cols: columns,
    rows,
    name: 'xterm-256color',
    env: {
      PATH: process.env.PATH ?? '',
      TERM: 'xterm-256color',
      NODE: process.execPath,
      CHILD: join(folder, 'child.mjs'),
      CONTROL_PORT: String(port),
      ...env,
    },
  });
  const emulator = new Emulator(columns, rows);
  pty.onData((data) => emulator.write(data));
  const exited = new Promise<void>((resolve) => {
    pty.onExit(() => resolve());
  });
  const sockets: Socket[] = [];
  open.push({ pty, server, sockets, exited });
  const [socket] = (await connected) as [Socket];
  sockets.push(socket);
  socket.setEncoding('utf8');
  let rest = '';
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    reported.push(...lines);
    for (const watcher of watchers) watcher();
  });
  const send = (message: object) => void socket.write(`${JSON.stringify(message)}\n`);
  return {
    pty,
    emulator,
    /** The process id of the program, not of the shell. */
    pid: () => Number(reported[0]),
    ask: () => send({ ask: PLAN }),
    emit: (events: readonly RunEvent[]) => {
      for (const emit of events) send({ emit });
    },
    finish: (code: number) => send({ finish: code }),
    /** Waits until the child has reported this. */
    reports: (what: string) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`Not told: ${what}; told: ${reported.join(', ')}`)),
          15_000,
        );
        const check = () => {
          if (!reported.includes(what)) return;
          clearTimeout(timer);
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
  };
}

type Child = Awaited<ReturnType<typeof start>>;

const events = observedEvents('apply', ADMINISTRATOR);

describe.skipIf(process.platform === 'win32')('on a real terminal', () => {
  it('shows the stages as they come, asks, changes, and leaves everything in the scrollback', async () => {
    const child = await start(80, 24);
    const { emulator } = child;
    const first = await emulator.shows('Working');
    expect(first.rows[0]).toBe('p2s-fix');
    expect(first.cursorHidden).toBe(true);

    child.emit(events.slice(0, 14));
    const live = await emulator.until('tcp runs', ({ rows }) =>
      rows.some((row) => /\u2714 dns 12 ms {3}. tcp/.test(row)),
    );
    expect(live.rows).toContainEqual(
      expect.stringMatching(/^ {2}WinHTTP \(64-bit and 32-bit\): direct -> proxy /),
    );
    expect(live.rows).toContainEqual(expect.stringMatching(/^. Testing the routes$/));
    child.emit(events.slice(14, 30));
    await emulator.until('a failed fetch', ({ rows }) =>
      rows.some((row) => /\u2716 http:.*not-found/.test(row)),
    );

    child.emit(events.slice(30));
    child.ask();
    const asked = await emulator.shows('Write it? [y/N]');
    expect(asked.rows.join('\n')).toContain('A backup is made first in /var/lib/p2s-fix.');
    expect(asked.rows.join('\n')).not.toContain('Checking the path');
    child.pty.write('y');
    await child.reports('answer true');

    child.emit(changeHappens());
    child.finish(0);
    await child.reports('finished');
    const last = await emulator.shows('exit code 0');
    const text = last.rows.join('\n');
    for (const once of [
      'p2s-fix 0.1.0  apply',
      'direct -> proxy',
      'Backup 0007:',
      'Change: Written: WinHTTP (64-bit and 32-bit)',
      'Exit code 0: Done.',
    ]) {
      expect(text.split(once)).toHaveLength(2);
    }
    expect(text).not.toContain('Write it?');
    expect(text).not.toContain('WinHTTP (64-bit): waiting');
    expect(last.cursorHidden).toBe(false);
    expect(last.brokenByTerminal).toBe(0);
    expect(text).toMatch(/[^-]icanon/);
    expect(text).toMatch(/[^-]echo /);
    expect(emulator.written).toContain('\u001B[32m');
  });

  it.each([
    ['as a key', ({ pty }: Child) => pty.write('\u0003')],
    ['as a signal', ({ pid }: Child) => process.kill(pid(), 'SIGINT')],
  ])('takes Ctrl+C %s as a request to stop, at the question', async (_, interrupt) => {
    const child = await start(100, 30, { NO_COLOR: '1' });
    child.emit(events);
    child.ask();
    await child.emulator.shows('Write it? [y/N]');
    interrupt(child);
    await child.reports('cancelled');
    await child.reports('answer false');
    await child.emulator.shows('Stopping: this step is finished first.');
    child.emit([{ type: 'finished', exitCode: 130, durationMs: 900 }]);
    child.finish(130);
    const { rows, cursorHidden } = await child.emulator.shows('exit code 130');
    expect(rows.join('\n')).toMatch(/[^-]icanon/);
    expect(cursorHidden).toBe(false);
    expect(child.emulator.written).not.toContain('\u001B[32m');
  });

  it('gives the terminal back when the program falls over', async () => {
    const child = await start(80, 24);
    child.emit(events.slice(0, 14));
    await child.emulator.shows('dns 12 ms');
    // An invalid event makes the child throw an uncaught error.
    child.emit([null as unknown as RunEvent]);
    const { rows, cursorHidden } = await child.emulator.shows('exit code 1');
    expect(rows.join('\n')).toMatch(/[^-]icanon/);
    expect(cursorHidden).toBe(false);
  });
});
