import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { tempFolder } from '../../support/files.ts';
import type { Computer } from '../../support/lab/lab.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { resetTo, WOW64_KEY } from '../../support/lab/lab-changes.ts';
import { type LabProgram, labProgram } from '../../support/lab/lab-program.ts';
import { openVpnProfile, SECRET } from '../../support/machines/profiles.ts';
import { INTERNET, machineText, regText, USER_SETTINGS } from '../../support/machines/reg-text.ts';
import { freePort, ownAddress, waitFor } from '../../support/ports.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';
import { startIkeResponder } from '../../support/servers/ike-responder.ts';
import { startOpenVpn } from '../../support/servers/openvpn-server.ts';
import { startRelay } from '../../support/servers/relay.ts';
import { openSshComputers, type SshComputers } from '../../support/servers/ssh-computers.ts';

const LAB_CLI = fileURLToPath(new URL('../../../build/lab-cli.js', import.meta.url));
const NAMES = [
  'drift',
  'right',
  'stale',
  'pac',
  'strings',
  'broken',
  'limited',
  'policy',
  'dying',
  'hanging',
];
const PROXY = 'proxy.contoso.example:8080';
/** Flags of a WinINET blob: direct, proxy, PAC. */
const [DIRECT, VIA_PROXY, BY_PAC] = [1, 3, 5];
const WATCHED = [
  USER_SETTINGS,
  `HKEY_LOCAL_MACHINE\\Software\\${INTERNET}`,
  `HKEY_LOCAL_MACHINE\\Software\\WOW6432Node\\${INTERNET}`,
];
/** A WinHTTP setting from outside p2s-fix: version 0x28, through theirs:3128. */
const THEIRS = `2800000000000000030000000b000000${Buffer.from('theirs:3128').toString('hex')}00000000`;
/** What an audit plans for the computer `drift`. */
const PLANNED = ['winhttp/wow64', 'winhttp/native'];
const NOTHING = { cause: 'unchanged', exitCode: 0, result: { changed: [], backup: null } };
const STATE = 'C:\\Program Files\\p2s-fix\\state';
/** For many runs one after another, on a busy machine. */
const LONG = { timeout: 480_000 };

/** Computers of the lab over real PowerShell Remoting, with PowerShell for Linux at this end. */
describe('a fleet in the lab', () => {
  let lab: SshComputers;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  /** The program whose scripts wait while a file exists: for a computer that hangs, or is to be killed. */
  let held: LabProgram;

  const computer = (name: string): Computer => {
    const one = lab.computers.get(name);
    if (one === undefined) throw new Error(`no computer ${name}`);
    return one;
  };
  const onDrive = (name: string, file: string) => computer(name).unixPath(`C:\\${file}`);

  async function run(args: readonly string[], main = LAB_CLI): Promise<ReportDocument> {
    // An apply sets what is named; the users of these computers have this proxy.
    const isNamed = args[0] !== 'apply' || args.includes('--direct') || args.includes('--source');
    const allowed = isNamed ? [] : ['--allow-proxy', 'proxy.contoso.example:8080'];
    const words = [main, 'fleet', ...args, ...allowed, '--powershell', linuxPwsh, ...lab.options, '--json'];
    const { stdout, stderr, code } = await runProgram(process.execPath, words, { timeoutMs: 170_000 });
    expect(stderr).toBe('');
    const document = readDocument(stdout);
    expect(document.exitCode).toBe(code);
    return document;
  }
  const machines = ({ fleet }: ReportDocument): Record<string, FleetMachine> =>
    Object.fromEntries((fleet?.machines ?? []).map((machine) => [machine.computer, machine]));
  const causes = (document: ReportDocument) =>
    Object.fromEntries(Object.entries(machines(document)).map(([name, { cause }]) => [name, cause]));
  /** The proxy keys as reg.exe exports them, which is independent of the code that reads and writes them. */
  const dump = (name: string) =>
    Promise.all(WATCHED.map(async (key) => (await computer(name).regExport(key)).toString('utf16le')));

  /** Runs the program on that computer itself. */
  async function onHanging(...args: string[]): Promise<void> {
    const { stdout } = await computer('hanging').cli([...args, '--json'], { retry: false });
    expect(readDocument(stdout)).toMatchObject({ exitCode: 0 });
  }

  beforeAll(async () => {
    [lab, folder] = await Promise.all([openSshComputers(NAMES), tempFolder()]);
    const text: Record<string, Buffer> = {
      right: machineText({ flags: VIA_PROXY, proxy: PROXY }, { ProxyEnable: 1, ProxyServer: PROXY }, PROXY),
      stale: machineText({ flags: DIRECT }, {}, 'old.contoso.example:3128'),
      pac: machineText({ flags: BY_PAC, pac: 'http://pac.contoso.example/p.pac' }, {}, ''),
      strings: machineText({ flags: DIRECT }, { ProxyEnable: 1, ProxyServer: PROXY }, ''),
      broken: regText({
        [`${USER_SETTINGS}\\Connections`]: { DefaultConnectionSettings: new Uint8Array([0x46, 0, 0]) },
      }),
    };
    await Promise.all(
      NAMES.map((name) => {
        const own = text[name];
        return own === undefined ? resetTo(computer(name)) : computer(name).regImport(own);
      }),
    );
    await Promise.all([
      computer('limited').constrained(true),
      computer('policy').reg(
        [
          'add',
          `HKLM\\Software\\Policies\\${INTERNET}`,
          '/v',
          'ProxySettingsPerUser',
          '/t',
          'REG_DWORD',
          '/d',
          '0',
          '/f',
        ],
        { retry: false },
      ),
    ]);
    const wait = (begin: string, until: string) =>
      `if (Test-Path C:\\${begin}) { Set-Content C:\\${begin}-now x; while (-not (Test-Path C:\\${until})) { Start-Sleep -Milliseconds 50 } }`;
    held = await labProgram((name, script) => {
      if (name === 'Get-P2STarget.ps1')
        return script.replace("$nonce = ''", `${wait('hold', 'go')}\r\n$nonce = ''`);
      if (name !== 'Invoke-P2SChange.ps1') return script;
      // After each write.
      return script.replace(
        '        $outcome\r\n    }\r\n}',
        `        $outcome\r\n        ${wait('hold-write', 'go')}\r\n    }\r\n}`,
      );
    });
  });
  afterAll(async () => {
    await lab?.close();
    await Promise.all([folder?.remove(), held?.remove()]);
  });

  it('is audited: each machine its own finding, the right word for those that give none, and nothing is changed', async () => {
    const again = join(folder.path, 'again.csv');
    const before = await dump('drift');
    for (const name of ['dying', 'hanging']) writeFileSync(onDrive(name, 'hold'), '');
    const table = await lab.table([
      ...NAMES.map((name) => ({ name })),
      { name: 'strange-key', subsystem: 'drift', key: lab.strangeKey },
      { name: 'switched-off', port: lab.closedPort },
      { name: 'no-powershell', subsystem: 'nothing' },
    ]);
    const running = run(['audit', '--computers', table, '--again', again, '--deadline', '45'], held.main);
    await waitFor(
      'the look at the dying',
      () => existsSync(onDrive('dying', 'hold-now')) || undefined,
      60_000,
    );
    await lab.die('dying');
    const document = await running;

    expect(causes(document)).toEqual({
      drift: 'winhttp-not-aligned',
      right: 'service-missing',
      stale: 'winhttp-not-aligned',
      pac: 'alignment-refused',
      strings: 'wininet-strings-newer',
      broken: 'store-unreadable',
      limited: 'winhttp-not-aligned',
      policy: 'service-missing',
      dying: 'lost',
      hanging: 'hangs',
      'strange-key': 'sign-in-refused',
      'switched-off': 'unreachable',
      'no-powershell': 'no-powershell',
    });
    const found = machines(document);
    expect(Object.entries(found).map(([name, { exitCode }]) => [name, exitCode])).toEqual(
      expect.arrayContaining([
        ['drift', 2],
        ['right', 0],
        ['pac', 8],
        ['broken', 8],
        ['dying', 1],
      ]),
    );
    expect(found.drift?.changes.map(({ store }) => store)).toEqual(PLANNED);
    expect(await dump('drift')).toEqual(before);
    expect(existsSync(computer('drift').unixPath(STATE))).toBe(false);
    expect(found.stale?.proxy).toEqual({ winInet: 'direct', winHttp: 'proxy old.contoso.example:3128' });
    // Codes, and ssh's own messages beside them.
    expect(found['switched-off']?.error?.evidence).toMatchObject({ errno: 'ECONNREFUSED' });
    expect(found['strange-key']?.error?.evidence).toMatchObject({
      sshExitCode: 255,
      sshSaid: expect.stringContaining('publickey'),
    });
    expect(found['no-powershell']?.error?.evidence).toMatchObject({ sshExitCode: 0 });
    expect(document.fleet?.summary).toMatchObject({ total: 13, answered: 8, again: 5, againFile: again });
    // The environment failed on some computers, which is the most severe exit code.
    expect(document.exitCode).toBe(1);
    expect(
      readFileSync(again, 'utf8')
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(['dying', 'hanging', 'no-powershell', 'strange-key', 'switched-off']);
  });

  it('is finished by --only, which asks those alone that gave no answer', async () => {
    const again = join(folder.path, 'again.csv');
    await computer('dying').start();
    // It is unknown how much it had written when it was killed.
    await resetTo(computer('dying'));
    for (const name of ['dying', 'hanging']) rmSync(onDrive(name, 'hold'));
    writeFileSync(onDrive('hanging', 'go'), '');
    const table = await lab.table([
      ...NAMES.map((name) => ({ name })),
      { name: 'strange-key', subsystem: 'drift' },
      { name: 'switched-off', subsystem: 'right' },
      { name: 'no-powershell', subsystem: 'right' },
    ]);
    const document = await run(['audit', '--computers', table, '--only', again, '--again', again]);
    expect(causes(document)).toEqual({
      dying: 'winhttp-not-aligned',
      hanging: 'winhttp-not-aligned',
      'strange-key': 'winhttp-not-aligned',
      'switched-off': 'service-missing',
      'no-powershell': 'service-missing',
    });
    expect(document.exitCode).toBe(2);
    expect(readFileSync(again, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  it(
    'is changed: exactly the plan by apply, nothing by a second one, all back by rollback',
    LONG,
    async () => {
      const table = await lab.table([{ name: 'drift' }, { name: 'right' }, { name: 'limited' }]);
      const before = await dump('drift');

      // The owner of that proxy is not named.
      const drift = await lab.table([{ name: 'drift' }]);
      const unnamed = machines(await run(['apply', '--computers', drift, '--source', 'wininet']));
      expect(unnamed.drift).toMatchObject({ cause: 'user-setting-not-followed', exitCode: 8 });
      expect(await dump('drift')).toEqual(before);

      const first = machines(await run(['apply', '--computers', table]));
      expect(first.drift).toMatchObject({
        cause: 'changed',
        exitCode: 0,
        result: { changed: PLANNED, backup: '0001' },
      });
      expect(first.right).toMatchObject({ exitCode: 0, result: { changed: [], backup: null } });
      // Without Full Language the computer cannot keep a backup.
      expect(first.limited).toMatchObject({ cause: 'refused', exitCode: 8, result: null });
      const expected = encodeWinHttpBlob({
        version: 0x28,
        counter: 0,
        flags: 3,
        proxy: 'proxy.contoso.example:8080',
        // The user's list is never used.
        bypass: '',
      });
      const after = await dump('drift');
      expect(winHttpBlobs(after)).toEqual([hexOf(expected), hexOf(expected)]);
      expect(withoutWinHttp(after)).toEqual(withoutWinHttp(before));

      const log = () => readFileSync(join(computer('drift').unixPath(STATE), 'writes.ndjson'), 'utf8');
      const written = log();
      const second = machines(await run(['apply', '--computers', drift]));
      expect(second.drift).toMatchObject({ exitCode: 0, result: { changed: [], backup: null } });
      expect(log()).toBe(written);
      expect(await dump('drift')).toEqual(after);

      const both = await lab.table([{ name: 'drift' }, { name: 'right' }]);
      const back = machines(await run(['rollback', '--computers', both]));
      expect(back.drift).toMatchObject({
        ...{ cause: 'changed', exitCode: 0, findings: [] },
        result: { backup: '0002', rolledBack: true },
      });
      expect(back.drift?.result?.changed.toSorted()).toEqual(PLANNED.toSorted());
      expect(await dump('drift')).toEqual(before);
      // A computer that never needed a change is no error either.
      expect(back.right).toMatchObject(NOTHING);
      expect(machines(await run(['rollback', '--computers', drift])).drift).toMatchObject(NOTHING);
    },
  );

  it('rolls back what the program there changed', async () => {
    const before = await dump('hanging');
    // First there: in the lab only a folder that the program itself makes has an access list.
    await onHanging('--apply', '--yes', '--no-probe');
    expect(await dump('hanging')).not.toEqual(before);
    const table = await lab.table([{ name: 'hanging' }]);
    expect(machines(await run(['rollback', '--computers', table])).hanging).toMatchObject({ exitCode: 0 });
    expect(await dump('hanging')).toEqual(before);
  });

  it(
    'is rolled back automatically when nobody confirms the change, and stays changed when somebody does',
    LONG,
    async () => {
      const table = await lab.table([{ name: 'stale' }]);
      const args = ['--computers', table, '--direct', '--confirm-within', '10m'];
      const before = await dump('stale');
      expect(machines(await run(['apply', ...args])).stale).toMatchObject({ cause: 'changed', exitCode: 0 });
      const after = await dump('stale');
      expect(after).not.toEqual(before);

      // Runs the task as Task Scheduler would: Wine's never starts a task, and keeps only a part of it.
      const task = onDrive('stale', 'windows\\system32\\tasks\\p2s-fix\\put back');
      expect(existsSync(task)).toBe(true);
      const xml = readFileSync(join(computer('stale').unixPath(STATE), 'put-back-task.xml'), 'utf16le');
      expect(xml).toMatch(/<StartBoundary>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/StartBoundary>/);
      const [, script = '', request = ''] =
        /-File &quot;(.*?)&quot; -RequestFile &quot;(.*?)&quot;/.exec(xml) ?? [];
      const fire = () =>
        computer('stale').pwsh(computer('stale').unixPath(script), ['-RequestFile', request], {
          retry: false,
        });
      // One value was changed outside p2s-fix: it stays as it is, and the rest is restored.
      const setWow64 = (hex: string) =>
        computer('stale').reg(
          ['add', `HKLM\\${WOW64_KEY}`, '/v', 'WinHttpSettings', '/t', 'REG_BINARY', '/d', hex, '/f'],
          { retry: false },
        );
      const [native = '', wow64 = ''] = winHttpBlobs(before);
      await setWow64(THEIRS);
      const fired = await fire();
      expect(fired.exitCode).toBe(0);
      expect(JSON.parse(fired.stdout)).toMatchObject({
        ending: 'written',
        outcomes: [{ status: 'written' }, { status: 'changed' }],
      });
      expect(winHttpBlobs(await dump('stale'))).toEqual([native, THEIRS]);
      const audited = machines(await run(['audit', '--computers', table])).stale;
      const left = {
        code: 'values-not-put-back',
        evidence: { values: [expect.stringContaining('WOW6432Node')] },
      };
      const leftOf = (machine: FleetMachine | undefined) =>
        machine?.findings.filter(({ code }) => code === 'values-not-put-back');
      expect(leftOf(audited)).toMatchObject([left]);
      // A confirm is now refused: there is nothing to keep.
      const withRight = await lab.table([{ name: 'stale' }, { name: 'right' }]);
      const tooLate = machines(await run(['confirm', '--computers', withRight]));
      expect(tooLate.stale).toMatchObject({ cause: 'refused', exitCode: 8, again: false });
      // A computer that never needed a change is no error.
      expect(tooLate.right).toMatchObject(NOTHING);
      await setWow64(wow64);
      expect(await dump('stale')).toEqual(before);
      expect(existsSync(task)).toBe(false);
      const note = () => readFileSync(join(computer('stale').unixPath(STATE), 'unconfirmed.json'), 'utf8');
      expect(note()).toMatch(/"putBackAt": "\d{4}-/);

      // A rollback before the time is over leaves the same, and reports it.
      expect(machines(await run(['apply', ...args])).stale).toMatchObject({ cause: 'changed' });
      await setWow64(THEIRS);
      expect(machines(await run(['rollback', '--computers', table])).stale).toMatchObject({
        ...{ cause: 'values-not-put-back', exitCode: 0, findings: [left] },
        result: { changed: ['winhttp/native'], backup: null, rolledBack: true },
      });
      expect(winHttpBlobs(await dump('stale'))).toEqual([native, THEIRS]);
      expect(existsSync(task)).toBe(false);
      expect(leftOf(machines(await run(['audit', '--computers', table])).stale)).toMatchObject([left]);
      await setWow64(wow64);

      expect(machines(await run(['apply', ...args])).stale).toMatchObject({ cause: 'changed' });
      const late = { script: readFileSync(computer('stale').unixPath(script)), request: '' };
      late.request = readFileSync(computer('stale').unixPath(request), 'utf8');
      expect(machines(await run(['confirm', '--computers', table])).stale).toMatchObject({
        cause: 'confirmed',
        exitCode: 0,
      });
      expect(existsSync(task)).toBe(false);
      expect(existsSync(computer('stale').unixPath(script))).toBe(false);
      // A task that still runs too late.
      writeFileSync(computer('stale').unixPath(script), late.script);
      writeFileSync(computer('stale').unixPath(request), late.request);
      expect(JSON.parse((await fire()).stdout)).toMatchObject({ error: { code: 'state-changed' } });
      expect(await dump('stale')).toEqual(after);
    },
  );

  it('says of each computer whether it can move from SSTP, seen from there', async () => {
    const host = ownAddress();
    const { key, cert, ca } = await serverCertificate();
    const listen = { host, port: await freePort() };
    const args = ['--tls-auth', 'KEY', '0'];
    const server = await startOpenVpn({ key, cert, ca, args, staticKey: SECRET, listen });
    const responder = await startIkeResponder(host);
    try {
      const file = join(folder.path, 'gateway.ovpn');
      writeFileSync(file, openVpnProfile(host, '').replace(' 443', ` ${listen.port}`));
      const table = await lab.table([{ name: 'strings' }, { name: 'right' }, { name: 'limited' }]);
      const before = await dump('strings');
      const document = await run(['migrate', '--computers', table, '--profile', file]);
      const found = machines(document);
      const [direct] = found.strings?.migrations ?? [];
      expect(direct).toMatchObject({ gateway: `${host}:${listen.port}`, from: 'remote', answer: 'ready' });
      expect(direct?.ikev2.ways.map(({ port, verdict }) => [port, verdict])).toEqual([
        [500, 'reachable'],
        [4500, 'reachable'],
      ]);
      expect(direct?.openvpn.ways).toMatchObject([{ via: 'direct', verdict: 'reachable' }]);
      expect(direct?.sstp).toBe('tls-failed');
      // The name of its proxy does not resolve: that route fails, the direct one works.
      const [proxied] = found.right?.migrations ?? [];
      expect(proxied?.openvpn.ways.map(({ via, verdict }) => [via, verdict])).toEqual([
        ['direct', 'reachable'],
        [PROXY, 'proxy-unreachable'],
      ]);
      // Without Full Language the script cannot open a socket.
      expect(found.limited).toMatchObject({ cause: 'refused', migrations: [] });
      expect(causes(document)).toMatchObject({ strings: 'ready', right: 'ready' });
      expect(await dump('strings')).toEqual(before);
      expect(JSON.stringify(document)).not.toContain(SECRET.slice(0, 24));
    } finally {
      responder.close();
      await server.close();
    }
  });

  it('whose connection breaks in the middle of a change is found half changed, rolled back, changed, and rolled back there', async () => {
    const relay = await startRelay({ target: { host: '127.0.0.1', port: lab.port }, delayMs: 0 });
    const table = await lab.table([{ name: 'hanging' }]);
    const breaking = await lab.table([{ name: 'hanging', port: relay.port }]);
    const before = await dump('hanging');
    rmSync(onDrive('hanging', 'go'), { force: true });
    writeFileSync(onDrive('hanging', 'hold-write'), '');
    const running = run(['apply', '--computers', breaking, '--deadline', '120'], held.main);
    await waitFor(
      'the first write',
      () => existsSync(onDrive('hanging', 'hold-write-now')) || undefined,
      60_000,
    );
    await relay.close();
    expect(machines(await running).hanging).toMatchObject({ cause: 'lost', exitCode: 1, again: true });
    // The remote process may live for a moment and hold the lock: here it ends with its connection, as on Windows.
    await lab.endSessions('hanging');
    const half = await dump('hanging');
    expect(half).not.toEqual(before);

    const found = machines(await run(['audit', '--computers', table]));
    expect(found.hanging).toMatchObject({ cause: 'change-interrupted', exitCode: 9 });
    expect(await dump('hanging')).toEqual(half);
    const kept = readdirSync(join(computer('hanging').unixPath(STATE), 'backups'));
    const numbers = kept.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
    const nextBackup = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
    const applied = machines(await run(['apply', '--computers', table]));
    expect(applied.hanging).toMatchObject({
      cause: 'changed',
      exitCode: 0,
      result: { backup: nextBackup },
    });
    expect(new Set(winHttpBlobs(await dump('hanging'))).size).toBe(1);
    expect(existsSync(join(computer('hanging').unixPath(STATE), 'journal.json'))).toBe(false);
    // The program there rolls back what the fleet changed.
    await onHanging('rollback');
    expect(await dump('hanging')).toEqual(before);
  });
});

async function serverCertificate() {
  const ca = await createCa();
  const { key, cert } = await ca.issue({ names: ['vpn.example'], ips: [] });
  return { key, cert, ca: ca.root.pem };
}

/** The WinHTTP blobs of a dump, as hex. */
function winHttpBlobs(dumped: readonly string[]): string[] {
  return dumped.flatMap((text) =>
    [...text.replaceAll(/\\\r\n\s*/g, '').matchAll(/^"WinHttpSettings"=hex:(.*)\r$/gm)].map(([, hex = '']) =>
      hex.replaceAll(',', ''),
    ),
  );
}

function withoutWinHttp(dumped: readonly string[]): string[] {
  return dumped.map((text) =>
    text.replaceAll(/\\\r\n\s*/g, '').replaceAll(/^"WinHttpSettings"=hex:.*\r\n/gm, ''),
  );
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
