import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../support/files.ts';
import { describeReal, RUN } from './real-adapters.ts';

const ACCOUNTS = { owner: 'S-1-5-32-544', full: ['S-1-5-18', 'S-1-5-32-544'] };

describeReal(
  'the scripts of folders',
  (real) => {
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

    it('tells folders, files, links and nothing apart, in the order asked', async () => {
      const names = ['link', 'no/such', 'file', 'folder é [x]', 'no*'];
      const paths = names.map((name) => join(root, name));
      const found = (await ask('Get-P2SFolderAccess', { paths })) as { user: unknown; folders: unknown[] };
      expect(found.user).toEqual({ sid: null, elevated: null });
      // There are no access lists on this system, and that is said and not made up.
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

    it.each([
      ['another kind of name', { ...ACCOUNTS, owner: 'BA' }],
      ['more than a SID', { ...ACCOUNTS, owner: 'S-1-5-32-544D:(A;;FA;;;WD)' }],
      ['a line after it', { ...ACCOUNTS, owner: 'S-1-5-32-544\n' }],
      ['one bad one among good ones', { ...ACCOUNTS, full: ['S-1-5-18', 'WD'] }],
      ['no account', { ...ACCOUNTS, full: [] }],
      ['no owner', { full: ACCOUNTS.full }],
    ])('takes no account but by its SID: %s', async (_what, accounts) => {
      const before = await readdir(root);
      await expect(ask('New-P2SStateFolder', { path: join(root, 'new'), ...accounts })).rejects.toMatchObject(
        {
          code: 'powershell-failed',
          evidence: { code: 'invalid-request' },
        },
      );
      expect(await readdir(root)).toEqual(before);
    });

    it.each([
      ['Get-P2SFolderAccess', { paths: 'C:\\' }],
      ['New-P2SStateFolder', { path: '', ...ACCOUNTS }],
      ['New-P2SStateFolder', ACCOUNTS],
    ] as const)('%s needs its request: %j', async (script, request) => {
      await expect(ask(script, request)).rejects.toMatchObject({ evidence: { code: 'invalid-request' } });
    });
  },
  'session',
);
