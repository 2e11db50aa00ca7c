import { mkdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { childEnvironment } from '../../../src/powershell/environment.ts';
import { OneShotHost } from '../../../src/powershell/one-shot.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForAll } from '../../support/files.ts';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { buildTestScripts, hostOptions } from '../../support/programs/powershell.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { OPENSSL } from '../../support/servers/openssl.ts';
import { describeReal, RUN } from '../real-adapters.ts';

/**
 * One PowerShell for all tests, because the requests keep no state. It has its own home folder, and so its own
 * stores.
 */
describe.skipIf(skipWithout(linuxPwsh, OPENSSL))('the script of evidence', { timeout: 120_000 }, () => {
  const root = folderForAll();
  let host: OneShotHost;
  beforeAll(async () => {
    await buildTestScripts(join(root, 'scripts'));
    const env = { ...process.env, HOME: join(root, 'home') };
    await mkdir(env.HOME);
    const child = childEnvironment({ env, platform: process.platform, explicit: true });
    host = new OneShotHost(
      hostOptions(linuxPwsh, { scriptsDir: join(root, 'scripts'), env: { ...child, HOME: env.HOME } }),
    );
  });

  const ask = async (request: Record<string, unknown>) =>
    (await host.run('Test-Evidence' as ScriptName, request, RUN)).result as never;

  it('gives events by their numbers, cut and bounded, under every culture', async () => {
    const cultures = ['en-US', 'th-TH', 'ar-SA', 'fa-IR'];
    const lists: { data: unknown[] }[][] = await ask({ do: 'events', cultures });
    expect(lists).toHaveLength(cultures.length);
    const head = {
      log: 'Application',
      provider: 'RasClient',
      id: 20227,
      at: '2026-01-02T03:04:05.006Z',
    };
    for (const events of lists) {
      expect(events[0]).toEqual({ ...head, data: ['{C}', 'CONTOSO\\user', 'VPN 東', '-2146885613'] });
      expect(events[1]).toEqual({ ...head, data: ['1', '2', '3', '4', '5', '6', '7', '8'] });
      expect(events[2]?.data).toEqual(['x'.repeat(512)]);
      expect(events[3]?.data).toEqual([
        { hex: Buffer.from(Array.from({ length: 64 }, (_, i) => i + 1)).toString('hex') },
      ]);
      expect(events[4]?.data.slice(0, 3)).toEqual(['4294967295', '-1', '']);
      expect(events[5]).toEqual({ ...head, data: [] });
      expect(events[6]).toEqual({ ...head, at: null, data: ['a'] });
    }
  });

  it('says of logs that cannot be read that they cannot, and goes on', async () => {
    expect(await ask({ do: 'query' })).toMatchObject([
      { name: 'System', state: 'failed', hresult: expect.any(Number) },
      { name: 'Application', state: 'failed' },
    ]);
  });

  it('finds the certificates of the user, and those above them in the stores', async () => {
    const ca = await createCa();
    const own = await ca.issue({ names: [], commonName: 'Somebody', purposes: ['clientAuth'] });
    const twin = await createCa();
    const stranger = await createCa({ name: 'Stranger' });
    const large = await ca.issue({ names: Array.from({ length: 300 }, (_, i) => `${i}.`.padEnd(40, 'x')) });
    const pfx = join(root, 'own.pfx');
    await writeFile(join(root, 'own.pem'), own.pem + own.key);
    const made = await runProgram(OPENSSL, [
      ...['pkcs12', '-export', '-in', join(root, 'own.pem'), '-out', pfx, '-passout', 'pass:x'],
    ]);
    expect(made.code).toBe(0);
    const put = [
      { store: 'CurrentUser\\My', base64: (await readFile(pfx)).toString('base64'), password: 'x' },
      ...[stranger.root, large].map(({ der }) => ({
        store: 'CurrentUser\\My',
        base64: der.toString('base64'),
        password: '',
      })),
      ...[ca.intermediate, twin.intermediate, stranger.intermediate].map(({ der }) => ({
        store: 'CurrentUser\\CA',
        base64: der.toString('base64'),
        password: '',
      })),
      { store: 'CurrentUser\\Root', base64: ca.root.der.toString('base64'), password: '' },
    ];
    const hex = ({ der }: { der: Buffer }) => der.toString('hex');
    const found: {
      own: { hex: string; hasPrivateKey: boolean }[];
      issuers: { hex: string; stores: string[] }[];
    } = await ask({ do: 'certificates', put });
    // One is larger than a certificate that is read.
    expect(found).toMatchObject({ state: 'read', hresult: null, omitted: 1 });
    expect(Object.fromEntries(found.own.map((one) => [one.hex, one.hasPrivateKey]))).toEqual({
      [hex(own)]: true,
      [hex(stranger.root)]: false,
    });
    // By name, so another certificate with the same name is included; other code decides which one signed.
    expect(Object.fromEntries(found.issuers.map((one) => [one.hex, one.stores]))).toEqual({
      [hex(ca.intermediate)]: ['CurrentUser\\CA'],
      [hex(twin.intermediate)]: ['CurrentUser\\CA'],
      [hex(ca.root)]: ['CurrentUser\\Root'],
    });
  });

  describe('of kept revocation answers', () => {
    const parts = ['AppData', 'LocalLow', 'Microsoft', 'CryptnetUrlCache'];
    const cache = (folder: string) => ask({ do: 'cache', folder });
    const make = async (name: string) => {
      const folder = join(root, name, ...parts, 'MetaData');
      await mkdir(folder, { recursive: true });
      return folder;
    };

    it('gives names and times, and no more than so many', async () => {
      const folder = await make('few');
      await writeFile(join(folder, '77EC63BDA74BD0D0E0426DC8F8008506'), 'x');
      await utimes(join(folder, '77EC63BDA74BD0D0E0426DC8F8008506'), 1_770_000_000, 1_770_000_000);
      await mkdir(join(folder, 'folder'));
      expect(await cache(join(root, 'few'))).toEqual({
        account: 'user',
        state: 'present',
        files: [{ name: '77EC63BDA74BD0D0E0426DC8F8008506', at: '2026-02-02T02:40:00.000Z' }],
        omitted: false,
      });
      const many = await make('many');
      await Promise.all(Array.from({ length: 301 }, (_, i) => writeFile(join(many, `f${i}`), '')));
      const found: { files: unknown[] } = await cache(join(root, 'many'));
      expect(found).toMatchObject({ state: 'present', omitted: true });
      expect(found.files).toHaveLength(300);
    });

    it('reports what is missing, and follows no link', async () => {
      expect(await cache(join(root, 'none'))).toMatchObject({ state: 'absent', files: [] });
      await make('real');
      await make('linked');
      const place = join(root, 'linked', ...parts);
      await rename(join(place, 'MetaData'), join(place, 'Other'));
      await symlink(join(root, 'real', ...parts, 'MetaData'), join(place, 'MetaData'));
      expect(await cache(join(root, 'linked'))).toMatchObject({ state: 'unseen', files: [] });
    });
  });
});

describeReal('the evidence', (real) => {
  it('of a system without any says why', async () => {
    const seen = async (request: Record<string, unknown>) =>
      (await real.host.run('Get-P2SEvidence', request, RUN)).result;
    expect(await seen({ connections: false })).toMatchObject({ vpnConnections: null });
    expect(await seen({ connections: true })).toEqual({
      unavailable: 'not-windows',
      logs: [],
      events: [],
      certificates: null,
      crlCaches: [],
      vpnConnections: {
        unavailable: 'not-windows',
        hresult: null,
        sid: null,
        connections: [],
        omitted: false,
      },
    });
  });
});
