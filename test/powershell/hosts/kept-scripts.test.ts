import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptScripts } from '../../../scripts/lab/run/scripts.mjs';
import { folderForAll } from '../../support/files.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { keepScripts } from '../../support/programs/kept-scripts.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';

const LISTED = 'param([string]$Name, [switch]$On, [Parameter(ValueFromRemainingArguments)]$Rest) ';

/** Tests run scripts in a PowerShell that they keep; PowerShell's own -File says what each of them should give. */
describe.skipIf(skipWithout(linuxPwsh))('a script in a kept PowerShell', () => {
  const folder = folderForAll();
  let kept: KeptScripts;
  beforeAll(async () => {
    kept = keepScripts();
  });
  afterAll(async () => {
    await kept?.end();
  });

  async function script(text: string): Promise<string> {
    const file = join(folder, "it's a script.ps1");
    await writeFile(file, text);
    return file;
  }

  it.each<[what: string, text: string, args?: string[], input?: string]>([
    ['runs a program that fails', "'one'; & /bin/false"],
    ['ends with an exit code', "& /bin/true; 'one'; exit 3"],
    ['goes on after an error', "$x = [int]'abc'; Write-Error 'no'; 'went on'"],
    ['ends with an error', "'one'; throw 'no'; 'two'"],
    [
      'has arguments',
      `${LISTED}"$Name|$On|$Rest"`,
      ['-Name', "a'b -c", '-On', '-More', '2026-01-02T03:04:05Z'],
    ],
    ['reads its input', '"$(@($input) -join "+")."; exit 4', [], '{"a":\n1}'],
    ['has a long line', "'x' * 9000"],
  ])('that %s', async (_, text, args = [], input) => {
    const file = await script(text);
    const stdinFile = join(folder, 'input');
    await writeFile(stdinFile, input ?? '');
    const alone = await runProgram(linuxPwsh, ['-NoProfile', '-NonInteractive', '-File', file, ...args], {
      timeoutMs: 60_000,
      ...(input === undefined ? {} : { input }),
    });
    const together = await kept.run(file, args, input === undefined ? {} : { stdinFile });
    expect([together.exitCode, together.stdout, together.stderr === '']).toEqual([
      alone.code,
      alone.stdout,
      alone.stderr === '',
    ]);
  });

  it('leaves nothing to the next one, and sees nothing of its caller', async () => {
    await kept.run(await script('$global:left = 1; $env:LEFT = 1; $global:ErrorActionPreference = "Stop"'));
    const text = '"[$global:left$env:LEFT$line$Call] $ErrorActionPreference $PWD"';
    expect(await kept.run(await script(text), [], { cwd: folder })).toEqual({
      exitCode: 0,
      stdout: `[] Continue ${folder}\n`,
      stderr: '',
    });
  });
});
