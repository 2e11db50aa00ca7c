import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { waitFor } from '../ports.ts';
import { readDocument } from '../programs/cli.ts';
import { type Commands, commandsOn } from './kept-program.ts';
import { type Computer, newComputer } from './lab.ts';

const SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** The proxy keys of user and machine in both views. */
const WATCHED = [
  `HKCU\\Software\\${SETTINGS}`,
  `HKLM\\Software\\${SETTINGS}`,
  `HKLM\\Software\\WOW6432Node\\${SETTINGS}`,
];
const STATE = 'C:\\p2s-state';
const SCRIPTS = fileURLToPath(new URL('../../lab/ps/', import.meta.url));

/** Below HKEY_LOCAL_MACHINE: the key of WinHttpSettings, in both views. */
export const NATIVE_KEY = `SOFTWARE\\${SETTINGS}\\Connections`;
export const WOW64_KEY = `SOFTWARE\\WOW6432Node\\${SETTINGS}\\Connections`;

/** A computer whose user has a proxy while WinHTTP is direct in both views, and the built program on it. */
export interface ChangeLab {
  computer: Computer;
  commands: Commands;
  /** The proxy keys as `reg export` writes them, byte for byte. */
  dump(): Promise<string[]>;
  run(...args: string[]): Promise<ReportDocument>;
  /** Runs it with --ndjson and passes on each event; `null` when the signal killed it. */
  hear(
    args: readonly string[],
    onEvent: (event: { type: string; [key: string]: unknown }) => void,
    signal?: AbortSignal,
  ): Promise<ReportDocument | null>;
  /** Every file of the state folder with its content. */
  state(): Promise<Record<string, string>>;
  /**
   * Starts a script of test/lab/ps that works in the background between the files `ready` and `stop` in its own
   * folder; resolves when it is ready, to a function that stops it.
   */
  background(
    script: string,
    ready: string,
    stop: string,
    args?: readonly string[],
  ): Promise<() => Promise<void>>;
  destroy(): Promise<void>;
}

export async function changeLab(name: string): Promise<ChangeLab> {
  const computer = await newComputer(name);
  let folders = 0;
  const commands = commandsOn(computer);

  async function hear(
    args: readonly string[],
    onEvent: (event: { type: string; [key: string]: unknown }) => void,
    signal?: AbortSignal,
  ): Promise<ReportDocument | null> {
    let rest = '';
    const onStdout = (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onEvent(JSON.parse(line) as { type: string });
    };
    const result = await computer.cli([...args, '--state-dir', STATE, '--ndjson'], {
      retry: false,
      onStdout,
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.exitCode === null) return null;
    const { type: _, ...document } = JSON.parse(result.stdout.trimEnd().split('\n').at(-1) ?? '') as {
      type: string;
    };
    return readDocument(JSON.stringify(document));
  }

  return {
    computer,
    commands,
    hear,
    dump: () => Promise.all(WATCHED.map(async (key) => (await computer.regExport(key)).toString('utf16le'))),
    async run(...args) {
      const { stdout, stderr, exitCode } = await commands.run([...args, '--state-dir', STATE, '--json']);
      expect(stderr).toBe('');
      const document = readDocument(stdout);
      expect(document.exitCode).toBe(exitCode);
      return document;
    },
    async state() {
      const folder = computer.unixPath(STATE);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const contents = entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
        });
      return Object.fromEntries(await Promise.all(contents));
    },
    async background(script, ready, stop, args = []) {
      const windows = `C:\\background-${folders++}`;
      const folder = computer.unixPath(windows);
      await mkdir(folder);
      const ended = computer.pwsh(join(SCRIPTS, script), ['-Folder', windows, ...args], {
        retry: false,
        // It has no deadline: it ends when the file `stop` exists.
        deadlineMs: 0,
      });
      const has = (file: string) =>
        readdir(folder).then((names) => (names.includes(file) ? (true as const) : undefined));
      await waitFor(`${script} to be ready`, () => has(ready), 60_000);
      return async () => {
        await writeFile(join(folder, stop), '');
        const { exitCode, stderr } = await ended;
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      };
    },
    destroy: () => commands.close().finally(() => computer.destroy()),
  };
}

/** Imports the sample, so that the computer is as before any change. */
export function resetTo(computer: Computer): Promise<void> {
  return computer.regImport(
    sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' }),
  );
}
