import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBackground } from '../../src/machine/background.ts';
import { folderForAll, onWindows } from '../support/files.ts';
import { waitFor } from '../support/ports.ts';

const folder = folderForAll();

const log = () => join(folder, 'log');

/** Starts a script; what it prints first is its process id. */
async function start(script: string, readyMs = 20_000, inExecutable = false): Promise<void> {
  const program = join(folder, 'program.mjs');
  await writeFile(program, `console.log(process.pid);\n${script}`);
  await startBackground({
    // For Node a script is a normal first argument.
    program: inExecutable ? null : program,
    args: [...(inExecutable ? [program] : []), 'a b', '"c"'],
    env: { ...process.env, NODE_OPTIONS: '--no-such-option', HTTPS_PROXY: 'http://x', SECRET: 'x' },
    platform: process.platform,
    explicitPowerShell: false,
    folder,
    log: log(),
    readyMs,
  });
}

const printed = () => readFile(log(), 'utf8');

async function gone(): Promise<void> {
  const pid = Number((await printed()).split('\n')[0]);
  expect(pid).toBeGreaterThan(0);
  await waitFor('its end', () => {
    try {
      process.kill(pid, 0);
      return undefined;
    } catch {
      return true;
    }
  });
}

describe('a process in the background', () => {
  it('has been heard of, works in its folder with a clean environment, and goes on without us', async () => {
    await start(`
      process.send('ready');
      process.disconnect();
      const { NODE_OPTIONS, HTTPS_PROXY, SECRET } = process.env;
      console.log(JSON.stringify({ cwd: process.cwd(), args: process.argv.slice(2), NODE_OPTIONS, HTTPS_PROXY, SECRET }));
    `);
    await gone();
    const [, line = ''] = (await printed()).split('\n');
    expect(JSON.parse(line)).toEqual({ cwd: folder, args: ['a b', '"c"'] });
  });

  it('is this executable alone where that has the program in it', async () => {
    await start(
      `process.send('ready'); process.disconnect(); console.log(process.argv.length);`,
      20_000,
      true,
    );
    await gone();
    expect((await printed()).split('\n')[1]).toBe('4');
  });

  it.each([
    ['ends', 'process.exit(3)', 'exit code 3'],
    ['cannot be read', 'import "./no-such-file.mjs"', 'exit code 1'],
  ])('is not taken for started when it %s', async (_what, script, reason) => {
    await expect(start(script)).rejects.toMatchObject({
      code: 'watcher-failed',
      where: log(),
      message: expect.stringContaining(reason),
    });
  });

  it('is ended when it does not answer', async () => {
    await expect(start('setInterval(() => {}, 1000)', 1500)).rejects.toMatchObject({
      code: 'watcher-failed',
    });
    await gone();
  });

  it('needs its log', async () => {
    const program = join(folder, 'no', 'program.mjs');
    const options = {
      program,
      args: [],
      env: {},
      platform: process.platform,
      explicitPowerShell: false,
      folder,
    };
    const failing = startBackground({ ...options, log: join(folder, 'no', 'log'), readyMs: 1000 });
    await expect(failing).rejects.toMatchObject({
      code: 'watcher-failed',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it.skipIf(onWindows)('is not started where its log is a link', async () => {
    await rm(log(), { force: true });
    await symlink(join(folder, 'victim'), log());
    await writeFile(join(folder, 'victim'), 'mine');
    await expect(start('')).rejects.toMatchObject({ code: 'watcher-failed', where: log() });
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('mine');
  });
});
