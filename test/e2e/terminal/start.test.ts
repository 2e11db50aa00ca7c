import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pty from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';

const root = process.cwd();
const SAMPLE = 'build/simulated-servers.js';
const env = { ...process.env, CI: 'false', NO_COLOR: '1', TERM: 'xterm', LC_ALL: 'C.UTF-8' };

describe('npm start', () => {
  it('says in one screen what was broken, what changed and that it works', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SAMPLE], { cwd: root, env });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(45);
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    expect([at('FAIL: '), at('DONE: '), at('OK: ')].map((place) => place > 0)).toEqual([true, true, true]);
    expect(at('FAIL: ')).toBeLessThan(at('DONE: '));
    expect(at('DONE: ')).toBeLessThan(at('OK: '));
  });

  describe('on a terminal', () => {
    let text = '';
    let child: pty.IPty;
    let ended: Promise<number>;
    beforeAll(async () => {
      child = pty.spawn(process.execPath, [SAMPLE], { cols: 2000, rows: 40, cwd: root, env });
      ended = new Promise((resolve) => {
        child.onExit(({ exitCode }) => resolve(exitCode));
      });
      await new Promise<void>((resolve) => {
        child.onData((data) => {
          text += data;
          if (text.includes('q quit')) resolve();
        });
        child.onExit(() => resolve());
      });
    });
    afterAll(() => child.kill());

    it('has the options of the run in the migrate command of a finding', async () => {
      child.write('f');
      // A screen may arrive in parts.
      await vi.waitFor(() => expect(text).toMatch(/npm start -- migrate .*azuregateway-/), {
        timeout: 10_000,
      });
      const [command = ''] = /npm start -- migrate .*/.exec(text) ?? [];
      expect(
        ['machine', 'state-dir', 'ca'].filter((option) => !wordsOfCommand(command).includes(`--${option}`)),
      ).toEqual([]);
    });

    it('has three commands that run as they are printed, until the view is left', async () => {
      const printed = text.slice(text.indexOf('Try in another terminal'));
      const commands = [...printed.matchAll(/^ {2}(npm start -- .*?)\r?$/gm)].map(
        ([, command = '']) => command,
      );
      expect(commands).toHaveLength(3);
      const exitCodes: unknown[] = [];
      for (const command of commands) {
        const args = wordsOfCommand(command).slice(3);
        const run = await promisify(execFile)(process.execPath, ['dist/cli.js', ...args], {
          cwd: root,
          env,
        }).then(
          () => 0,
          ({ code }: { code: unknown }) => code,
        );
        exitCodes.push(run);
      }
      // A fix is available; it is applied; both routes work.
      expect(exitCodes).toEqual([2, 0, 0]);
      child.write('q');
      expect(await ended).toBe(0);
    });
  });
});
