import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/cli/parse/parse.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';

const REPO = fileURLToPath(new URL('../../..', import.meta.url));
const HOSTED = join(REPO, 'test/hosted');
const FINDER = fileURLToPath(new URL('static/Find-Problem.ps1', import.meta.url));
/** The rules that apply to them as well; they call Windows' own cmdlets, unlike the scripts that ship. */
const BINDING =
  /: (?:parse error|ternary|null-|pipeline chain|background|character range|number of|escape of|variable of|entry of|clean block|class or enum|verb|not ASCII)/;

/** The folders of Windows. */
const FOLDERS = "$env:ProgramFiles = '/p'; $env:SystemRoot = '/w'";

const workflow = () => readFile(join(REPO, '.github/workflows/test.yml'), 'utf8');
const scripts = async () => (await readdir(HOSTED)).filter((name) => name.endsWith('.ps1')).sort();
const textOf = (name: string) => readFile(join(HOSTED, name), 'utf8');

/** The job cannot run here. This test checks what can be checked without a hosted Windows. */
describe('the hosted Windows job', () => {
  it('can fail: no step may go on after an error', async () => {
    expect(await workflow()).not.toMatch(/continue-on-error|\|\| true|SilentlyContinue/);
    for (const name of await scripts()) {
      if (name === 'Hosted.ps1') continue;
      const text = await textOf(name);
      expect(text.match(/Assert-(?:True|Equal)/g)?.length ?? 0).toBeGreaterThan(3);
      // The step ends with the last program's exit code.
      expect(text.trimEnd().endsWith('exit 0')).toBe(true);
    }
  });

  it('runs every script, each with parameters that it has', async () => {
    const text = await workflow();
    const runs = [...text.matchAll(/run: \.\/test\/hosted\/(\S+\.ps1)(.*)/g)];
    const named = new Set(runs.map(([, name]) => name));
    expect([...named, 'Hosted.ps1'].sort()).toEqual(await scripts());
    for (const [, name = '', args = ''] of runs) {
      const script = await textOf(name);
      for (const [, parameter = ''] of args.matchAll(/ -(\w+)/g))
        expect(script).toMatch(new RegExp(`^param\\(.*\\$${parameter}\\b`, 'm'));
    }
  });

  it('gives the program only command lines that it takes', async () => {
    let lines = 0;
    for (const name of await scripts()) {
      for (const [, words = ''] of (await textOf(name)).matchAll(
        /Invoke-Program((?: (?:'[^']*'|\$\w+|@\w+))+)/g,
      )) {
        const argv = words
          .trim()
          .split(/ (?=['$@])/)
          .flatMap((word) => (word.startsWith('@') ? [] : [word.startsWith('$') ? 'x' : word.slice(1, -1)]));
        expect(await parse([...argv, '--json'], 80)).toMatchObject({ kind: 'run' });
        lines += 1;
      }
    }
    expect(lines).toBeGreaterThan(15);
  });

  it.skipIf(skipWithout(linuxPwsh))(
    'is written in what Windows PowerShell 5.1 parses, in ASCII',
    async () => {
      const args = ['-NoProfile', '-File', FINDER, '-Folder', HOSTED];
      const { stdout, stderr } = await runProgram(linuxPwsh, args, { timeoutMs: 110_000 });
      expect(stderr).toBe('');
      const found = JSON.parse(stdout) as string[];
      expect(found.filter((problem) => BINDING.test(problem))).toEqual([]);
      for (const name of await scripts())
        for (const [at, line] of (await textOf(name)).split('\n').entries())
          expect(line.length, `${name}:${at + 1}`).toBeLessThanOrEqual(120);
    },
  );

  it.skipIf(skipWithout(linuxPwsh))('compares: what differs, and a lost program, end it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'p2s-hosted-'));
    const check = (code: string) =>
      runProgram(
        linuxPwsh,
        ['-NoProfile', '-Command', `${FOLDERS}; . '${join(HOSTED, 'Hosted.ps1')}'; ${code}; exit 0`],
        {
          timeoutMs: 110_000,
        },
      );
    expect((await check("Assert-Equal 1 1 'same'")).code).toBe(0);
    for (const code of [
      "Assert-Equal 0 1 'other'",
      "Assert-True $false 'no'",
      "Wait-Until 0 'never' { $false }",
    ])
      expect((await check(code)).code).not.toBe(0);
    await rm(folder, { recursive: true });
  });

  it('has files with the bytes that are in the repository', async () => {
    expect(await readFile(join(REPO, '.gitattributes'), 'utf8')).toBe('* -text\n');
  });
});
