import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { tempFolder } from '../../support/files.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const OWN = 'S-1-5-21-1-2-3-1002';
const ACCOUNTS = { owner: 'S-1-5-32-544', full: ['S-1-5-18', 'S-1-5-32-544'] };

describeReal('the scripts of folders', (real) => {
  let root: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ path: root, remove } = await tempFolder());
    await mkdir(join(root, 'folder é [x]'));
    await writeFile(join(root, 'file'), '');
    await symlink(join(root, 'folder é [x]'), join(root, 'link'));
  });
  afterAll(() => remove());

  const ask = (script: 'Get-P2SFolderAccess' | 'New-P2SStateFolder', request: Record<string, unknown>) =>
    real.host.run(script, request, RUN).then(({ result }) => result);

  it('distinguishes folders, files, links and nothing, in the order asked', async () => {
    const names = ['link', 'no/such', 'file', 'folder é [x]', 'no*'];
    const paths = names.map((name) => join(root, name));
    const found = (await ask('Get-P2SFolderAccess', { paths })) as { user: unknown; folders: unknown[] };
    expect(found.user).toEqual({ sid: null, elevated: null });
    // This system has no access lists: that is reported, and no list is made up.
    expect(found.folders).toMatchObject([
      { path: paths[0], kind: 'link', sddl: null },
      { path: paths[1], kind: 'absent', sddl: null },
      { path: paths[2], kind: 'file', sddl: null },
      { path: paths[3], kind: 'folder', sddl: null, hresult: expect.any(Number) },
      { path: paths[4], kind: 'absent', sddl: null },
    ]);
  });

  it('touches nothing that is there', async () => {
    for (const name of ['link', 'file', 'folder é [x]']) {
      expect(await ask('New-P2SStateFolder', { path: join(root, name), ...ACCOUNTS })).toEqual({
        made: false,
      });
    }
  });

  it('takes a list for closed only where nobody else owns it or may write', async () => {
    const others = 'S-1-5-21-1-2-3-1001';
    const closed = [
      'O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)',
      'O:SYG:SYD:AI(A;ID;0x1f019f;;;BA)(A;;FR;;;AU)S:(AU;;FA;;;WD)',
      'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:P(A;OICIIO;GA;;;CO)(A;;0x1200a9;;;BU)',
      `O:${OWN}D:(A;;FA;;;${OWN})`,
      'O:BAD:(D;;FA;;;WD)(A;;FRFX;;;WD)',
    ];
    const open = [
      `O:${others}D:P(A;;FA;;;BA)`,
      `O:BAD:P(A;;FA;;;${others})`,
      'O:BAD:(A;;0x1201bf;;;BU)',
      'O:BAD:(A;;LC;;;AU)',
      'O:BAD:(A;OICIIO;SDGXGWGR;;;AU)',
      'O:BAD:(XA;;FX;;;WD;(x))',
      'O:BAD:NO_ACCESS_CONTROL',
      'O:BA',
      'D:(A;;FA;;;SY)',
      '',
    ];
    const request = { lists: [...closed, ...open], trusted: [OWN] };
    const { result } = await real.host.run('Test-Folder' as ScriptName, request, RUN);
    expect(result).toEqual([...closed.map(() => true), ...open.map(() => false)]);
  });

  it('takes the list of a folder for its own only while it is no link', async () => {
    const [closed, seen] = ['a', 'b'].map((name) => join(root, `own ${name} ${real.mode}`));
    for (const folder of [closed, seen]) await mkdir(folder ?? '');
    const asked = async (swap: string) => {
      return (await real.host.run('Test-Folder' as ScriptName, { closed, seen, swap }, RUN)).result;
    };
    const sddl = 'O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
    expect(await asked('')).toMatchObject({ closed: true, seen: { kind: 'folder', sddl } });
    expect(await asked(root)).toMatchObject({ closed: false, seen: { kind: 'link', sddl: null } });
  });

  it.each([
    ['another kind of name', { ...ACCOUNTS, owner: 'BA' }],
    ['more than a SID', { ...ACCOUNTS, owner: 'S-1-5-32-544D:(A;;FA;;;WD)' }],
    ['a line after it', { ...ACCOUNTS, owner: 'S-1-5-32-544\n' }],
    ['one bad one among good ones', { ...ACCOUNTS, full: ['S-1-5-18', 'WD'] }],
    ['no account', { ...ACCOUNTS, full: [] }],
    ['no owner', { full: ACCOUNTS.full }],
  ])('takes no account but by its SID: %s', async (_what, accounts) => {
    const before = await readdir(root);
    await expect(ask('New-P2SStateFolder', { path: join(root, 'new'), ...accounts })).rejects.toMatchObject({
      code: 'powershell-failed',
      evidence: { code: 'invalid-request' },
    });
    expect(await readdir(root)).toEqual(before);
  });

  it.each([
    ['Get-P2SFolderAccess', { paths: 'C:\\' }],
    ['New-P2SStateFolder', { path: '', ...ACCOUNTS }],
    ['New-P2SStateFolder', ACCOUNTS],
  ] as const)('%s needs its request: %j', async (script, request) => {
    await expect(ask(script, request)).rejects.toMatchObject({ evidence: { code: 'invalid-request' } });
  });
});
