import { describe, expect, it } from 'vitest';
import { commandText } from '../../../src/core/model/command-text.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';

const WORDS = [
  'p2s-fix',
  '--apply',
  'C:\\a b\\c.reg',
  '<local>;*.contoso.example',
  'http=a.example:1;https=b.example:2',
  'a.example:1,b.example:2',
  'http://pac.contoso.example/p.pac?a=1&b=2',
  "C:\\Users\\O'Brien\\machine.reg",
  'it\u2019s.reg',
  '\u201cquoted\u201d.reg',
  '$HOME/`date`.reg',
  "$(it's).reg",
  '!!',
  '',
  '@list',
  '#1',
  '~',
  '{x}',
  'C:\\日本 語\\機械.reg',
  '--machine=C:\\a.b\\(1).reg',
];
const texts = (shell: 'sh' | 'powershell') => WORDS.map((word) => commandText([word], shell));

describe('a command as text', () => {
  it.each(['sh', 'powershell'] as const)('for %s comes apart as it was put together', (shell) => {
    expect(texts(shell).map(wordsOfCommand)).toEqual(WORDS.map((word) => [word]));
    expect(wordsOfCommand(commandText(WORDS, shell))).toEqual(WORDS);
  });

  it('is read by sh as those words', async () => {
    const { stdout } = await runProgram('sh', ['-c', `printf '%s\\0' ${commandText(WORDS, 'sh')}`]);
    expect(stdout.split('\0').slice(0, -1)).toEqual(WORDS);
  });

  it.skipIf(skipWithout(linuxPwsh))('is read by PowerShell as those words, each a constant', async () => {
    // A bare word, and a string in either quotes, is a constant; an expansion is not.
    const script = `
      $ast = [Management.Automation.Language.Parser]::ParseInput($env:P2S_TEXT, [ref]$null, [ref]$null)
      $command = $ast.EndBlock.Statements[0].PipelineElements[0]
      ConvertTo-Json -Compress @($command.CommandElements | ForEach-Object {
        if ($_ -is [Management.Automation.Language.ConstantExpressionAst]) { [string]$_.Value } else { "not constant: $_" }
      })`;
    const { stdout } = await runProgram(linuxPwsh, ['-NoProfile', '-Command', script], {
      env: { ...process.env, P2S_TEXT: commandText(WORDS, 'powershell') },
      timeoutMs: 60_000,
    });
    expect(JSON.parse(stdout)).toEqual(WORDS);
  });
});
