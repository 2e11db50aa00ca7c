import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completionScript } from '../../src/cli/completion.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { tempFolder } from '../support/files.ts';
import { errorInJapanese } from '../support/in-japanese.ts';
import { linuxPwsh } from '../support/lab.ts';
import { runProgram, skipWithout } from '../support/process.ts';

const BASH = '/bin/bash';
/** What is typed, and what is offered for its last word; `null`: whatever the shell offers for a file. */
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
];

describe('completion', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    folder = await tempFolder();
    await writeFile(join(folder.path, 'completion.bash'), completionScript('bash'));
    await writeFile(join(folder.path, 'completion.ps1'), completionScript('powershell'));
  });
  afterAll(() => folder.remove());

  it.skipIf(skipWithout(BASH))('by bash itself', async () => {
    const lines = CASES.map(([typed]) => {
      const words = typed.split(' ');
      const quoted = words.map((word) => `'${word}'`).join(' ');
      return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _p2s_fix; echo "\${COMPREPLY[*]}"`;
    });
    const script = ['set -u', `source '${join(folder.path, 'completion.bash')}'`, ...lines].join('\n');
    const { stdout, stderr } = await runProgram(BASH, ['--norc', '-c', script]);
    expect(stderr).toBe('');
    const offered = stdout.split('\n').map((line) => line.split(' ').filter((word) => word !== ''));
    for (const [at, [typed, expected]] of CASES.entries())
      expect([typed, offered[at]?.sort()]).toEqual([typed, [...(expected ?? [])].sort()]);
  });

  it.skipIf(skipWithout(linuxPwsh))('by PowerShell itself', { timeout: 60_000 }, async () => {
    const script = [
      "$ErrorActionPreference = 'Stop'; Set-StrictMode -Version 3.0",
      `. '${join(folder.path, 'completion.ps1')}'`,
      ...CASES.map(
        ([typed]) =>
          `@((TabExpansion2 '${typed}' ${typed.length}).CompletionMatches | ForEach-Object { $_.CompletionText }) -join ' '`,
      ),
    ].join('\n');
    const file = join(folder.path, 'ask.ps1');
    await writeFile(file, script);
    const { stdout, stderr } = await runProgram(linuxPwsh, ['-NoProfile', '-File', file], {
      cwd: folder.path,
      timeoutMs: 60_000,
    });
    expect(stderr).toBe('');
    const offered = stdout.split(/\r?\n/).map((line) => line.split(' ').filter((word) => word !== ''));
    for (const [at, [typed, expected]] of CASES.entries())
      if (expected !== null) expect([typed, offered[at]?.sort()]).toEqual([typed, [...expected].sort()]);
  });

  it.each(['bash', 'powershell'])('%s knows every command and option', (shell) => {
    const script = completionScript(shell);
    for (const word of [...Object.keys(COMMANDS), ...Object.keys(OPTIONS).map((name) => `--${name}`)])
      expect(script).toMatch(new RegExp(`['| ]${word}['| )]`));
    expect(script).toMatch(/^[\n -~]*$/);
  });

  it.each(['zsh', undefined, ''])('for %j is refused, with what there is', (shell) => {
    expect(() => completionScript(shell)).toThrow('completion takes powershell or bash.');
    expect(errorInJapanese(() => completionScript(shell))).toBe(
      'completion に指定できるのは powershell または bash です。',
    );
  });
});
