import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import { type KeyVisibility, RegistrySnapshot } from '../../../src/core/model/registry.ts';
import type { Machine } from '../../../src/machine/port.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import { isAdministrator } from '../../../src/pipeline/run/who-runs.ts';
import { folderForTest, onWindows } from '../../support/files.ts';
import { FolderWindows, USER } from '../../support/stories/folder-windows.ts';
import { apply, audit, listBackups, rollback } from '../../support/stories/runs.ts';

const STATE = 'C:\\Program Files\\p2s-fix\\state';
const LOCAL_APP_DATA = 'C:\\Users\\a\\AppData\\Local\\p2s-fix';

describe.skipIf(onWindows)('the state folder on Windows', () => {
  let windows: FolderWindows;
  let root: string;
  let original: Buffer;
  const home = process.cwd();

  beforeEach(async () => {
    root = await folderForTest();
    process.chdir(root);
    windows = new FolderWindows();
    original = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
    await writeFile('machine.reg', original);
  });
  afterEach(async () => {
    process.chdir(home);
  });

  const options = (more: Partial<ApplyOptions> = {}): ApplyOptions => ({
    machine: { file: join(root, 'machine.reg'), write: { inPlace: true } },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    desired: { source: 'wininet' },
    user: null,
    yes: true,
    ...more,
  });
  const isOriginal = async () => (await readFile('machine.reg')).equals(original);

  it('of an administrator is below the folder of programs that the registry names', async () => {
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(windows.made).toEqual([STATE]);
    expect(windows.observed.at(-1)).toEqual({
      paths: [STATE, 'C:\\Program Files\\p2s-fix'],
      above: ['C:\\Program Files', 'C:\\'],
      own: false,
    });
  });

  it('of a user is the user’s own', async () => {
    windows.user = { sid: USER, elevated: false };
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(windows.made).toEqual([]);
    expect(await readdir(LOCAL_APP_DATA)).toContain('backups');
    expect(windows.observed.at(-1)).toEqual({ paths: [LOCAL_APP_DATA], above: [], own: true });
  });

  it.each([
    [STATE, () => mkdir(STATE)],
    ['C:\\Program Files\\p2s-fix', async () => undefined],
    ['C:\\Program Files', async () => undefined],
  ])('is refused where a user may write to %s, and nothing is made or written', async (path, make) => {
    await make();
    windows.others.set(path, USER);
    const document = await apply(options(), windows.ports);
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({
      code: 'state-dir',
      where: STATE,
      message: expect.stringContaining(USER),
      next: expect.stringContaining('--state-dir'),
    });
    expect(windows.made).toEqual([]);
    expect(await isOriginal()).toBe(true);
  });

  it('that is named is held to the same', async () => {
    const stateDir = 'D:\\state';
    await mkdir(stateDir);
    windows.others.set('D:\\', null).set(stateDir, 'AU');
    const document = await apply(options({ stateDir }), windows.ports);
    expect(document.error).toMatchObject({ code: 'state-dir', where: stateDir });
    windows.others.set(stateDir, null);
    expect((await apply(options({ stateDir }), windows.ports)).error).toBeUndefined();
  });

  it('is not asked for by an audit where there is none', async () => {
    expect((await audit(options(), windows.ports)).exitCode).toBe(2);
    expect(windows.observed).toEqual([]);
  });

  it('does not fail a dry run: what is wrong with it is a finding', async () => {
    await mkdir(STATE);
    const dry = () => [audit(options(), windows.ports), listBackups(options(), windows.ports)];
    const [as, listed] = await Promise.all(dry());
    windows.others.set(STATE, USER);
    for (const document of await Promise.all(dry())) {
      expect(document.error).toBeUndefined();
      const found = document.findings.filter(({ code }) => code === 'state-folder-unusable');
      expect(found).toMatchObject([{ severity: 'warning', evidence: { folder: STATE } }]);
      expect(found[0]?.message).toContain(USER);
      expect(found[0]?.remedy).toContain('--state-dir');
    }
    const codes = [as?.exitCode, listed?.exitCode];
    expect((await Promise.all(dry())).map(({ exitCode }) => exitCode)).toEqual(codes);
  });

  it.each([
    ['a file', 'it is not a folder', () => writeFile('C:\\Program Files\\p2s-fix', '')],
    ['a link', 'it is a link', () => symlink(root, 'C:\\Program Files\\p2s-fix')],
  ] as const)(
    'that cannot be made is a finding too: %s is in the place of its parent',
    async (kind, reason, plant) => {
      await plant();
      windows.others.set('C:\\Program Files\\p2s-fix', null);
      (kind === 'a link' ? windows.links : windows.files).add('C:\\Program Files\\p2s-fix');
      const problem = expect.stringContaining(reason);
      const [seen, done] = [await audit(options(), windows.ports), await apply(options(), windows.ports)];
      expect(seen.findings).toContainEqual(
        expect.objectContaining({ code: 'state-folder-unusable', message: problem }),
      );
      expect(done.error).toMatchObject({ code: 'state-dir', message: problem });
    },
  );

  describe('in the list of backups', () => {
    const both = async () => {
      windows.user = { sid: USER, elevated: false };
      await apply(options(), windows.ports);
      await rollback({ ...options(), backup: null }, windows.ports);
      windows.user = { sid: USER, elevated: true };
      await apply(options(), windows.ports);
    };

    it('of an administrator is followed by that of the user, of which nothing is taken', async () => {
      await both();
      const document = await listBackups(options(), windows.ports);
      expect(document.backups).toMatchObject([
        { number: '0001', where: 'machine', own: true, foreign: null },
        { number: '0001', where: 'user', own: false, foreign: 'folder' },
      ]);
      await rollback({ ...options(), backup: '1' }, windows.ports);
      const none = await rollback({ ...options(), backup: '2' }, windows.ports);
      expect(none.error).toMatchObject({ code: 'input', where: expect.stringContaining(STATE) });
    });

    it('of a user is the only one', async () => {
      await both();
      windows.user = { sid: USER, elevated: false };
      const document = await listBackups(options(), windows.ports);
      expect(document.backups).toMatchObject([{ where: 'user', own: true, foreign: null }]);
    });

    it('is not read through links of the user', async () => {
      await both();
      const secret = join(root, 'secret.json');
      await writeFile(secret, '{"secret":1}');
      await symlink(secret, join(LOCAL_APP_DATA, 'backups', '0002.json'));
      const document = await listBackups(options(), windows.ports);
      expect(
        document.backups?.find(({ number, where }) => where === 'user' && number === '0002'),
      ).toMatchObject({
        problem: 'it is not a regular file',
      });
    });
  });

  it.each(['journal.json', 'unconfirmed.json'])(
    'may have a folder in the place of %s: a finding of a dry run, refused by an apply',
    async (name) => {
      const where = join(STATE, name);
      await mkdir(where, { recursive: true });
      windows.others.set('C:\\Program Files\\p2s-fix', null).set(STATE, null);
      const seen = await audit(options(), windows.ports);
      expect([seen.exitCode, seen.error]).toEqual([2, undefined]);
      expect(seen.findings.map(({ code }) => code)).toContain('state-folder-unusable');
      expect((await apply(options(), windows.ports)).error).toMatchObject({ code: 'state-dir', where });
      expect(await isOriginal()).toBe(true);
    },
  );

  it('of an administrator obeys no journal in that of the user', async () => {
    await mkdir(LOCAL_APP_DATA);
    await writeFile(join(LOCAL_APP_DATA, 'journal.json'), 'damaged');
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(await readdir(LOCAL_APP_DATA)).toEqual(['journal.json']);
    windows.user = { sid: USER, elevated: false };
    expect((await audit(options(), windows.ports)).error).toMatchObject({ code: 'interrupted-change' });
  });
});

describe('who runs the program', () => {
  const windows = new FolderWindows();
  const observed = (elevated: boolean | null, visibility: KeyVisibility): Observation => {
    const path = 'HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    return {
      collectedAt: '2026-11-24T10:00:00.000Z',
      name: null,
      os: { platform: 'win32', version: null, build: null },
      powershell: null,
      user: { name: null, sid: 'S-1-5-21-9', elevated },
      registry: new RegistrySnapshot([{ path, visibility, values: new Map() }]),
    };
  };
  const local = { kind: 'local' } as Machine;

  it.each([
    [true, 'unseen', true],
    [false, 'present', false],
    // Constrained Language Mode does not return it, but only an administrator may read a service account's hive.
    [null, 'present', true],
    [null, 'absent', true],
    [null, 'unseen', false],
  ] as const)('is determined by this Windows itself: %s, hive %s', async (elevated, visibility, expected) => {
    windows.observed = [];
    expect(await isAdministrator(local, observed(elevated, visibility), windows)).toBe(expected);
    expect(windows.observed).toEqual([]);
  });

  it('is asked for where the machine is a recording, whoever recorded it', async () => {
    windows.user = { sid: USER, elevated: false };
    const recorded = { kind: 'recorded' } as Machine;
    expect(await isAdministrator(recorded, observed(true, 'present'), windows)).toBe(false);
    windows.user = { sid: null, elevated: null };
    expect(await isAdministrator(recorded, null, windows)).toBe(false);
  });
});
