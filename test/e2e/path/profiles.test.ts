import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import {
  azureVpnClientEntry,
  type PhonebookEntryText,
  phonebookText,
} from '../../support/machines/phonebooks.ts';
import { azureVpnConfig, openVpnProfile, SECRET, vpnSettings } from '../../support/machines/profiles.ts';
import { makeZip, type ZipEntry } from '../../support/machines/zip.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

const SID = 'S-1-5-21-1-2-3-1001';

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('gateways found by themselves', () => {
  let scene: Scene;
  let options: { env: NodeJS.ProcessEnv };
  let route: string[];

  beforeAll(async () => {
    scene = await setScene();
    options = { env: { ...process.env, ...scene.names.env } };
    route = ['--proxy', scene.proxy, '--ca', scene.caFile];
  });
  afterAll(() => scene?.close());

  async function file(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(scene.folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  const members = (root: string, more: readonly ZipEntry[] = []): ZipEntry[] => [
    { name: 'WindowsAmd64/VpnClientSetupAmd64.exe', content: 'MZ' },
    { name: 'Generic/VpnSettings.xml', content: vpnSettings({ server: scene.gateway }) },
    { name: 'Generic/VpnServerRoot.cer', content: root },
    ...more,
  ];

  describe('verify --profile', () => {
    it('a package: its gateway, its root, reachable; no secret in any output', async () => {
      const config = azureVpnConfig({ servers: [scene.gateway] });
      const ovpn = openVpnProfile(scene.gateway, scene.simulated.caPem);
      const archive = makeZip(
        members(scene.simulated.caPem, [
          { name: 'AzureVPN/azurevpnconfig.xml', content: config },
          { name: 'OpenVPN/vpnconfig.ovpn', content: ovpn },
        ]),
      );
      const args = ['verify', '--profile', await file('vpn.zip', archive), ...route];
      const document = await runJson(args, options);
      expect(document.exitCode).toBe(0);
      expect(document.gateways).toMatchObject([
        {
          host: scene.gateway,
          port: 443,
          source: 'profile',
          profiles: [{ types: ['SSTP', 'IKEv2'] }, {}, {}],
        },
      ]);
      expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
      expect(ofStage(document.checks, 'certificate')[0]?.evidence.asProfileExpects).toBe(true);
      expect(document.findings.map(({ code }) => code)).toContain('profile-root-unknown');
      for (const form of ['--json', '--ndjson', '--verbose']) {
        const { stdout, stderr } = await runCli([...args, form], options);
        expect(stdout).toContain(scene.gateway);
        expect(stdout + stderr).not.toContain(SECRET.slice(0, 12));
      }
    });

    it('a package with another root: wrong-root, exit 7, who has to do what', async () => {
      const other = await createCa({ name: 'Contoso' });
      const args = [
        'verify',
        '--profile',
        await file('other.zip', makeZip(members(other.root.pem))),
        ...route,
      ];
      const document = await runJson(args, options);
      expect(document.exitCode).toBe(7);
      expect(document.verdicts).toMatchObject([{ verdict: 'wrong-root', stage: 'certificate' }]);
      const { stdout } = await runCli([...args, '--verbose'], options);
      expect(stdout).toMatch(/Verdict: wrong-root: .*\n\s+Next: VPN team: download a new VPN client package/);
    });

    it('the profile’s root, which is not trusted here', async () => {
      const args = ['verify', '--profile', await file('vpn.zip', makeZip(members(scene.simulated.caPem)))];
      const document = await runJson([...args, '--proxy', scene.proxy], options);
      expect(document.verdicts).toMatchObject([{ verdict: 'untrusted-root' }]);
      expect(document.findings.find(({ code }) => code === 'profile-root-untrusted')?.severity).toBe('error');
    });

    it('entries without a gateway: each is reported by its name, before the error', async () => {
      const odd = { name: 'odd', server: 'vpn example;2' };
      const book = await file('odd.pbk', phonebookText([odd, azureVpnClientEntry('app')]));
      const document = await runJson(['verify', '--profile', book, ...route], options);
      expect([document.error?.code, document.exitCode]).toEqual(['no-gateway', 3]);
      expect(document.findings.map(({ code, evidence }) => [code, evidence.entry])).toEqual([
        ['entry-unreadable', 'odd'],
        ['openvpn-plugin-entry', 'app'],
      ]);
      const { stdout, stderr } = await runCli(['verify', '--profile', book, ...route, '--verbose'], options);
      expect(stdout).toContain('The entry odd may use SSTP');
      expect(stdout).toContain('The entry app belongs to the Azure VPN Client');
      expect(stderr).toContain('No gateway is known.');
    });

    it('OpenVPN only: not probed, sstp-not-offered, exit 7; probed all the same when it is named', async () => {
      const config = await file('azurevpnconfig.xml', azureVpnConfig({ servers: [scene.gateway] }));
      const document = await runJson(['verify', '--profile', config, ...route], options);
      expect(document).toMatchObject({
        exitCode: 7,
        checks: [],
        verdicts: [{ gateway: scene.gateway, verdict: 'sstp-not-offered', stage: null }],
      });
      expect(document.findings).toMatchObject([{ code: 'gateway-openvpn-only', severity: 'error' }]);
      const named = await runJson(['verify', scene.gateway, '--profile', config, ...route], options);
      expect(named.verdicts).toMatchObject([{ verdict: 'reachable' }]);
      expect(named.findings).toContainEqual(
        expect.objectContaining({ code: 'sstp-not-offered', severity: 'warning' }),
      );
    });

    it('a folder with several, which disagree; links are not followed', async () => {
      const folder = join(scene.folder, 'several');
      await file('several/a/Generic/VpnSettings.xml', vpnSettings({ server: scene.gateway }));
      await file('several/b/VPNSettings.XML', vpnSettings({ server: scene.gateway, types: 'IkeV2' }));
      await file('several/notes.txt', 'nothing');
      await symlink('/etc', join(folder, 'VpnSettings.xml'));
      const document = await runJson(['verify', '--profile', folder, ...route], options);
      expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
      const conflict = document.findings.find(({ code }) => code === 'profiles-conflict');
      expect(conflict?.message).toContain('"IKEv2, SSTP" in');
    });

    it.each([
      ['a file that is not there', 'nowhere.zip', null, /there is no such file/],
      ['an entity bomb', 'b.xml', '<!DOCTYPE a [<!ENTITY a "x">]><a>&a;</a>', /DOCTYPE/],
      ['something else', 'machine.reg', 'Windows Registry Editor', /is not a zip, XML/],
    ])('%s is exit 3, by name', async (_name, name, content, message) => {
      const path = join(scene.folder, name);
      if (content !== null) await file(name, content);
      const { exitCode, stdout, stderr } = await runCli(['verify', '--profile', path, '--direct']);
      expect([exitCode, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  describe('verify --profile with recordings among the profiles', () => {
    const HEAD = 'Windows Registry Editor Version 5.00\r\n\r\n';
    const reg = (proxyHost: string) => sampleRegText({ proxyHost, proxyPort: 8080, bypass: '<local>' });
    const capture = (proxyHost: string, server: string) => {
      const phonebooks = [
        {
          sid: null,
          path: 'C:\\rasphone.pbk',
          bytes: Buffer.from(phonebookText([{ name: 'v', server, strategy: 5 }])),
        },
      ];
      const observation = readRecording(reg(proxyHost)).observation(new Date());
      return JSON.stringify(serializeCapture({ ...observation, phonebooks }), null, 2);
    };

    it('a folder with archives in it: their gateways count, what contradicts is found', async () => {
      const root = 'recordings';
      await file(`${root}/A.REG`, reg('one.contoso.example'));
      await file(`${root}/b/capture.json`, capture('two.contoso.example', scene.gateway));
      await file(
        `${root}/c.zip`,
        makeZip([
          {
            name: 'Support/Ana/CAPTURE.JSON',
            content: capture('two.contoso.example', 'other.contoso.example'),
          },
          { name: 'Support/package.json', content: '{"name":"x"}' },
          ...members(scene.simulated.caPem),
        ]),
      );
      // Names that others have as well.
      await file(`${root}/package.json`, '{"name":"x"}');
      await file(`${root}/tsconfig.json`, '{ // not JSON');
      await file(`${root}/font.reg`, `${HEAD}[HKEY_CURRENT_USER\\Console]\r\n"FaceName"="x"\r\n`);
      const args = ['verify', '--profile', join(scene.folder, root), ...route, ...['--deadline', '5']];
      const document = await runJson(args, options);
      expect(document.error).toBeUndefined();
      expect(document.gateways.map(({ host, source }) => [host, source])).toEqual([
        [scene.gateway, 'phonebook'],
        ['other.contoso.example', 'phonebook'],
      ]);
      expect(document.gateways[0]?.profiles?.map(({ format }) => format).sort()).toEqual([
        'phonebook',
        'vpn-settings',
      ]);
      const found = document.findings.filter(({ code }) => code === 'recordings-conflict');
      expect(found.map(({ evidence }) => evidence.about)).toEqual(['wininet', 'gateways']);
      expect(found[0]?.message).toContain('one.contoso.example:8080');
      expect(found[1]?.message).toContain(join(root, 'c.zip/Support/Ana/CAPTURE.JSON'));
      const { stdout } = await runCli([...args, '--verbose'], options);
      expect(stdout).toMatch(/WARNING recordings-conflict: The recordings are/);
    });

    it('one by itself', async () => {
      const one = await file('alone.capture', capture('two.contoso.example', scene.gateway));
      const document = await runJson(['verify', '--profile', one, ...route], options);
      expect(document.verdicts).toMatchObject([{ gateway: scene.gateway, verdict: 'reachable' }]);
    });

    it.each<[string, string, Uint8Array | string, RegExp]>([
      [
        'a capture that is damaged',
        'damaged/x.json',
        '{"kind":"p2s-fix-capture"',
        /x\.json.*not valid JSON|not valid JSON.*\n.*x\.json/s,
      ],
      [
        'an export that is damaged',
        'export/z.reg',
        `${HEAD}[HKEY_CURRENT_USER\\Software\r\n`,
        /z\.reg, line 3/,
      ],
      [
        'nothing of ours in an archive',
        'none.zip',
        makeZip([
          { name: 'package.json', content: '{}' },
          { name: 'x.reg', content: HEAD },
        ]),
        /no profile is in it/,
      ],
    ])('%s is exit 3, by name', async (_what, name, content, message) => {
      const path = await file(name, content);
      const named = name.includes('/') ? join(path, '..') : path;
      const { exitCode, stdout, stderr } = await runCli(['verify', '--profile', named, '--direct']);
      expect([exitCode, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  describe('on a recorded machine', () => {
    /** The sample machine, with the hive of a user and phonebooks of several. */
    async function capture(
      name: string,
      books: Record<string, PhonebookEntryText[] | string>,
      more: Partial<Observation> = {},
    ): Promise<string> {
      const reg = sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' });
      const text = reg.toString('utf16le').replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${SID}`);
      const observation = readRecording(Buffer.from(text, 'utf16le')).observation(new Date());
      const phonebooks = Object.entries(books).map(([sid, entries]) => ({
        sid: sid === 'all' ? null : sid,
        path: `C:\\Users\\${sid}\\rasphone.pbk`,
        bytes: Buffer.from(typeof entries === 'string' ? entries : phonebookText(entries)),
      }));
      return file(name, JSON.stringify(serializeCapture({ ...observation, phonebooks, ...more })));
    }
    const recorded = (path: string) => ['--machine', path, '--state-dir', join(scene.folder, 'state')];
    const hosts = (document: { gateways: readonly { host: string; source: string }[] }) =>
      document.gateways.map(({ host, source }) => [host, source]);

    it('the phonebooks of the VPN user and of all users, and of nobody else', async () => {
      const path = await capture('books.json', {
        [SID.toLowerCase()]: [
          { name: 'ours', server: scene.gateway, strategy: 5 },
          { name: 'ike', server: 'ike.example', strategy: 7 },
          azureVpnClientEntry('app'),
        ],
        all: [{ name: 'all', server: 'all.contoso.example:8443', strategy: 0 }],
        'S-1-5-21-9-9-9-500': [{ name: 'theirs', server: 'theirs.example', strategy: 5 }],
      });
      const document = await runJson(recorded(path));
      expect(hosts(document)).toEqual([
        [scene.gateway, 'phonebook'],
        ['all.contoso.example', 'phonebook'],
      ]);
      expect(document.gateways[0]?.profiles).toMatchObject([{ entry: 'ours', strategy: 5, types: ['SSTP'] }]);
      const codes = document.findings.map(({ code }) => code);
      expect(codes).toContain('openvpn-plugin-entry');
      const other = document.findings.find(({ code }) => code === 'entry-without-sstp');
      expect(other?.message).toMatch(
        /^The entry ike connects to ike\.example without SSTP: strategy 7 \(IKEv2 only\) \(/,
      );
      expect(codes).toContain('path-not-checked');
      expect(codes).not.toContain('no-gateway-known');
      // If a gateway is named, only that one counts.
      expect(hosts(await runJson([...recorded(path), '--gateway', 'named.example']))).toEqual([
        ['named.example', 'option'],
      ]);
    });

    it('is checked from here, applied, and checked again, without a gateway being named', async () => {
      const path = await capture('apply.json', {
        [SID]: [{ name: 'v', server: scene.gateway, strategy: 5 }],
      });
      const args = [...recorded(path), '--probe', '--ca', scene.caFile];
      const seen = await runJson(args, options);
      expect(seen.verdicts.map(({ gateway, verdict }) => [gateway, verdict])).toEqual([
        [scene.gateway, 'revocation-unreachable'],
        [scene.gateway, 'reachable'],
      ]);
      const out = join(scene.folder, 'fixed.json');
      const applied = await runJson(['--apply', ...args, '--out', out], options);
      expect(applied).toMatchObject({
        exitCode: 0,
        verdicts: [{ gateway: scene.gateway, verdict: 'reachable' }],
      });
    });

    it('plan and verify take them, and profiles beside them', async () => {
      const path = await capture('both.json', { [SID]: [{ name: 'v', server: scene.gateway, strategy: 5 }] });
      const profile = await file('v.xml', vpnSettings({ server: 'other.contoso.example' }));
      const planned = await runJson([
        'plan',
        ...recorded(path),
        '--profile',
        profile,
        '--out',
        join(scene.folder, 'plan.json'),
      ]);
      expect(hosts(planned)).toEqual([
        ['other.contoso.example', 'profile'],
        [scene.gateway, 'phonebook'],
      ]);
      const verified = await runJson(['verify', ...recorded(path), '--ca', scene.caFile], options);
      expect(verified.verdicts).toMatchObject([
        {
          gateway: scene.gateway,
          stores: 'current',
          verdict: 'revocation-unreachable',
          mendedByProposal: true,
        },
        { gateway: scene.gateway, stores: 'proposed', verdict: 'reachable' },
      ]);
    });
  });
});
