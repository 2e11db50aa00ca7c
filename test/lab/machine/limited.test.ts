import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type ChangeLab, changeLab, NATIVE_KEY, resetTo, WOW64_KEY } from '../../support/lab/lab-changes.ts';
import { managerSettings, phonebookText, thirdPartyLines } from '../../support/machines/phonebooks.ts';
import { azureVpnConfig, SECRET } from '../../support/machines/profiles.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { vpnModule } from '../../support/programs/vpn-module.ts';

const READER = fileURLToPath(new URL('../ps/Read-EffectiveProxy.ps1', import.meta.url));
const MACHINE_KEYS = [`HKLM\\${NATIVE_KEY}`, `HKLM\\${WOW64_KEY}`];
const USER_KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER_KEYS = [USER_KEY, `${USER_KEY}\\Connections`];
const BOTH_VIEWS = ['winhttp/wow64', 'winhttp/native'];
const DESIRED = ['--proxy', 'new.contoso.example:3128', '--bypass', '<local>'];
/** An elevated run does not trust a folder that a user created. */
const STATE = { admin: 'C:\\p2s-state', user: 'C:\\p2s-state-of-user' };

const CMDLET = {
  user: [
    { Name: 'Büro 東京', ServerAddress: 'user.contoso.example', TunnelType: 'Sstp' },
    { Name: 'ike', ServerAddress: 'ike.contoso.example', TunnelType: 'Ikev2' },
  ],
  all: [{ Name: 'all', ServerAddress: 'all.contoso.example', TunnelType: 'Automatic' }],
};

/** Whether the key of the Azure VPN Client's profile is in a capture: as it is, or in hexadecimal of hexadecimal. */
function secretIn(capture: string): boolean {
  const wide = Buffer.from(SECRET.slice(0, 12), 'utf16le').toString('hex').toUpperCase();
  return [SECRET.slice(0, 12), wide, Buffer.from(wide).toString('hex')].some((one) =>
    capture.toUpperCase().includes(one.toUpperCase()),
  );
}

/** The program with limited rights, on PowerShell for Windows and a real registry. */
describe('a limited computer', () => {
  let lab: ChangeLab;
  let before: string[];

  beforeAll(async () => {
    lab = await changeLab('limited');
    await resetTo(lab.computer);
    // The header of Windows 7, the only one that Wine's reader supports: raw writes keep the existing header.
    const value = [
      '/v',
      'WinHttpSettings',
      '/t',
      'REG_BINARY',
      '/d',
      `18${'00'.repeat(7)}01${'00'.repeat(11)}`,
    ];
    await lab.computer.reg(['add', MACHINE_KEYS[0] ?? '', ...value, '/f'], { retry: false });
    before = await lab.dump();
  });
  afterAll(() => lab?.destroy());

  /** Runs the program, and returns the stores it saw and its findings, by code and store. */
  async function run(args: readonly string[], as: 'admin' | 'user' = 'admin') {
    const command = [...args, '--state-dir', as === 'user' ? STATE.user : STATE.admin, '--json'];
    const { stdout, stderr, exitCode } =
      as === 'admin'
        ? await lab.commands.run(command)
        : await lab.computer.cli(command, { retry: false, as });
    expect(stderr).toBe('');
    const document: ReportDocument = readDocument(stdout);
    expect(document.exitCode).toBe(exitCode);
    const found = document.findings.map(({ code, store }) => `${code} ${store}`);
    const seen = Object.fromEntries(document.stores.map(({ id, present }) => [id, present]));
    return { ...document, found, seen };
  }

  const lan = () => `wininet/${lab.computer.user}/lan`;

  /** Nothing of a change is left: the registry is as before, and there is no journal. */
  async function nothingDone(): Promise<void> {
    expect(await lab.dump()).toEqual(before);
    for (const folder of Object.values(STATE))
      expect(existsSync(join(lab.computer.unixPath(folder), 'journal.json'))).toBe(false);
  }

  describe('without administrator rights, where only administrators may write machine-wide keys', () => {
    beforeAll(() => lab.computer.denyKey(MACHINE_KEYS, 'write-unless-admin'));
    afterAll(() => lab.computer.allowKey(MACHINE_KEYS));

    it('audit sees everything and lists what needs an administrator', async () => {
      const document = await run(['audit'], 'user');
      expect(document.exitCode).toBe(2);
      expect(document.machine?.user).toMatchObject({ sid: lab.computer.user, elevated: false });
      expect(document.seen).toEqual({ [lan()]: true, 'winhttp/native': true, 'winhttp/wow64': true });
      expect(document.needs.elevation).toEqual(BOTH_VIEWS);
      await nothingDone();
    });

    it('apply says which stores are left, exits 4, and has written nothing', async () => {
      const document = await run(['apply'], 'user');
      expect(document.exitCode).toBe(4);
      expect(document.error).toMatchObject({
        code: 'needs-elevation',
        where: BOTH_VIEWS.join(', '),
        next: expect.stringContaining('administrator'),
      });
      await nothingDone();
    });

    it('apply does the part that is the user’s own and harmless, and names the command for the rest', async () => {
      // Windows does not copy from the strings if MigrateProxy is 0.
      const migrates = (number: '0' | '1') =>
        lab.computer.reg(['add', USER_KEY, '/v', 'MigrateProxy', '/t', 'REG_DWORD', '/d', number, '/f'], {
          retry: false,
        });
      await migrates('0');
      const stale = ['/v', 'ProxyServer', '/d', 'stale.contoso.example:1', '/f'];
      await lab.computer.reg(['add', USER_KEY, ...stale], { retry: false });
      const document = await run(['apply'], 'user');
      expect(document.error).toBeUndefined();
      expect(document.exitCode).toBe(4);
      expect(document.result?.changed).toEqual([lan()]);
      expect(document.found).toContain('partly-applied null');
      expect(document.needs).toMatchObject({
        elevation: BOTH_VIEWS,
        command: expect.stringMatching(new RegExp(`^p2s-fix --apply .* --user ${lab.computer.user}$`)),
      });
      // The string equals the setting again, as before.
      await migrates('1');
      await nothingDone();
    });

    it('could not have written there: Windows itself says no', async () => {
      const reg = ['add', MACHINE_KEYS[0] ?? '', '/v', 'x', '/d', 'x', '/f'];
      const denied = await lab.computer.cmd('C:\\windows\\system32\\reg.exe', reg, { as: 'user' });
      expect(denied.exitCode).toBe(1);
      await nothingDone();
    });
  });

  describe('where keys are denied', () => {
    afterEach(async () => {
      await lab.computer.allowKey([...MACHINE_KEYS, ...USER_KEYS]);
      await nothingDone();
    });

    it('to everybody for reading, WinHTTP: unseen is not direct, and nothing is written by a guess', async () => {
      await lab.computer.denyKey(MACHINE_KEYS, 'read');
      const audit = await run(['audit']);
      expect(audit.seen).toEqual({ [lan()]: true, 'winhttp/native': null, 'winhttp/wow64': null });
      expect(audit.found).toContain('store-unseen winhttp/native');
      expect(audit.found).toContain('store-unseen winhttp/wow64');
      // An administrator would not see more.
      expect([audit.exitCode, audit.plan]).toEqual([8, null]);
      const apply = await run(['apply', ...DESIRED]);
      expect(apply.exitCode).toBe(8);
      expect(apply.error).toMatchObject({
        code: 'refused',
        message: expect.stringContaining('reading the settings of WinHTTP'),
        where: expect.stringContaining('WOW6432Node'),
        next: expect.stringContaining('permissions of the keys'),
      });
    });

    it("to everybody for reading, the user's setting: there is no source, and apply says so", async () => {
      await lab.computer.denyKey(`${USER_KEY}\\Connections`, 'read');
      const audit = await run(['audit']);
      expect(audit.seen).toMatchObject({ [lan()]: null, 'winhttp/native': true });
      expect(audit.found).toContain(`store-unseen ${lan()}`);
      expect([audit.exitCode, audit.plan]).toEqual([8, null]);
      const apply = await run(['apply']);
      expect([apply.exitCode, apply.error?.code]).toEqual([8, 'refused']);
      expect(apply.error?.message).toContain('reading the settings of WinINET');
    });

    it('to everybody for writing, the user’s setting: denied at the first write, exit 4', async () => {
      await lab.computer.denyKey(USER_KEYS, 'write');
      const document = await run(['apply', ...DESIRED]);
      expect(document.exitCode).toBe(4);
      expect(document.error).toMatchObject({
        code: 'needs-elevation',
        message: 'Windows denied the write. Nothing was changed.',
        where: expect.stringContaining(lab.computer.user),
      });
    });
  });

  describe('whose VPN connections are read from', () => {
    const CONNECTIONS = 'Microsoft\\Network\\Connections';
    const files: string[] = [];
    afterAll(() => Promise.all(files.map((file) => rm(file, { force: true }))));
    const put = async (path: string, content: string) => {
      const file = lab.computer.unixPath(path);
      files.push(file);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    };
    const reported = ({ gateways }: ReportDocument) =>
      gateways.map(({ host, profiles }) => [host, profiles?.[0]?.format, profiles?.[0]?.entry]);

    it('Get-VpnConnection, where there is no phonebook; that it is missing, or fails, is reported', async () => {
      const none = await run(['audit', '--no-probe']);
      expect([none.gateways, none.evidence?.vpnConnections]).toEqual([
        [],
        { unavailable: 'no-command', count: 0 },
      ]);

      const fails = await vpnModule(lab.computer, { user: null, all: [] });
      const failed = await run(['audit', '--no-probe']);
      await fails();
      expect([failed.gateways, failed.evidence?.vpnConnections]).toEqual([
        [],
        { unavailable: 'failed', count: 0 },
      ]);

      const remove = await vpnModule(lab.computer, CMDLET);
      const document = await run(['audit', '--no-probe']);
      await remove();
      expect(reported(document)).toEqual([
        ['user.contoso.example', 'vpn-connection', 'Büro 東京'],
        ['all.contoso.example', 'vpn-connection', 'all'],
      ]);
      await nothingDone();
    });

    it('every place that Windows and the Azure VPN Client keep them in, of any loaded user, without a key', async () => {
      const other = 'S-1-5-21-0-0-0-1001';
      const list = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';
      await lab.computer.reg(['add', `HKU\\${other}\\Software`, '/f'], { retry: false });
      await lab.computer.reg(
        ['add', `${list}\\${other}`, '/v', 'ProfileImagePath', '/d', 'C:\\users\\other', '/f'],
        {
          retry: false,
        },
      );
      const mine = `C:\\users\\${userInfo().username}\\AppData`;
      const book = (name: string) =>
        phonebookText([{ name, server: `${name}.contoso.example`, strategy: 5 }]);
      const cms = (name: string) => managerSettings({ name, server: `${name}.contoso.example`, strategy: 6 });
      const azure = { servers: ['app.contoso.example'], hashes: ['ab'.repeat(20)] };
      const app = {
        name: 'app',
        server: 'app.contoso.example',
        thirdParty: thirdPartyLines(azureVpnConfig(azure)),
      };
      await put(`${mine}\\Roaming\\${CONNECTIONS}\\Pbk\\rasphone.pbk`, book('mine'));
      await put(`${mine}\\Roaming\\${CONNECTIONS}\\Pbk\\_hiddenPbk\\rasphone.pbk`, book('hidden'));
      await put(`${mine}\\Roaming\\${CONNECTIONS}\\Cm\\{1}\\{1}.cms`, cms('manager'));
      await put(
        `${mine}\\Local\\Packages\\Microsoft.AzureVpn_8wekyb3d8bbwe\\LocalState\\rasphone.pbk`,
        phonebookText([app]),
      );
      await put(`C:\\ProgramData\\${CONNECTIONS}\\Pbk\\_hiddenPbk\\rasphone.pbk`, book('everybody'));
      await put(`C:\\users\\other\\AppData\\Roaming\\${CONNECTIONS}\\Cm\\x\\x.cms`, cms('theirs'));
      expect(reported(await run(['audit', '--no-probe', '--user', lab.computer.user]))).toEqual([
        ['mine.contoso.example', 'phonebook', 'mine'],
        ['hidden.contoso.example', 'phonebook', 'hidden'],
        ['manager.contoso.example', 'connection-manager', 'manager'],
        ['everybody.contoso.example', 'phonebook', 'everybody'],
      ]);
      const captured = await lab.commands.run(['capture', '--out', 'C:\\all.json', '--json']);
      expect(captured.exitCode).toBe(0);
      const capture = await readFile(lab.computer.unixPath('C:\\all.json'), 'utf8');
      expect(secretIn(capture)).toBe(false);
      const theirs = await run(['audit', '--no-probe', '--machine', 'C:\\all.json', '--user', other]);
      expect(reported(theirs)).toEqual([
        ['theirs.contoso.example', 'connection-manager', 'theirs'],
        ['everybody.contoso.example', 'phonebook', 'everybody'],
      ]);
      const own = await run([
        'audit',
        '--no-probe',
        '--machine',
        'C:\\all.json',
        '--user',
        lab.computer.user,
      ]);
      const root = own.findings.find(({ code }) => code === 'profile-root-unknown');
      expect(root?.evidence).toMatchObject({ gateway: 'app.contoso.example' });
      await lab.computer.reg(['delete', `HKU\\${other}`, '/f'], { retry: false });
      await lab.computer.reg(['delete', `${list}\\${other}`, '/f'], { retry: false });
      await nothingDone();
    });
  });

  describe('in Constrained Language Mode', () => {
    // PowerShell has its language mode from its start.
    beforeAll(async () => {
      await lab.commands.close();
      await lab.computer.constrained(true);
    });
    afterAll(async () => {
      await lab.commands.close();
      await lab.computer.constrained(false);
    });

    it('audit sees the same, and says what is held back', async () => {
      const document = await run(['audit']);
      expect(document.exitCode).toBe(2);
      expect(document.machine?.powershell?.languageMode).toBe('ConstrainedLanguage');
      expect(document.machine?.user).toMatchObject({ sid: lab.computer.user, elevated: null });
      expect(document.seen).toEqual({ [lan()]: true, 'winhttp/native': true, 'winhttp/wow64': true });
      expect(document.found).toContain('constrained-language null');
      expect(document.evidence).toMatchObject({ unavailable: 'language-mode', events: [], crlCaches: [] });
      // No phonebook can be read as a file; the cmdlet works.
      expect(document.gateways).toEqual([]);
      await nothingDone();
      const remove = await vpnModule(lab.computer, CMDLET);
      const asked = await run(['audit', '--no-probe']);
      await remove();
      expect(asked.gateways.map(({ host }) => host)).toEqual(['user.contoso.example', 'all.contoso.example']);
    });

    it('apply writes by the registry way: written, not notified, not confirmed by Windows’ own readers', async () => {
      const document = await run(['apply', ...DESIRED]);
      expect(document.error).toBeUndefined();
      expect(document.exitCode).toBe(0);
      expect(document.result).toMatchObject({ changed: [lan(), ...BOTH_VIEWS] });
      expect(document.found).toEqual(
        expect.arrayContaining([
          `written-not-notified ${lan()}`,
          `windows-reader-unavailable ${lan()}`,
          'windows-reader-unavailable winhttp/native',
        ]),
      );
      const reported = document.findings.find(({ code }) => code === 'written-not-notified');
      expect(reported).toMatchObject({ severity: 'info', evidence: { reason: 'language-mode' } });
      expect(reported?.message).toContain('running programs were not notified (Constrained Language Mode)');
    });

    it('is what Windows’ own readers say when they may be asked again', async () => {
      await lab.computer.constrained(false);
      const { stdout } = await lab.computer.script(READER);
      await lab.computer.constrained(true);
      const expected = { proxy: 'new.contoso.example:3128', bypass: '<local>' };
      expect(JSON.parse(stdout)).toMatchObject({ winhttp: expected, ie: expected });
    });

    it('apply writes nothing the second time, and rollback restores byte for byte', async () => {
      const now = await lab.dump();
      const again = await run(['apply', ...DESIRED]);
      expect([again.exitCode, again.result?.changed]).toEqual([0, []]);
      expect(await lab.dump()).toEqual(now);
      const rollback = await run(['rollback']);
      expect(rollback.exitCode).toBe(0);
      expect(rollback.found).toContain(`written-not-notified ${lan()}`);
      await nothingDone();
    });

    it('a write that is denied half-way is rolled back', async () => {
      await lab.computer.constrained(false);
      await lab.computer.denyKey(`HKLM\\${WOW64_KEY}`, 'write');
      await lab.computer.constrained(true);
      const document = await run(['apply', ...DESIRED]);
      expect(document.exitCode).toBe(4);
      expect(document.error?.message).toBe('Windows denied the write. All values were restored.');
      await lab.computer.constrained(false);
      await lab.computer.allowKey(`HKLM\\${WOW64_KEY}`);
      await nothingDone();
    });
  });

  it('as another administrator: that account’s HKCU stays, the VPN user’s hive is changed, and it says whose', async () => {
    const other = 'S-1-5-21-0-0-0-1001';
    const settings = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    await lab.computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[HKEY_USERS\\${other}\\${settings}]`,
        '"ProxyEnable"=dword:00000000',
        `[HKEY_USERS\\${other}\\${settings}\\Connections]`,
        // Version 0x46, counter 5, direct.
        `"DefaultConnectionSettings"=hex:46,00,00,00,05,00,00,00,01,00,00,00${',00'.repeat(44)}`,
        '',
      ].join('\n'),
    );
    const hive = async () => (await lab.computer.regExport(`HKU\\${other}`)).toString('utf16le');
    const [theirs] = [await hive()];
    const theirStore = `wininet/${other}/lan`;
    const document = await run(['apply', ...DESIRED, '--user', other]);
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    expect(document.machine).toMatchObject({
      user: { sid: lab.computer.user, elevated: true },
      vpnUser: { sid: other },
    });
    expect(document.result?.changed).toEqual([theirStore, ...BOTH_VIEWS]);
    expect(document.found).toContain(`written-not-notified ${theirStore}`);
    expect(document.found).toContain(`windows-reader-unavailable ${theirStore}`);
    expect((await lab.dump())[0]).toBe(before[0]);
    expect(await hive()).toContain('"ProxyServer"="new.contoso.example:3128"');
    expect((await run(['rollback'])).exitCode).toBe(0);
    expect(await hive()).toBe(theirs);
    await nothingDone();
  });
});
