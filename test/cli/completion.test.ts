import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completionScript, completionWords } from '../../src/cli/completion/completion.ts';
import { SHELLS } from '../../src/cli/run/actions.ts';
import { OPTION_NAMES, ROWS } from '../../src/core/options/table.ts';
import { folderForAll } from '../support/files.ts';
import { linuxPwsh } from '../support/lab/lab.ts';
import { runProgram, skipWithout } from '../support/programs/process.ts';
import { errorInJapanese } from '../support/texts/in-japanese.ts';

const WRITTEN = OPTION_NAMES.filter((name) => ROWS[name].written !== false);

const BASH = '/bin/bash';
const ZSH = '/usr/bin/zsh';
const FISH = '/usr/bin/fish';
/** What is typed, and what is offered for its final word; `null`: whatever the shell offers for a file. */
const CASES: readonly (readonly [typed: string, offered: readonly string[] | null])[] = [
  ['p2s-fix ver', ['verify']],
  ['p2s-fix --confirm', ['--confirm-within']],
  ['p2s-fix apply --in', ['--in-place']],
  ['p2s-fix rollback --l', ['--lang', '--list', '--log-file']],
  ['p2s-fix explain --ga', []],
  ['p2s-fix --source win', ['wininet', 'winhttp']],
  ['p2s-fix audit --exit-codes m', ['msi']],
  ['p2s-fix completion b', ['bash']],
  ['p2s-fix verify a.example --js', ['--json']],
  ['p2s-fix --machine x', null],
  ['p2s-fix schedule ', ['install', 'status', 'run', 'remove']],
  ['p2s-fix schedule st', ['status']],
  ['p2s-fix schedule install --allow', ['--allow-proxy']],
  ['p2s-fix fleet ', ['audit', 'apply', 'rollback', 'confirm', 'migrate', 'report']],
  ['p2s-fix --json fleet ap', ['apply']],
  ['p2s-fix --lang ja fleet mi', ['migrate']],
  ['p2s-fix fleet audit --transport s', ['ssh']],
  ['p2s-fix export in', ['intune']],
  ['p2s-fix explain 0x8009201', ['0x80092012', '0x80092013']],
  ['p2s-fix help sch', ['schedule']],
  ['p2s-fix help rec', ['recording']],
  ['p2s-fix help export d', ['dsc']],
  ['p2s-fix --lang ', ['en', 'ja']],
];

/** The offers of each line that a shell printed. */
function offersIn(stdout: string): string[][] {
  return stdout.split(/\r?\n/).map((line) =>
    line
      .split(' ')
      .filter((word) => word !== '')
      .sort(),
  );
}

/** Each offer is compared with what was typed, so that a failure shows both. */
function expectOffers(offers: readonly (readonly string[] | undefined)[]): void {
  const known = CASES.map(([typed, expected], at) => ({ typed, expected, offered: offers[at] })).filter(
    ({ expected }) => expected !== null,
  );
  expect(known.map(({ typed, offered }) => [typed, offered])).toEqual(
    known.map(({ typed, expected }) => [typed, [...(expected ?? [])].sort()]),
  );
}

describe('completion', () => {
  const folder = folderForAll();
  beforeAll(async () => {
    for (const shell of SHELLS) await writeFile(fileOf(shell), completionScript(shell));
  });
  const fileOf = (shell: string) => join(folder, `completion.${shell}`);

  it.skipIf(skipWithout(BASH))('by bash itself', async () => {
    const ask = (words: readonly string[]) =>
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _p2s_fix; echo "\${COMPREPLY[*]}"`;
    const split = ['p2s-fix', '--lang', '=', 'j'];
    const lines = [...CASES.map(([typed]) => typed.split(' ')), split].map(ask);
    const script = ['set -u', `source '${fileOf('bash')}'`, ...lines].join('\n');
    const { stdout, stderr } = await runProgram(BASH, ['--norc', '-c', script], { cwd: folder });
    expect(stderr).toBe('');
    const offers = offersIn(stdout);
    expectOffers(offers);
    expect(offers[CASES.length]).toEqual(['ja']);
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the shell's own syntax
  it.skipIf(skipWithout(ZSH))('by zsh itself', async () => {
    // compadd and _files work only inside a completion; this test checks the choice of words.
    const script = [
      'compdef() { :; }; compset() { word="${word#*=}"; }; _files() { :; }',
      'compadd() { shift; print -r -- "${(M)@:#${word}*}"; }',
      `source '${fileOf('zsh')}'`,
      'ask() { words=("$@"); CURRENT=$#; local asked="$(_p2s_fix)"; print -r -- "$asked"; }',
      ...[...CASES.map(([typed]) => typed), 'p2s-fix --lang=j'].map(
        (typed) =>
          `ask ${typed
            .split(' ')
            .map((word) => `'${word}'`)
            .join(' ')}`,
      ),
    ].join('\n');
    const { stdout, stderr } = await runProgram(ZSH, ['-f', '-c', script], { cwd: folder });
    expect(stderr).toBe('');
    const offers = offersIn(stdout);
    expectOffers(offers);
    expect(offers[CASES.length]).toEqual(['ja']);
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the shell's own syntax

  it.skipIf(skipWithout(FISH))('by fish itself', { timeout: 60_000 }, async () => {
    const script = [
      `source '${fileOf('fish')}'`,
      ...[...CASES.map(([typed]) => typed), 'p2s-fix --lang=j'].map(
        (typed) => `echo (complete -C '${typed}' | string replace -r '\\t.*' '')`,
      ),
    ].join('\n');
    const { stdout, stderr } = await runProgram(FISH, ['--no-config', '-c', script], {
      cwd: folder,
      env: { ...process.env, HOME: folder },
      timeoutMs: 50_000,
    });
    expect(stderr).toBe('');
    const offers = offersIn(stdout);
    expectOffers(offers);
    expect(offers[CASES.length]).toEqual(['--lang=ja']);
  });

  it.skipIf(skipWithout(linuxPwsh))('by PowerShell itself', { timeout: 60_000 }, async () => {
    const script = [
      "$ErrorActionPreference = 'Stop'; Set-StrictMode -Version 3.0",
      `. '${join(folder, 'script.ps1')}'`,
      ...[...CASES.map(([typed]) => typed), 'p2s-fix --lang=j'].map(
        (typed) =>
          `@((TabExpansion2 '${typed}' ${typed.length}).CompletionMatches | ForEach-Object { $_.CompletionText }) -join ' '`,
      ),
    ].join('\n');
    await writeFile(join(folder, 'script.ps1'), completionScript('powershell'));
    const file = join(folder, 'ask.ps1');
    await writeFile(file, script);
    const { stdout, stderr } = await runProgram(linuxPwsh, ['-NoProfile', '-File', file], {
      cwd: folder,
      timeoutMs: 60_000,
    });
    expect(stderr).toBe('');
    const offers = offersIn(stdout);
    // Without offers, PowerShell offers files.
    expectOffers(offers);
    expect(offers[CASES.length]).toEqual(['--lang=ja']);
  });

  it.each(SHELLS)('%s knows every command and option', (shell) => {
    const script = completionScript(shell);
    const option = (name: string) => (shell === 'fish' ? `-l ${name}` : `--${name}`);
    for (const word of [...Object.keys(COMMANDS), ...WRITTEN.map(option)])
      expect(script).toMatch(new RegExp(`['| (]${word}(?:['| )]|$)`, 'm'));
    expect(script).toMatch(/^[\n -~]*$/);
  });

  it('knows of each option what its value is', () => {
    const { choices, files, others } = completionWords();
    const known = [...Object.keys(choices), ...files, ...others];
    const taking = WRITTEN.filter((name) => ROWS[name].kind !== 'flag');
    expect(known.toSorted()).toEqual(taking.map((name) => `--${name}`).toSorted());
  });

  it.each(['tcsh', undefined, ''])('for %j is refused, with what there is', (shell) => {
    expect(() => completionScript(shell)).toThrow(
      'completion takes one of these: powershell, bash, zsh, fish.',
    );
    expect(errorInJapanese(() => completionScript(shell))).toBe(
      'completion に指定できるのは次のいずれかです: powershell、bash、zsh、fish。',
    );
  });
});
