import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, INSIDE, newComputer, VERSIONS } from '../../support/lab/lab.ts';

const ps = (name: string) => path.join(import.meta.dirname, '../ps', name);
const INTERNET = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

let pc: Computer;
let scratch: string;

beforeAll(async () => {
  pc = await newComputer('lab-test');
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'p2s-lab-test-'));
});

afterAll(async () => {
  await pc?.destroy();
  fs.rmSync(scratch, { recursive: true, force: true });
});

/** A script for Node for Windows; the name is the one to pass to it. */
function script(source: string): string {
  const file = path.join(scratch, `${randomUUID()}.cjs`);
  fs.writeFileSync(file, source);
  return pc.path(file);
}

describe('programs', () => {
  it('runs PowerShell for Windows, with its output, its errors and its true exit code', async () => {
    const { exitCode, stdout, stderr } = await pc.pwsh(ps('Show-Call.ps1'), [
      '-Text',
      'a "b" c',
      '-Code',
      '3010',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: VERSIONS.powershell,
      home: path.win32.dirname(INSIDE.pwsh),
      text: 'a "b" c',
    });
    expect(stderr.trim()).toBe('a line of errors');
    expect(exitCode).toBe(3010);
  });

  it('runs Node for Windows, with its true exit code', async () => {
    const source =
      'console.log(process.version, process.platform); console.error("e"); process.exitCode = 3010';
    const { exitCode, stdout, stderr } = await pc.node([script(source)]);
    expect([exitCode, stdout, stderr]).toEqual([3010, `v${VERSIONS.node} win32\n`, 'e\n']);
  });

  it('runs a program without administrator rights, with its arguments and its true exit code', async () => {
    const odd = ['a "b" c', '', 'back\\slash\\', '\\"', '--json', '日本'];
    const source =
      'console.log(JSON.stringify(process.argv.slice(2))); console.error("e"); process.exitCode = 3010';
    const { exitCode, stdout, stderr } = await pc.node([script(source), ...odd], { as: 'user' });
    expect([exitCode, JSON.parse(stdout), stderr]).toEqual([3010, odd, 'e\n']);
  });

  it('gives a file as standard input to both', async () => {
    const stdinFile = path.join(scratch, 'input.txt');
    fs.writeFileSync(stdinFile, '{"a":1}');
    const node = await pc.node([script('process.stdin.pipe(process.stdout)')], { stdinFile });
    expect(node.stdout).toBe('{"a":1}');
    const pwsh = await pc.pwsh(ps('Show-Call.ps1'), ['-ReadInput'], { stdinFile });
    expect(JSON.parse(pwsh.stdout)).toMatchObject({ read: '{"a":1}' });
  });

  it('says so when there is no such program', async () => {
    expect(await pc.cmd('C:\\nowhere.exe')).toMatchObject({
      exitCode: 127,
      stderr: 'C:\\nowhere.exe: ENOENT\n',
    });
  });

  it('lets a PowerShell that starts after a pause close its pipes', async () => {
    // The desktop's explorer.exe would have left by then, and a new one would hold the pipes of its starter.
    const source = `setTimeout(() => {
      const { spawnSync } = require('node:child_process');
      const args = ['-NoProfile', '-Command', 'Add-Type "public class A {}"; 7'];
      const { status, error, stdout } = spawnSync(${JSON.stringify(INSIDE.pwsh)}, args, { windowsHide: true, timeout: 20000 });
      console.log(status, error && error.code, String(stdout).trim());
    }, 2500)`;
    expect((await pc.node([script(source)])).stdout).toBe('0 undefined 7\n');
  });
});

describe('the registry', () => {
  it('knows its user by SID', async () => {
    const { exitCode } = await pc.reg(['query', `HKU\\${pc.user}\\Software`]);
    expect([pc.user, exitCode]).toEqual([expect.stringMatching(/^S-1-5-21-/), 0]);
  });

  it('is one for reg.exe and PowerShell, and not shared between computers', async () => {
    const value = randomUUID();
    const add = await pc.reg(['add', 'HKCU\\Software\\Lab', '/v', 'v', '/d', value, '/f'], { retry: false });
    expect(add.exitCode).toBe(0);
    const shown = await pc.pwsh(ps('Show-Call.ps1'), [
      '-Key',
      'HKEY_CURRENT_USER\\Software\\Lab',
      '-Name',
      'v',
    ]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ value });
    expect((await pc.regExport('HKCU\\Software\\Lab')).toString('utf16le')).toContain(`"v"="${value}"`);
    const other = await newComputer('lab-other');
    try {
      expect((await other.reg(['query', 'HKCU\\Software\\Lab'])).exitCode).toBe(1);
      await expect(other.regExport('HKCU\\Software\\Lab')).rejects.toThrow('reg export');
    } finally {
      await other.destroy();
    }
  });

  it('survives a shut-down', async () => {
    await pc.regImport(
      'Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Kept]\n"日本"=dword:7\n',
    );
    await pc.shutDown();
    await pc.start();
    expect((await pc.regExport('HKCU\\Software\\Kept')).toString('utf16le')).toContain(
      '"日本"=dword:00000007',
    );
  });
});

describe('Read-EffectiveProxy', () => {
  const read = async () => {
    const { stdout } = await pc.pwsh(ps('Read-EffectiveProxy.ps1'), ['-Url', 'http://origin.example/']);
    return JSON.parse(stdout);
  };

  it('reads what is in the stores', async () => {
    expect(await read()).toMatchObject({
      winhttp: { accessType: 1, proxy: null },
      ie: { proxy: null },
      dotnet: null,
    });
    const user = [
      u32(0x46),
      u32(7),
      u32(3),
      text('user.example:3128'),
      text('<local>;*.corp'),
      text(''),
      Buffer.alloc(32),
    ];
    const machine = [u32(0x18), u32(0), u32(3), text('machine.example:8080'), text('*.lan')];
    await pc.regImport(`Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\\${INTERNET}\\Connections]
"DefaultConnectionSettings"=hex:${hex(user)}

[HKEY_LOCAL_MACHINE\\${INTERNET}\\Connections]
"WinHttpSettings"=hex:${hex(machine)}
`);
    expect(await read()).toEqual({
      url: 'http://origin.example/',
      winhttp: { accessType: 3, proxy: 'machine.example:8080', bypass: '*.lan' },
      ie: { autoDetect: false, autoConfigUrl: null, proxy: 'user.example:3128', bypass: '<local>;*.corp' },
      dotnet: 'http://user.example:3128/',
      webRequest: 'http://user.example:3128/',
    });
  });
});

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([u32(value.length), Buffer.from(value, 'ascii')]);
}

function hex(parts: readonly Buffer[]): string {
  return [...Buffer.concat(parts)].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
}
