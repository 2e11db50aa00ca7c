import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, toText } from '../../../src/core/model/say.ts';
import type { FolderFacts, Trust } from '../../../src/core/security/folder-access.ts';
import * as access from '../../../src/core/security/folder-access.ts';

const inEnglish = (reason: Message | null) => (reason === null ? null : toText(reason));
const folderRefusal = (...given: Parameters<typeof access.folderRefusal>) =>
  inEnglish(access.folderRefusal(...given));
const refusalAbove = (...given: Parameters<typeof access.refusalAbove>) =>
  inEnglish(access.refusalAbove(...given));
const refusalWithin = (...given: Parameters<typeof access.refusalWithin>) =>
  inEnglish(access.refusalWithin(...given));

const USER = 'S-1-5-21-1111111111-2222222222-3333333333-1001';
const TI = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const INHERITED = '(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)';

/** The lists of Windows 10 and 11 after Setup. */
const ROOT = `O:${TI}G:${TI}D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)`;
const PROGRAM_DATA =
  'O:SYG:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)';
const DATA_ROOT = 'O:BAG:SYD:(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)(A;OICI;0x1200a9;;;BU)';
const LOCAL_APP_DATA = `O:${USER}G:${USER}D:${INHERITED}(A;OICIID;FA;;;${USER})`;
/** The list of New-P2SStateFolder. */
const OURS = 'O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
const USERS_OWN = `O:${USER}G:${USER}D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;${USER})`;
/** The list of a folder that a user creates below C:\ProgramData. */
const PLANTED = `O:${USER}G:${USER}D:AI(A;ID;FA;;;${USER})(A;OICIIOID;GA;;;CO)${INHERITED}(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)`;

const folder = (sddl: string | null, path = 'C:\\ProgramData\\p2s-fix'): FolderFacts => ({
  path,
  kind: 'folder',
  sddl,
});
const above = [folder(PROGRAM_DATA, 'C:\\ProgramData'), folder(ROOT, 'C:\\')];
const admin: Trust = { elevated: true };
const user: Trust = { elevated: false, user: USER };

describe('a folder of an administrator’s run', () => {
  it('is trusted where only administrators and the system can write, below Windows’ own folders', () => {
    expect(folderRefusal(folder(OURS), above, admin)).toBeNull();
    expect(folderRefusal(folder(OURS), [folder(DATA_ROOT, 'D:\\')], admin)).toBeNull();
    expect(folderRefusal(folder('O:SYD:P(A;OICI;FA;;;SY)(A;;FR;;;BU)'), above, admin)).toBeNull();
  });

  it.each([
    ['made by a user', PLANTED, `another account (${USER})`],
    [
      'inherited from ProgramData',
      `O:BAG:BAD:AI${INHERITED}(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)`,
      'all users',
    ],
    ['modify for everybody', `${OURS}(A;OICI;0x1301bf;;;WD)`, 'everybody'],
    ['write for whoever is signed in', `${OURS}(A;;FW;;;IU)`, 'signed-in'],
    ['the group of whoever makes a file', `${OURS}(A;OICIIO;GA;;;CG)`, 'the group of the account'],
    ['the right to take it', `${OURS}(A;;WO;;;AU)`, 'authenticated'],
    ['files in it that users may change', `${OURS}(A;OIIO;GW;;;BU)`, 'all users'],
    ['the user as well', `${OURS}(A;OICI;FA;;;${USER})`, USER],
    ['a condition that may be met', `${OURS}(XA;;FA;;;WD;(@User.x=="y"))`, 'everybody'],
    ['a user whose denial comes first', `${OURS.replace('PAI', 'PAI(D;;FA;;;BU)')}(A;;FA;;;BU)`, 'all users'],
    ['no access list', 'O:BAG:BAD:NO_ACCESS_CONTROL', 'every user'],
    ['an access list that is not shown', 'O:BAG:BA', 'every user'],
    ['no owner', 'D:P(A;;FA;;;SY)', 'belongs'],
    ['something that is not understood', 'O:BAD:(??;;FA;;;SY)', 'cannot be read'],
  ])('is refused with %s', (_what, sddl, reason) => {
    expect(folderRefusal(folder(sddl), above, admin)).toContain(reason);
  });

  it.each(['link', 'file', 'absent', 'unseen'] as const)('is refused as a %s', (kind) => {
    expect(folderRefusal({ ...folder(OURS), kind }, above, admin)).not.toBeNull();
    const [programData, root] = above;
    if (programData === undefined || root === undefined) throw new Error('two folders above');
    expect(folderRefusal(folder(OURS), [{ ...programData, kind }, root], admin)).toContain(
      'C:\\ProgramData: ',
    );
  });

  it('is refused where its access list could not be read', () => {
    expect(folderRefusal(folder(null), above, admin)).toContain('cannot be read');
  });

  it.each([
    ['delete what is in it', `${PROGRAM_DATA}(A;;DT;;;BU)`],
    ['rename it', `${PROGRAM_DATA}(A;;SD;;;AU)`],
    ['change its access list', `${PROGRAM_DATA}(A;;WD;;;S-1-5-32-547)`],
    ['do everything', `${PROGRAM_DATA}(A;;GA;;;WD)`],
    ['do everything as its owner', PROGRAM_DATA.replace('O:SY', `O:${USER}`)],
  ])('is refused where others may %s above it', (_what, sddl) => {
    const reason = folderRefusal(
      folder(OURS),
      [folder(sddl, 'C:\\ProgramData'), folder(ROOT, 'C:\\')],
      admin,
    );
    expect(reason).toMatch(/^C:\\ProgramData: /);
  });

  it('does not mind what others may do in folders made below, of which each has its own list', () => {
    const programData = folder(`${PROGRAM_DATA}(A;OICIIO;FA;;;BU)`, 'C:\\ProgramData');
    expect(folderRefusal(folder(OURS), [programData, folder(ROOT, 'C:\\')], admin)).toBeNull();
  });

  it('needs more of a folder on the way than of a drive’s root', () => {
    expect(refusalAbove([folder(DATA_ROOT, 'D:\\')])).toBeNull();
    expect(refusalAbove([folder(DATA_ROOT, 'D:\\data'), folder(DATA_ROOT, 'D:\\')])).toContain('D:\\data');
    expect(refusalAbove([folder(`${DATA_ROOT}(A;;DT;;;BU)`, 'D:\\')])).toContain('all users');
  });
});

describe('what lies in a folder of an administrator’s run', () => {
  const inherited = 'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)';
  const within = (kind: FolderFacts['kind'], sddl: string | null) =>
    refusalWithin(
      [
        { path: 'ok', kind: 'file', sddl: inherited },
        { path: 'it', kind, sddl },
      ],
      admin,
    );

  it('is trusted with what the folder gives to all in it, or gone', () => {
    expect(within('file', inherited)).toBeNull();
    expect(within('folder', OURS)).toBeNull();
    expect(within('absent', null)).toBeNull();
  });

  it.each([
    ['a file that kept its own list', 'file', `${inherited}(A;;FA;;;${USER})`, USER],
    ['a folder that kept its own list', 'folder', `${OURS}(A;OICI;0x1301bf;;;WD)`, 'everybody'],
    ['somebody’s own', 'file', inherited.replace('O:BA', `O:${USER}`), USER],
    ['a link', 'link', null, 'link'],
    ['something that is not shown', 'unseen', null, 'allow reading'],
    ['something without a list', 'file', null, 'cannot be read'],
  ] as const)('is refused as %s', (_what, kind, sddl, reason) => {
    expect(within(kind, sddl)).toMatch(/^it: /);
    expect(within(kind, sddl)).toContain(reason);
  });
});

describe('a folder of a user’s run', () => {
  it.each([
    ['the folder that Windows made', LOCAL_APP_DATA],
    ['one that was made for it', USERS_OWN],
    ['an administrators’', OURS],
    ['one of a domain', `${USERS_OWN}(A;OICI;FA;;;S-1-5-21-9-9-9-512)`],
  ])('is trusted: %s', (_what, sddl) => {
    expect(folderRefusal(folder(sddl), [], user)).toBeNull();
  });

  it.each([
    ['another user’s', LOCAL_APP_DATA.replaceAll('1001', '1002'), '1002'],
    ['open to all', `${USERS_OWN}(A;;0x1301bf;;;AU)`, 'authenticated'],
    ['open to another user', `${USERS_OWN}(A;;FW;;;S-1-5-21-1-2-3-1005)`, '1005'],
  ])('is refused: %s', (_what, sddl, reason) => {
    expect(folderRefusal(folder(sddl), [], user)).toContain(reason);
  });

  it('is refused where nobody knows whose run it is', () => {
    expect(folderRefusal(folder(USERS_OWN), [], { elevated: false, user: null })).toContain(USER);
    expect(folderRefusal(folder(OURS), [], { elevated: false, user: null })).toBeNull();
  });
});

it('any right to write for anybody else is a refusal, and any mere right to read is not', () => {
  const other = fc.constantFrom(
    'WD',
    'AU',
    'BU',
    'IU',
    'S-1-5-21-5-6-7-1009',
    'S-1-15-2-1',
    'LA',
    'ZZ',
    'CG',
  );
  const flags = fc.constantFrom('', 'OI', 'OICI', 'OICIID', 'NP');
  const harmless = 0x1200a9 | 0x80000000 | 0x20000000;
  fc.assert(
    fc.property(other, flags, fc.nat({ max: 31 }), (who, how, bit) => {
      const mask = (1 << bit) >>> 0;
      const sddl = `${OURS}(A;${how};0x${mask.toString(16)};;;${who})`;
      const unused = (mask & 0xfe00) !== 0 || (mask & 0x0fe00000) !== 0;
      const reason = folderRefusal(folder(sddl), above, admin);
      expect(reason === null).toBe((mask & harmless) !== 0 || unused);
    }),
  );
});
