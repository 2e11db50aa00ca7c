import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForAll } from '../../support/files.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const OWN = 'S-1-5-21-1-2-3-1002';
const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';

describeReal('the scripts of folders', (real) => {
  const root = folderForAll();
  beforeAll(async () => {
    await mkdir(join(root, 'folder é [x]'));
    await writeFile(join(root, 'file'), '');
    await symlink(join(root, 'folder é [x]'), join(root, 'link'));
  });

  const ask = (script: 'Get-P2SFolderAccess' | 'New-P2SStateFolder', request: Record<string, unknown>) =>
    real.host.run(script, request, RUN).then(({ result }) => result);

  it('distinguishes folders, files, links and nothing, in the order asked', async () => {
    const names = ['link', 'no/such', 'file', 'folder é [x]', 'no*'];
    const paths = names.map((name) => join(root, name));
    const found = (await ask('Get-P2SFolderAccess', { paths, above: [] })) as {
      user: unknown;
      folders: unknown[];
    };
    expect(found.user).toEqual({ sid: null, elevated: null });
    // This system has no access lists: that is reported, and no list is made up.
    expect(found.folders).toMatchObject([
      { path: paths[0], kind: 'link', other: null },
      { path: paths[1], kind: 'absent', other: null },
      { path: paths[2], kind: 'file', other: 'unknown' },
      { path: paths[3], kind: 'folder', other: 'unknown' },
      { path: paths[4], kind: 'absent', other: null },
    ]);
  });

  const othersOf = async (lists: readonly string[], own: string, place: '' | 'above' | 'root') =>
    (await real.host.run('Test-Folder' as ScriptName, { lists: [...lists], own, place }, RUN)).result;

  it.each([OWN, ''])('names who else owns an entry or may change it, besides "%s"', async (own) => {
    const others = 'S-1-5-21-1-2-3-1001';
    const lists: [string, string | null][] = [
      ['O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', null],
      ['O:SYG:SYD:AI(A;ID;0x1f019f;;;BA)(A;;FR;;;AU)S:(AU;;FA;;;WD)', null],
      [`O:${TRUSTED_INSTALLER}D:P(A;OICIIO;GA;;;CO)(A;;0x1200a9;;;BU)`, null],
      ['O:BAD:(D;;FA;;;WD)(A;;FRFX;;;WD)', null],
      [`O:${OWN}D:(A;;FA;;;${OWN})`, own === '' ? OWN : null],
      ['O:BAD:(A;;FA;;;S-1-5-21-1-2-3-512)', own === '' ? 'S-1-5-21-1-2-3-512' : null],
      [`O:${others}D:P(A;;FA;;;BA)`, others],
      [`O:BAD:P(A;;FA;;;${others})`, others],
      ['O:BAD:(A;;0x1201bf;;;BU)', 'BU'],
      ['O:BAD:(A;;LC;;;AU)', 'AU'],
      ['O:BAD:(A;OICIIO;SDGXGWGR;;;AU)', 'AU'],
      ['O:BAD:(XA;;FX;;;WD;(x))', 'unknown'],
      ['O:BAD:NO_ACCESS_CONTROL', 'unknown'],
      ['O:BA', 'unknown'],
      ['D:(A;;FA;;;SY)', 'unknown'],
      ['', 'unknown'],
    ];
    expect(
      await othersOf(
        lists.map(([sddl]) => sddl),
        own,
        '',
      ),
    ).toEqual(lists.map(([, other]) => other));
  });

  it('allows users to add something above, as Windows does, and nothing that replaces a folder', async () => {
    const root = `O:${TRUSTED_INSTALLER}D:PAI(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)`;
    const data = 'O:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)';
    const lists = [
      root,
      data,
      'O:BAD:(A;;SD;;;AU)',
      'O:BAD:(A;;DT;;;AU)',
      'O:BAD:(A;;0x40000;;;AU)',
      'O:BAD:(A;;GA;;;WD)',
    ];
    expect(await othersOf(lists, '', 'above')).toEqual([null, null, 'AU', 'AU', 'AU', 'WD']);
    expect(await othersOf(lists, '', 'root')).toEqual([null, null, null, 'AU', 'AU', 'WD']);
    expect(await othersOf([root, data], '', '')).toEqual(['AU', 'BU']);
  });

  it.each([
    ['Get-P2SFolderAccess', { paths: ['C:\\'] }],
    ['Get-P2SFolderAccess', { paths: 'C:\\', above: [] }],
    ['New-P2SStateFolder', { path: '' }],
    ['New-P2SStateFolder', {}],
  ] as const)('%s needs its request: %j', async (script, request) => {
    await expect(ask(script, request)).rejects.toMatchObject({ evidence: { code: 'invalid-request' } });
  });
});
