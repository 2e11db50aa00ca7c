import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { mappedExitCode } from '../../../src/core/model/exit-code.ts';
import { startMutePort } from '../../path/mute.ts';
import { folderForAll } from '../../support/files.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { CLI, readDocument, runCli } from '../../support/programs/cli.ts';

const SETTINGS = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const preload = (name: string) => ({
  NODE_OPTIONS: `--import ${new URL(`../../support/programs/${name}`, import.meta.url).href}`,
});
const KILLED = { ...preload('kill-at.mjs'), P2S_KILL_ON: '^after rename journal.json$' };
const LOST = { ...preload('lose-writes.mjs'), P2S_LOSE: '^machine\\.reg$' };

/** An export whose WinINET has this proxy, and whose WinHTTP is direct. */
function machine(proxy: string): string {
  const direct = exportedBlob([0x28, 0, 1], ['', '']);
  return [
    'Windows Registry Editor Version 5.00',
    `[HKEY_CURRENT_USER\\Software\\${SETTINGS.replace(/\\Connections$/, '')}]`,
    `"ProxyEnable"=dword:0000000${proxy === '' ? 0 : 1}`,
    `"ProxyServer"="${proxy}"`,
    `[HKEY_CURRENT_USER\\Software\\${SETTINGS}]`,
    `"DefaultConnectionSettings"=${exportedBlob([0x46, 1, proxy === '' ? 1 : 3], [proxy, '', ''], 32)}`,
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\${SETTINGS}]`,
    `"WinHttpSettings"=${direct}`,
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${SETTINGS}]`,
    `"WinHttpSettings"=${direct}`,
    '',
  ].join('\r\n');
}

const DIRECT = machine('');
const DRIFT = machine('proxy.contoso.example:8080');
const REFUSED = machine('socks=proxy.contoso.example:1080');
/** A port without a listener. */
const DEAD = ['--probe', '--gateway', '127.0.0.1:1'];
const DEAD_PROXY = ['--proxy', '127.0.0.1:1'];

interface Row {
  code: number;
  /** The condition. When several apply, the run reports the first one. */
  when: string;
  reg: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** Run before it, in the same place. */
  first?: { args: readonly string[]; env: Record<string, string> };
  stateMode?: number;
}

/**
 * Contract, section 2. test/lab/machine/limited.test.ts covers exit code 4 (administrator needed); nothing needs a
 * restart.
 */
const ROWS: readonly Row[] = [
  { code: 0, when: 'as desired', reg: DIRECT, args: ['audit'] },
  { code: 0, when: 'applied', reg: DRIFT, args: ['apply', '--in-place'] },
  {
    code: 1,
    when: 'a state folder that others can write',
    reg: DRIFT,
    args: ['apply', '--in-place'],
    stateMode: 0o777,
  },
  { code: 2, when: 'drift', reg: DRIFT, args: ['audit'] },
  { code: 7, when: 'what is proposed does not help', reg: DIRECT, args: ['audit', ...DEAD_PROXY, ...DEAD] },
  { code: 3, when: 'no registry export', reg: 'REGEDIT', args: ['audit'] },
  { code: 3, when: 'an unknown option', reg: DRIFT, args: ['apply', '--in-plac'] },
  {
    code: 5,
    when: 'applied and unreachable',
    reg: DIRECT,
    args: ['apply', '--in-place', '--yes', ...DEAD_PROXY, ...DEAD],
  },
  {
    code: 7,
    when: 'what does not help is not written',
    reg: DIRECT,
    args: ['apply', '--in-place', ...DEAD_PROXY, ...DEAD],
  },
  { code: 6, when: 'a write is lost', reg: DRIFT, args: ['apply', '--in-place'], env: LOST },
  { code: 7, when: 'unreachable', reg: DIRECT, args: ['audit', ...DEAD] },
  { code: 7, when: 'nothing to write, and unreachable', reg: DIRECT, args: ['apply', '--in-place', ...DEAD] },
  { code: 7, when: 'unreachable, by verify', reg: DIRECT, args: ['verify', '127.0.0.1:1'] },
  { code: 8, when: 'SOCKS only', reg: REFUSED, args: ['audit'] },
  { code: 8, when: 'SOCKS only and unreachable', reg: REFUSED, args: ['apply', '--in-place', ...DEAD] },
  {
    code: 9,
    when: 'an interrupted change waits, and drift',
    reg: DRIFT,
    args: ['audit'],
    first: { args: ['apply', '--in-place'], env: KILLED },
  },
  {
    code: 9,
    when: 'an interrupted change waits, and SOCKS only',
    reg: REFUSED,
    args: ['audit'],
    first: { args: ['apply', '--in-place', '--proxy', 'new.contoso.example:1'], env: KILLED },
  },
];

describe('exit codes of the built program', () => {
  const root = folderForAll();
  let places = 0;

  /** Makes a new machine; returns the arguments that every command line for it needs. */
  async function place({ reg, stateMode, first }: Row): Promise<string[]> {
    const folder = join(root, String(places++));
    await mkdir(folder);
    const file = join(folder, 'machine.reg');
    await writeFile(file, reg);
    if (stateMode !== undefined) {
      await mkdir(join(folder, 'state'));
      await chmod(join(folder, 'state'), stateMode);
    }
    const common = ['--machine', file, '--state-dir', join(folder, 'state')];
    if (first !== undefined) {
      const killed = await runCli([...first.args, ...common], { env: { ...process.env, ...first.env } });
      expect(killed.exitCode).toBeNull();
    }
    return common;
  }

  it.each(ROWS)('$code: $when; in the form of each engine', async (row) => {
    const { code, args, env } = row;
    const maps = ['default', 'intune', 'msi'] as const;
    const runs = await Promise.all(
      maps.map(async (map) => {
        const common = row.args[0] === 'verify' ? [] : await place(row);
        const result = await runCli([...args, ...common, '--json', '--exit-codes', map], {
          env: { ...process.env, ...env },
        });
        return [readDocument(result.stdout).exitCode, result.exitCode];
      }),
    );
    const mode = args[0] ?? '';
    // The shell sees codes modulo 256; the lab tests read codes above 255.
    expect(runs).toEqual(maps.map((map) => [code, mappedExitCode(code, mode, map) % 256]));
  });

  it('130: cancelled while the path is checked, whatever else applies', async () => {
    const mute = await startMutePort();
    try {
      const common = await place({ code: 130, when: '', reg: DIRECT, args: [] });
      const path = ['--probe', '--gateway', `${mute.host}:${mute.port}`, ...DEAD_PROXY, '--deadline', '60'];
      const child = spawn(process.execPath, [CLI, 'audit', ...common, ...path, '--ndjson'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let last = '';
      let isAsked = false;
      for await (const line of createInterface(child.stdout)) {
        last = line;
        const { type, stage } = JSON.parse(line) as { type: string; stage?: string };
        // Only one signal: the process may already be ending when a second one arrives.
        if (!isAsked && type === 'check-started' && stage === 'tcp') isAsked = child.kill('SIGINT');
      }
      const [exitCode] =
        child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode];
      expect([exitCode, (JSON.parse(last) as { exitCode: number }).exitCode]).toEqual([130, 130]);
    } finally {
      await mute.close();
    }
  });
});
