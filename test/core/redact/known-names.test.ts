import { describe, expect, it } from 'vitest';
import { commandText, type Shell } from '../../../src/core/model/command-text.ts';
import { onOneLine } from '../../../src/core/model/neutralise.ts';
import { knownNames } from '../../../src/core/redact/known-names.ts';
import { redactProse } from '../../../src/core/redact/prose.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';

const names = new Pseudonyms(Buffer.from('0123456789abcdef'));
const without = (text: string, ...files: string[]) => redactProse(names, text, knownNames({ files }));
const LEFT = /alice|smith|secpc/i;

describe('the files of a command line', () => {
  const files = [
    'alice.smith/SECPC-01.reg',
    'Alice Smith/SECPC 01.reg',
    './Alice Smith//SECPC.reg',
    'C:\\Alice Smith\\SECPC\\',
    "Alice's $PC/Smith.reg",
    'Alice \u2019s $Smith.reg',
    'Alice $ Smith\\',
    'Alice\nSmith, (SECPC); x.reg',
    'alice',
  ];

  it.each(files.flatMap((file) => (['sh', 'powershell'] as const).map((shell) => [file, shell] as const)))(
    '%j is replaced in a command for %s',
    (file: string, shell: Shell) => {
      for (const words of [
        ['p2s-fix', '--apply', '--machine', file, '--in-place'],
        ['p2s-fix', 'rollback', `--machine=${file}`, '--user', '7'],
      ])
        for (const text of [commandText(words, shell), onOneLine(commandText(words, shell))]) {
          const shown = without(text, file);
          expect(shown).not.toMatch(LEFT);
          expect(shown).toContain('p2s-fix ');
          expect(shown).toMatch(/ --in-place$| --user 7$/);
        }
    },
  );

  it.each(files)('%j is replaced in a sentence and at a place', (file) => {
    for (const text of [file, `${file}, line 3`, `Cannot read "${file}": it is gone.`])
      expect(without(text, file)).not.toMatch(LEFT);
  });

  it('are replaced with what is below them, and nothing else is', () => {
    expect(without('The file x y/Alice Smith.reg is read.', 'x y')).toMatch(
      /^The file \w \w\/\w{5} \w{5}\.reg is read\.$/,
    );
    expect(without('at /s t/backups/0001.json', '/s t/')).toMatch(/^at \/\w \w\/backups\/0001\.json$/);
    expect(without('--machine captures/ --out b.json', 'captures/')).toMatch(
      /^--machine \w{8}\/ --out \w\.\w{4}$/,
    );
  });

  it('are no words of a sentence when they are a single word', () => {
    const text = 'The new settings are kept; --ca=settings, --ca settings/x';
    expect(without(text, 'settings')).toMatch(
      /^The new settings are kept; --ca=(?!settings)\w{8}, --ca (?!settings)\w{8}\/\w$/,
    );
    expect(without('The settings are kept in x.reg', 'setting', 'x.re', '.', '/')).toContain(
      'settings are kept',
    );
  });
});

describe('the hosts of a fleet', () => {
  it.each(['intranet-hr', 'alice_srv', '*smithcorp*', '10.1.*', 'alice_pc:8080', 'smithpc'])('%s', (host) => {
    const shown = redactProse(names, `It uses ${host}, or "${host}".`, knownNames({ hosts: [host] }));
    expect(shown).not.toContain(host.replace(/[*:].*|^\*/, '') || 'smithcorp');
    expect(shown).toMatch(/^It uses .*, or ".*"\.$/);
  });

  it('are not the words of the program', () => {
    const text = 'The proxy of the user has 12 hosts.';
    expect(redactProse(names, text, knownNames({ hosts: ['proxy', 'user', '12'] }))).toBe(text);
  });
});
