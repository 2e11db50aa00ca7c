import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { type ChangeLab, changeLab, NATIVE_KEY, resetTo, WOW64_KEY } from '../../support/lab/lab-changes.ts';
import {
  LAN_STATES,
  type LanState,
  OTHER,
  PAC,
  PLANNED_ALONE,
  regOfUsers,
  STRINGS,
} from '../../support/lab/lan-states.ts';
import { INTERNET, regText } from '../../support/machines/reg-text.ts';
import { audit } from '../../support/stories/runs.ts';

const SCRIPTS = fileURLToPath(new URL('../ps/', import.meta.url));
/** Each row of the table is the setting of a user. */
const USERS = LAN_STATES.map((state, row) => ({ ...state, sid: `S-1-5-21-16-16-16-${1001 + row}` }));
const SIDS = USERS.map(({ sid }) => sid);
const lanOf = (sid: string) => `wininet/${sid}/lan`;
const STRINGS_USED = { accessType: 3, proxy: STRINGS };
/** Wine's winhttp reads the blob, its wininet the string values; neither reads legacy settings. */
const WINE_SEES: Readonly<Record<LanState['blob'], object>> = {
  'as the strings': { ie: { proxy: STRINGS }, wininet: STRINGS_USED },
  direct: { ie: { proxy: null, autoConfigUrl: null }, wininet: STRINGS_USED },
  'another proxy': { ie: { proxy: OTHER }, wininet: STRINGS_USED },
  absent: { ie: { autoDetect: true, proxy: null }, wininet: STRINGS_USED },
  damaged: { ie: { proxy: null }, wininet: STRINGS_USED },
  'a PAC file': { ie: { proxy: null, autoConfigUrl: PAC }, wininet: STRINGS_USED },
};
const through = (proxy: string) => ({ autoDetect: false, autoConfigUrl: null, proxy });

/** Rows of the table in contributing/how-it-works.md, on a real registry and with independent readers. */
describe('blob, string values and legacy settings in the lab', () => {
  let lab: ChangeLab;
  const dumps = async () => {
    const users = (await lab.computer.regExport('HKU')).toString('utf16le').split('\r\n\r\n');
    // Wine puts folders of its shell into a hive that becomes HKEY_CURRENT_USER.
    const keys = SIDS.map((sid) => `[HKEY_USERS\\${sid}\\Software\\${INTERNET}`);
    const theirs = users.filter((text) => keys.some((key) => text.startsWith(key)));
    expect(theirs).toHaveLength(2 * SIDS.length);
    return [...(await lab.dump()), ...theirs];
  };
  const readers = async (): Promise<Seen[]> => {
    const { stdout, stderr } = await lab.computer.script(join(SCRIPTS, 'Read-UserProxies.ps1'), [
      '-Sid',
      SIDS.join(','),
    ]);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  beforeAll(async () => {
    lab = await changeLab('lan-states');
    await resetTo(lab.computer);
    await lab.computer.regImport(regOfUsers(USERS));
  });
  afterAll(() => lab?.destroy());

  it('are judged, written, read by others, and restored, row by row', { timeout: 900_000 }, async () => {
    const { computer } = lab;
    const before = await dumps();
    expect(await lab.commands.run(['capture', '--out', 'C:\\rows.json'])).toMatchObject({ exitCode: 0 });
    expect(await dumps()).toEqual(before);

    // The values read there, judged as the setting of each user.
    for (const { sid, blob, legacy, outcome } of USERS) {
      const document = await audit({
        machine: { file: computer.unixPath('C:\\rows.json') },
        path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
        desired: { source: 'wininet' },
        user: sid,
        stateDir: computer.unixPath('C:\\p2s-state'),
      });
      const planned = document.plan?.changes.map(({ store }) => store) ?? [];
      const row = { blob, legacy, exitCode: document.exitCode, planned };
      expect(row).toEqual({ blob, legacy, ...PLANNED_ALONE[outcome](lanOf(sid), blob) });
    }
    for (const { sid, ie, wininet } of await readers()) {
      const { blob } = USERS.find((user) => user.sid === sid) ?? {};
      if (blob !== undefined) expect({ sid, blob, ie, wininet }).toMatchObject(WINE_SEES[blob]);
    }
    const desired = {
      schemaVersion: '1.0',
      winInet: null,
      winHttp: { proxy: STRINGS, bypass: '' },
      stores: Object.fromEntries(SIDS.map((sid) => [lanOf(sid), { proxy: STRINGS }])),
    };
    await writeFile(computer.unixPath('C:\\desired.json'), JSON.stringify(desired));
    const named = ['apply', '--no-probe', '--desired', 'C:\\desired.json', '--yes'];
    const applied = await lab.run(...named);
    expect({ error: applied.error, exitCode: applied.exitCode }).toEqual({ error: undefined, exitCode: 0 });
    for (const { sid, ie, wininet } of await readers()) {
      expect({ sid, ie, wininet }).toEqual({
        sid,
        ie: through(STRINGS),
        wininet: STRINGS_USED,
      });
    }
    const after = await dumps();
    expect((await lab.run(...named)).result?.changed).toEqual([]);
    expect(await dumps()).toEqual(after);

    expect((await lab.run('rollback')).error).toBeUndefined();
    expect(await dumps()).toEqual(before);
  });

  it('a blob of the shape of WinINET in WinHttpSettings', { timeout: 600_000 }, async () => {
    const { computer } = lab;
    await resetTo(computer);
    const bytes = encodeWinInetBlob({ ...freshWinInetBlob(), counter: 7, flags: 3, proxy: STRINGS });
    const value = { WinHttpSettings: bytes };
    await computer.regImport(
      regText({ [`HKEY_LOCAL_MACHINE\\${NATIVE_KEY}`]: value, [`HKEY_LOCAL_MACHINE\\${WOW64_KEY}`]: value }),
    );
    const before = await lab.dump();
    const effective = async () => {
      const { stdout } = await computer.script(join(SCRIPTS, 'Read-EffectiveProxy.ps1'));
      return JSON.parse(stdout).winhttp;
    };
    expect(await effective()).toEqual({ accessType: 1, proxy: null, bypass: null });
    const audited = await lab.run('audit', '--no-probe');
    const codes = audited.findings.map(({ code }) => code);
    expect([audited.exitCode, codes]).toEqual([2, expect.arrayContaining(['winhttp-wininet-shaped'])]);
    expect(await lab.dump()).toEqual(before);

    const applied = await lab.run('apply', '--no-probe', '--yes');
    expect(applied.result?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(await effective()).toMatchObject({ proxy: 'proxy.contoso.example:8080' });
    const after = await lab.dump();
    expect((await lab.run('apply', '--no-probe', '--yes')).result?.changed).toEqual([]);
    expect(await lab.dump()).toEqual(after);
    expect((await lab.run('rollback')).error).toBeUndefined();
    expect(await lab.dump()).toEqual(before);
  });
});

/** The answers of Wine's winhttp and wininet for one user. */
interface Seen {
  sid: string;
  ie: unknown;
  wininet: unknown;
}
