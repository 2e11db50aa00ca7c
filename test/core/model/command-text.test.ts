import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandText,
  completeCommands,
  hasOption,
  shellOf,
  wordsOfCommand,
} from '../../../src/core/model/command-text.ts';

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

  it('has an option as a word of its own or with a value, not within a name', () => {
    for (const command of ['p2s-fix --yes', 'p2s-fix --yes=1 x', `p2s-fix '--yes'`])
      expect(hasOption(command, 'yes'), command).toBe(true);
    for (const command of ['p2s-fix', 'p2s-fix --yesterday', 'p2s-fix "a --yes"', 'p2s-fix x--yes='])
      expect(hasOption(command, 'yes'), command).toBe(false);
  });
});

describe('the options of a run in the commands of a text', () => {
  const options = { apply: '--A', audit: '--B', rollback: '--state-dir=D', verify: '' };

  it.each([
    ['p2s-fix rollback 0007', 'p2s-fix rollback --state-dir=D 0007'],
    ['p2s-fix --apply --yes', 'p2s-fix --apply --A --yes'],
    ['p2s-fix --probe', 'p2s-fix --B --probe'],
    [
      'Run p2s-fix audit. Then p2s-fix rollback.',
      'Run p2s-fix audit --B. Then p2s-fix rollback --state-dir=D.',
    ],
    ['p2s-fix explain 798', 'p2s-fix explain 798'],
    ['p2s-fix confirm', 'p2s-fix confirm'],
    ['p2s-fix apply-now', 'p2s-fix apply-now'],
    ['not-p2s-fix-rollback', 'not-p2s-fix-rollback'],
    ['p2s-fix rollback --machine=x', 'p2s-fix rollback --machine=x'],
    [`p2s-fix rollback '--machine=a b'`, `p2s-fix rollback '--machine=a b'`],
    [
      'p2s-fix rollback p2s-fix audit --state-dir=E',
      'p2s-fix rollback --state-dir=D p2s-fix audit --state-dir=E',
    ],
    [
      'p2s-fix rollback. Or p2s-fix audit --machine=x',
      'p2s-fix rollback --state-dir=D. Or p2s-fix audit --machine=x',
    ],
  ])('%s becomes %s', (text, complete) => {
    expect(completeCommands(text, options)).toBe(complete);
  });

  it('are not added to a command that is whole', () => {
    const text = 'p2s-fix rollback 1, p2s-fix rollback 2';
    expect(completeCommands(text, options, 'p2s-fix rollback 1')).toBe(
      'p2s-fix rollback 1, p2s-fix rollback --state-dir=D 2',
    );
    expect(completeCommands(text, options, '')).toBe(completeCommands(text, options));
  });

  it('give the repair in place of an apply, without --yes', () => {
    const repair = { ...options, repair: 'export repair --out=O' };
    expect(completeCommands('p2s-fix --apply --user S --yes. p2s-fix audit --yes', repair)).toBe(
      'p2s-fix export repair --out=O --user S. p2s-fix audit --B --yes',
    );
    expect(completeCommands('p2s-fix audit, p2s-fix apply', repair)).toBe(
      'p2s-fix audit --B, p2s-fix apply --A',
    );
  });
});
