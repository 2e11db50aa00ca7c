import { PassThrough, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import xterm from '@xterm/headless';

/** The visible rows of the scrollback and of the screen, without blanks at their ends. */
export interface Screen {
  rows: string[];
  /** Rows that exist because the terminal itself broke a line. */
  brokenByTerminal: number;
  cursorHidden: boolean;
}

/** A terminal emulator for the output of a program. */
export class Emulator {
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  /** Everything that was written, escape sequences included. */
  written = '';
  private readonly watchers = new Set<() => void>();

  constructor(columns: number, rows: number, convertEol = false) {
    this.terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 5000,
      allowProposedApi: true,
      convertEol,
    });
  }

  write(data: string): void {
    this.written += data;
    this.terminal.write(data, () => {
      for (const watcher of this.watchers) watcher();
    });
  }

  screen(): Screen {
    const { active } = this.terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index));
    const rows = lines.map((row) => row?.translateToString(true) ?? '');
    while (rows.at(-1) === '') rows.pop();
    return {
      rows,
      brokenByTerminal: lines.filter((row) => row?.isWrapped).length,
      cursorHidden: this.written.lastIndexOf('\u001B[?25l') > this.written.lastIndexOf('\u001B[?25h'),
    };
  }

  /** Waits until the condition holds; rejects with the content of the screen after the deadline. */
  until(what: string, holds: (screen: Screen) => boolean, deadlineMs = 60_000): Promise<Screen> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.watchers.delete(display);
      };
      const display = () => {
        const screen = this.screen();
        if (!holds(screen)) return;
        end();
        resolve(screen);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Not on the screen: ${what}\n${this.screen().rows.join('\n')}`));
      }, deadlineMs);
      this.watchers.add(display);
      display();
    });
  }

  /** Waits until something more has been drawn. */
  drawn(): Promise<Screen> {
    const { length } = this.written;
    return this.until('another frame', () => this.written.length > length);
  }

  /** Waits until a text is on the screen or in the scrollback. */
  shows(text: string): Promise<Screen> {
    return this.until(text, ({ rows }) => rows.join('\n').includes(text));
  }
}

/** A keyboard and a screen in this process, with the interface of Node's terminal streams. */
export function fakeTerminal(columns: number, rows: number, options: { rawMode?: boolean } = {}) {
  const emulator = new Emulator(columns, rows, true);
  const { rawMode = true } = options;
  const rawModes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: rawMode,
    setRawMode: (on: boolean) => {
      rawModes.push(on);
      return stdin;
    },
    ref: () => stdin,
    unref: () => stdin,
  });
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        emulator.write(chunk);
        done();
      },
    }),
    { isTTY: true, columns, rows },
  );
  return {
    emulator,
    rawModes,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    /** Presses keys that arrive together; settles when they have been read. */
    type: async (keys: string) => {
      stdin.write(keys);
      while (stdin.readableLength > 0) await nextTurn();
    },
    hangUp: () => stdin.end(),
    resize: (newColumns: number, newRows: number) => {
      emulator.terminal.resize(newColumns, newRows);
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      stdout.emit('resize');
    },
  };
}
