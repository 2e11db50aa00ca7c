import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandText, shellOf } from '../../../src/core/model/command-text.ts';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';

describe('a command as text', () => {
  it('is for PowerShell on Windows, for sh elsewhere', () => {
    expect(['win32', 'linux', 'darwin'].map(shellOf)).toEqual(['powershell', 'sh', 'sh']);
  });

  it('quotes what a shell would read, and leaves the rest', () => {
    expect(commandText(['--proxy', 'a.example:1', 'a b', '$x', "it's $x"], 'powershell')).toBe(
      `--proxy a.example:1 "a b" '$x' 'it''s $x'`,
    );
    expect(commandText(['--to=a@b,c', 'a b', '$x', "it's $x"], 'sh')).toBe(
      String.raw`--to=a@b,c "a b" '$x' 'it'\''s $x'`,
    );
  });

  it('lets no backslash of a folder keep its quotes open', () => {
    expect(commandText(['C:\\my folder\\'], 'powershell')).toBe('"C:\\my folder\\\\"');
    expect(commandText(['C:\\my\\ folder'], 'powershell')).toBe('"C:\\my\\ folder"');
    expect(wordsOfCommand('"C:\\my folder\\\\" \'a\\b c\'')).toEqual(['C:\\my folder\\', 'a\\b c']);
  });

  it.each(['powershell', 'sh'] as const)('for %s comes apart as it was put together', (shell) => {
    const word = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.stringMatching(/^--[a-z]{1,3}=["' $a`\u2019\\]{1,8}$/),
    );
    // Both shells read these words the same only without a doubled typographic quote or a last backslash.
    const both = word.filter((one) => !/[\u2018-\u201b]{2}|\\$/.test(one));
    fc.assert(
      fc.property(fc.array(both, { minLength: 1 }), (words) => {
        expect(wordsOfCommand(commandText(words, shell))).toEqual(words);
      }),
    );
  });
});
