import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import { type KeyVisibility, RegistrySnapshot } from '../../../src/core/model/registry.ts';
import type { Machine } from '../../../src/machine/port.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import { whoRuns } from '../../../src/pipeline/run/who-runs.ts';
import { onWindows, tempFolder } from '../../support/files.ts';
import { FolderWindows, USER } from '../../support/stories/folder-windows.ts';
import { apply, audit, listBackups, rollback } from '../../support/stories/runs.ts';

const OURS = 'O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
const PLANTED = `O:${USER}D:AI(A;ID;FA;;;${USER})(A;ID;FA;;;BA)`;
const PROGRAM_DATA = 'C:\\ProgramData\\p2s-fix';
const LOCAL_APP_DATA = 'C:\\Users\\a\\AppData\\Local\\p2s-fix';

describe.skipIf(onWindows)('the state folder on Windows', () => {
  let windows: FolderWindows;
  let root: string;
  let remove: () => Promise<void>;
  let original: Buffer;
  const home = process.cwd();

  beforeEach(async () => {
    ({ path: root, remove } = await tempFolder());
    process.chdir(root);
    windows = new FolderWindows();
    original = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
    await writeFile('machine.reg', original);
  });
  afterEach(async () => {
    process.chdir(home);
    await remove();
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

  it('of an administrator is the machine’s, made for administrators alone', async () => {
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(windows.made).toEqual([
      [PROGRAM_DATA, { owner: 'S-1-5-32-544', full: ['S-1-5-18', 'S-1-5-32-544'] }],
    ]);
    expect(windows.observed.at(-1)).toEqual([PROGRAM_DATA, 'C:\\ProgramData', 'C:\\']);
  });

  it('of a user is the user’s own', async () => {
    windows.user = { sid: USER, elevated: false };
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(windows.made).toEqual([
      [LOCAL_APP_DATA, { owner: USER, full: ['S-1-5-18', 'S-1-5-32-544', USER] }],
    ]);
  });

  it.each([
    ['that a user made before', () => mkdir(PROGRAM_DATA), () => windows.lists.set(PROGRAM_DATA, PLANTED)],
    ['below one that users own', async () => undefined, () => windows.lists.set('C:\\ProgramData', PLANTED)],
  ])('is refused %s, and nothing is made or written', async (_what, make, list) => {
    await make();
    list();
    const document = await apply(options(), windows.ports);
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({
      code: 'state-dir',
      where: PROGRAM_DATA,
      message: expect.stringContaining(USER),
      next: expect.stringContaining('--state-dir'),
    });
    expect(windows.made).toEqual([]);
    expect(await isOriginal()).toBe(true);
  });

  it('is judged before its content, of which a user can have made any number', async () => {
    await mkdir(PROGRAM_DATA);
    for (let at = 0; at < 1001; at++) await writeFile(join(PROGRAM_DATA, `${at}`), '');
    windows.lists.set(PROGRAM_DATA, PLANTED);
    const { error } = await apply(options(), windows.ports);
    expect(error).toMatchObject({ code: 'state-dir', message: expect.stringContaining(USER) });
    expect(new Set(windows.observed.flat())).toEqual(new Set([PROGRAM_DATA, 'C:\\ProgramData', 'C:\\']));
    windows.lists.set(PROGRAM_DATA, OURS).set(join(PROGRAM_DATA, '1000'), PLANTED);
    const { error: within } = await apply(options(), windows.ports);
    expect(within).toMatchObject({ code: 'state-dir', message: expect.stringContaining(USER) });
  });

  it('is refused when somebody was quicker', async () => {
    windows.make = async (path) => {
      mkdirSync(path);
      windows.lists.set(path, PLANTED);
      return false;
    };
    const document = await apply(options(), windows.ports);
    expect(document.error).toMatchObject({ code: 'state-dir', message: expect.stringContaining(USER) });
    expect(await isOriginal()).toBe(true);
  });

  it('that is named is held to the same', async () => {
    const stateDir = 'D:\\state';
    await mkdir(stateDir);
    windows.lists.set('D:\\', OURS).set(stateDir, `${OURS}(A;;0x1301bf;;;AU)`);
    const document = await apply(options({ stateDir }), windows.ports);
    expect(document.error).toMatchObject({ code: 'state-dir', where: stateDir });
    windows.lists.set(stateDir, OURS);
    expect((await apply(options({ stateDir }), windows.ports)).error).toBeUndefined();
  });

  it('is not asked for by an audit where there is none', async () => {
    expect((await audit(options(), windows.ports)).exitCode).toBe(2);
    expect(windows.observed).toEqual([]);
  });

  it('is checked by an audit where there is one', async () => {
    await mkdir(PROGRAM_DATA);
    windows.lists.set(PROGRAM_DATA, PLANTED);
    expect((await audit(options(), windows.ports)).error).toMatchObject({ code: 'state-dir' });
    windows.lists.set(PROGRAM_DATA, OURS);
    expect((await audit(options(), windows.ports)).exitCode).toBe(2);
  });

  describe('that an administrator has used', () => {
    const names = ['journal.json', 'unconfirmed.json', 'backups', join('backups', '0001.json')];
    beforeEach(async () => {
      await apply(options(), windows.ports);
    });
    const plant = async (name: string, sddl: string | null) => {
      const path = join(PROGRAM_DATA, name);
      if (!existsSync(path)) await writeFile(path, '{}');
      windows.lists.set(path, sddl ?? PLANTED);
      return path;
    };

    it.each(names)('is refused where somebody has put %s into it before', async (name) => {
      const path = await plant(name, null);
      const before = await readFile('machine.reg');
      for (const run of [
        () => audit(options(), windows.ports),
        () => rollback({ ...options(), backup: null }, windows.ports),
      ]) {
        const { error } = await run();
        expect(error).toMatchObject({ code: 'state-dir', where: PROGRAM_DATA });
        expect(error?.message).toContain(path);
        expect(error?.message).toContain(USER);
      }
      expect(await readFile('machine.reg')).toEqual(before);
    });

    it('is looked at whole, in one look', async () => {
      await plant('x.tmp', null);
      windows.observed = [];
      await rollback({ ...options(), backup: null }, windows.ports);
      const observed = windows.observed.filter((paths) => paths.length > 0);
      expect(observed).toHaveLength(1);
      const names = observed[0]?.map((path) => path.replace(`${PROGRAM_DATA}/`, '')) ?? [];
      expect(names.slice(0, 3)).toEqual([PROGRAM_DATA, 'C:\\ProgramData', 'C:\\']);
      expect(names).toEqual(expect.arrayContaining(['backups', 'backups/0001.json', 'writes.ndjson']));
      expect(names).not.toContain('x.tmp');
    });

    it('lists nothing through a link in the place of the backups, and refuses it', async () => {
      await rename(join(PROGRAM_DATA, 'backups'), 'elsewhere');
      await symlink(join(root, 'elsewhere'), join(PROGRAM_DATA, 'backups'));
      windows.links.add(join(PROGRAM_DATA, 'backups'));
      const { error } = await audit(options(), windows.ports);
      expect(error?.message).toContain('it is a link');
      expect(windows.observed.flat().filter((path) => path.includes('0001.json'))).toEqual([]);
    });
  });

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
      expect(none.error).toMatchObject({ code: 'input', where: expect.stringContaining(PROGRAM_DATA) });
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

  it('of an administrator obeys no journal in that of the user', async () => {
    await mkdir(LOCAL_APP_DATA);
    await writeFile(join(LOCAL_APP_DATA, 'journal.json'), 'damaged');
    const document = await apply(options(), windows.ports);
    expect(document.error).toBeUndefined();
    expect(await readdir(LOCAL_APP_DATA)).toEqual(['journal.json']);
    windows.user = { sid: USER, elevated: false };
    windows.lists.set(LOCAL_APP_DATA, `O:${USER}D:P(A;;FA;;;${USER})`);
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
    expect(await whoRuns(local, observed(elevated, visibility), windows)).toEqual({
      sid: 'S-1-5-21-9',
      elevated: expected,
    });
    expect(windows.observed).toEqual([]);
  });

  it('is asked for where the machine is a recording, whoever recorded it', async () => {
    windows.user = { sid: USER, elevated: false };
    const recorded = { kind: 'recorded' } as Machine;
    expect(await whoRuns(recorded, observed(true, 'present'), windows)).toEqual({
      sid: USER,
      elevated: false,
    });
    windows.user = { sid: null, elevated: null };
    expect(await whoRuns(recorded, null, windows)).toEqual({ sid: null, elevated: false });
  });
});
