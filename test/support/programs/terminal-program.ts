import { readFile } from 'node:fs/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import { Emulator, type Screen } from '../../ui/terminal.ts';
import { CLI } from './cli.ts';

export interface ProgramOnTerminal {
  emulator: Emulator;
  /** Presses keys. */
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Closes the window, so that the terminal is gone. */
  destroy(): void;
  /** The process id of the program below the shell. */
  childPid(): Promise<number>;
  /** The rows of the screen, without the scrollback. */
  window(): string[];
  /** Settles when the shell has ended: the exit code, and the terminal's settings by `stty -a`. */
  ended(): Promise<{ exitCode: number; stty: string; text: string }>;
  /** Settles when the program has ended; its last output may come later. */
  exitCode(): Promise<number>;
  close(): Promise<void>;
}

export interface TerminalOptions {
  columns?: number;
  rows?: number;
  env?: Readonly<Record<string, string | undefined>>;
  /** Options of Node, such as a module to preload. */
  nodeArgs?: readonly string[];
}

/**
 * Quotes nothing: the words are positional parameters of the shell. The shell waits until its output has been
 * read, because the last output of a terminal that closes may be lost.
 */
const SHELL = '"$0" "$@"; code=$?; stty -a; echo "exit code $code"; read -r _';
/**
 * The same, with the exit code as the title of the window: it draws nothing on the screen of the program. Ctrl+C
 * reaches the shell too where the program leaves it to the terminal.
 */
const SHELL_WITH_TITLE = 'trap : INT; "$0" "$@"; printf "\\033]0;exit code %s\\007" "$?"; read -r _';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the title of a window
const TITLE = /\u001B\]0;exit code (\d+)\u0007/;
/** On a machine that is busy with other tests. */
const END_DEADLINE_MS = 25_000;

/** The built program on a real pseudo-terminal, behind a shell that shows how the terminal was left. */
export function runOnTerminal(args: readonly string[], options: TerminalOptions = {}): ProgramOnTerminal {
  const { columns = 80, rows = 24, env = {}, nodeArgs = [] } = options;
  const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...own } = process.env;
  return spawned(['/bin/sh', '-c', SHELL, process.execPath, ...nodeArgs, CLI, ...args], {
    columns,
    rows,
    env: { ...own, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env },
  });
}

type SpawnOptions = Required<Omit<TerminalOptions, 'nodeArgs'>> & { cwd?: string };

/** Any program on a real pseudo-terminal, which stays open when it has ended. No exit code appears on the screen. */
export function onTerminal(command: readonly string[], options: SpawnOptions): ProgramOnTerminal {
  return spawned(['/bin/sh', '-c', SHELL_WITH_TITLE, ...command], options);
}

function spawned(
  [file = '', ...args]: readonly string[],
  { columns, rows, env, cwd }: SpawnOptions,
): ProgramOnTerminal {
  const pty: IPty = spawn(file, args, {
    cols: columns,
    rows,
    name: env.TERM ?? 'xterm-256color',
    env: env as Record<string, string>,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const emulator = new Emulator(columns, rows);
  pty.onData((data) => emulator.write(data));
  const gone = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  return {
    emulator,
    type: (keys) => pty.write(keys),
    resize: (newColumns, newRows) => {
      emulator.terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    destroy: () => (pty as IPty & { destroy(): void }).destroy(),
    childPid: async () => {
      const children = await readFile(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8');
      return Number(children.trim().split(' ')[0]);
    },
    window: () => {
      const { active } = emulator.terminal.buffer;
      const { rows: height } = emulator.terminal;
      return Array.from(
        { length: height },
        (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
      );
    },
    ended: async () => {
      const reported = /^exit code \d+$/m;
      const holds = (screen: Screen) => reported.test(screen.rows.join('\n'));
      const text = (await emulator.until('the exit code', holds, END_DEADLINE_MS)).rows.join('\n');
      pty.write('\n');
      await gone;
      return {
        exitCode: Number(/^exit code (\d+)$/m.exec(text)?.[1]),
        stty: text.slice(text.lastIndexOf('\nspeed ')),
        text,
      };
    },
    exitCode: async () => {
      await emulator.until('the end', () => TITLE.test(emulator.written));
      return Number(TITLE.exec(emulator.written)?.[1]);
    },
    close: async () => {
      try {
        pty.kill('SIGKILL');
      } catch {
        // It has gone already.
      }
      await gone;
    },
  };
}
