import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { exportedBlob, exportedChanges } from '../../support/machines/reg-export.ts';
import { readDocument } from '../../support/programs/cli.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const MACHINE = `HKEY_LOCAL_MACHINE\\Software\\${INTERNET}`;
const MACHINE32 = `HKEY_LOCAL_MACHINE\\Software\\WOW6432Node\\${INTERNET}`;
const SERVICE = `HKEY_USERS\\S-1-5-19\\Software\\${INTERNET}`;
const OTHER = `HKEY_USERS\\S-1-5-21-0-0-0-1001\\Software\\${INTERNET}`;
const POLICY = `HKEY_LOCAL_MACHINE\\Software\\Policies\\${INTERNET}`;
const STATE = 'C:\\p2s-state';
const NEW = 'new.contoso.example:3128';

/** Every kind of store on a live Windows: dry run, real run, second run, rollback, each seen by reg.exe. */
describe('each kind of store in the lab', () => {
  let computer: Computer;
  let commands: Commands;
  let mine: string;
  let start: string[];

  beforeAll(async () => {
    computer = await newComputer('stores');
    commands = commandsOn(computer);
    mine = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;
    const lan = exportedBlob([0x46, 12, 3], ['old:1', '<local>', ''], 32);
    const off = exportedBlob([0x46, 5, 9], ['', '', ''], 32);
    const direct = exportedBlob([0x18, 0, 1], ['', '']);
    await computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[${mine}]`,
        '"ProxyEnable"=dword:00000001',
        '"ProxyServer"="old:1"',
        '"ProxyOverride"="<local>"',
        `[${mine}\\Connections]`,
        `"DefaultConnectionSettings"=${lan}`,
        `"SavedLegacySettings"=${exportedBlob([0x46, 99, 1], ['', '', ''], 32)}`,
        `"Contoso VPN"=${exportedBlob([0x46, 7, 1], ['', '', ''], 32)}`,
        `[${SERVICE}]`,
        '"ProxyEnable"=dword:00000000',
        `[${SERVICE}\\Connections]`,
        `"DefaultConnectionSettings"=${off}`,
        `[${OTHER}]`,
        '"ProxyEnable"=dword:00000000',
        `[${OTHER}\\Connections]`,
        `"DefaultConnectionSettings"=${off}`,
        `[${MACHINE32}]`,
        '"EnableNegotiate"=dword:00000001',
        `[${MACHINE}\\Connections]`,
        `"WinHttpSettings"=${direct}`,
        '',
      ].join('\r\n'),
    );
    start = await dumps();
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
  });

  const dumps = () =>
    Promise.all(
      [mine, SERVICE, OTHER, MACHINE, MACHINE32].map(async (key) =>
        (await computer.regExport(key)).toString('utf16le'),
      ),
    );
  const changes = async () => {
    const now = await dumps();
    return Object.assign({}, ...now.map((text, i) => exportedChanges(start[i] ?? '', text))) as Record<
      string,
      string
    >;
  };

  async function run(...args: string[]): Promise<ReportDocument> {
    const { stdout, stderr } = await commands.run([...args, '--state-dir', STATE, '--json']);
    expect(stderr).toBe('');
    return readDocument(stdout);
  }

  /** The four steps, and the very values that reg.exe must see after the second. */
  async function quartet(
    desired: readonly string[],
    stores: readonly string[],
    expected: Record<string, string>,
  ) {
    const plan = await run(...desired);
    expect(plan.error).toBeUndefined();
    expect(plan.plan?.changes.map(({ store }) => store)).toEqual(stores);
    expect(await dumps()).toEqual(start);

    const applied = await run('apply', ...desired);
    expect(applied.error).toBeUndefined();
    expect(applied.exitCode).toBe(0);
    expect(applied.result?.changed).toEqual(stores);
    expect(await changes()).toEqual(expected);

    const after = await dumps();
    expect((await run('apply', ...desired)).result?.changed).toEqual([]);
    expect(await dumps()).toEqual(after);

    const back = await run('rollback');
    expect(back.error).toBeUndefined();
    expect(await dumps()).toEqual(start);
  }

  it('user, VPN entry, service account, another user, and one view of WinHTTP, by a desired-state file', async () => {
    const { user } = computer;
    const file = 'C:\\desired.json';
    const proxy = { proxy: NEW, bypass: '<local>;*.contoso.example' };
    await writeFile(
      computer.unixPath(file),
      JSON.stringify({
        schemaVersion: '1.0',
        winInet: proxy,
        winHttp: null,
        stores: {
          [`wininet/${user}/ras/Contoso%20VPN`]: { proxy: NEW },
          'wininet/S-1-5-19/lan': { pac: 'http://pac.contoso.example/p' },
          'wininet/S-1-5-21-0-0-0-1001/lan': { direct: true },
          'winhttp/wow64': { proxy: NEW },
        },
      }),
    );
    const bypass = '<local>;*.contoso.example';
    await quartet(
      ['--desired', file],
      [
        `wininet/${user}/lan`,
        `wininet/${user}/ras/Contoso%20VPN`,
        'wininet/S-1-5-19/lan',
        'wininet/S-1-5-21-0-0-0-1001/lan',
        'winhttp/wow64',
      ],
      {
        [`${mine}\n"ProxyServer"`]: `"${NEW}"`,
        [`${mine}\n"ProxyOverride"`]: `"${bypass}"`,
        [`${mine}\\Connections\n"DefaultConnectionSettings"`]: exportedBlob(
          [0x46, 13, 3],
          [NEW, bypass, ''],
          32,
        ),
        [`${mine}\\Connections\n"SavedLegacySettings"`]: exportedBlob([0x46, 100, 3], [NEW, bypass, ''], 32),
        [`${mine}\\Connections\n"Contoso VPN"`]: exportedBlob([0x46, 8, 3], [NEW, '', ''], 32),
        [`${SERVICE}\n"AutoConfigURL"`]: '"http://pac.contoso.example/p"',
        [`${SERVICE}\\Connections\n"DefaultConnectionSettings"`]: exportedBlob(
          [0x46, 6, 5],
          ['', '', 'http://pac.contoso.example/p'],
          32,
        ),
        [`${SERVICE}\\Connections\n"SavedLegacySettings"`]: exportedBlob(
          [0x46, 1, 5],
          ['', '', 'http://pac.contoso.example/p'],
          32,
        ),
        [`${OTHER}\\Connections\n"SavedLegacySettings"`]: exportedBlob([0x46, 1, 1], ['', '', ''], 32),
        [`${OTHER}\\Connections\n"DefaultConnectionSettings"`]: exportedBlob([0x46, 6, 1], ['', '', ''], 32),
        [`${MACHINE32}\\Connections\n"WinHttpSettings"`]: exportedBlob([0x28, 0, 3], [NEW, '']),
      },
    );
  });

  it('the machine-wide setting under ProxySettingsPerUser=0, in both views and both blobs', async () => {
    await computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[${POLICY}]`,
        '"ProxySettingsPerUser"=dword:00000000',
        '',
      ].join('\r\n'),
    );
    start = await dumps();
    const lan = exportedBlob([0x46, 1, 3], [NEW, '', ''], 32);
    const strings = (key: string) => ({
      [`${key}\n"ProxyEnable"`]: 'dword:00000001',
      [`${key}\n"ProxyServer"`]: `"${NEW}"`,
    });
    const blobs = (key: string) => ({
      [`${key}\\Connections\n"DefaultConnectionSettings"`]: lan,
      [`${key}\\Connections\n"SavedLegacySettings"`]: lan,
    });
    await quartet(
      ['--proxy', NEW],
      ['wininet/machine', 'wininet/machine/wow64', 'winhttp/wow64', 'winhttp/native'],
      {
        ...strings(MACHINE),
        ...blobs(MACHINE),
        ...strings(MACHINE32),
        ...blobs(MACHINE32),
        // Wine's own setter writes 2 where Windows writes 3.
        [`${MACHINE}\\Connections\n"WinHttpSettings"`]: exportedBlob([0x18, 0, 2], [NEW, '']),
        [`${MACHINE32}\\Connections\n"WinHttpSettings"`]: exportedBlob([0x28, 0, 3], [NEW, '']),
      },
    );
  });
});
