import { describe, expect, it } from 'vitest';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { settingName } from '../../../src/report/text/setting-name.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

describe('the name of a setting', () => {
  it('has the name of a service, of the VPN user, or the id of the account', () => {
    const { words } = ENGLISH;
    expect(settingName('wininet/S-1-5-18/lan', words)).toBe('WinINET (LocalSystem)');
    const user = { sid: 'S-1-5-21-1', name: 'CONTOSO\\anna' } as Parameters<typeof settingName>[2];
    expect(settingName('wininet/S-1-5-21-1/lan', words, user)).toBe('WinINET (CONTOSO\\anna)');
    expect(settingName('wininet/S-1-5-21-2/lan', words, user)).toBe('WinINET (S-1-5-21-2)');
  });

  it('differs for the two places of the setting for all users', () => {
    const names = (words: typeof ENGLISH.words) =>
      ['wininet/machine', 'wininet/machine/wow64'].map((id) => settingName(id, words));
    expect(names(ENGLISH.words)).toEqual(['WinINET (all users)', 'WinINET (all users, 32-bit)']);
    expect(new Set(names(JAPANESE.words)).size).toBe(2);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is a text for an account of a file from elsewhere: %s',
    (owner) => {
      for (const { words } of [ENGLISH, JAPANESE])
        for (const kind of ['lan', 'ras/Office'])
          expect(settingName(`wininet/${owner}/${kind}`, words)).toContain(owner);
      expect(settingName(`winhttp/${owner}`, ENGLISH.words)).toBe(`winhttp/${owner}`);
    },
  );
});
