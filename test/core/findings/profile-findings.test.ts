import { describe, expect, it } from 'vitest';
import { deadlinesWith } from '../../../src/core/findings/path/deadlines.ts';
import { KNOWN_ROOTS } from '../../../src/core/findings/profile-currency.ts';
import { profileFindings } from '../../../src/core/findings/profile-findings.ts';
import type { Gateway, Verdict } from '../../../src/core/model/check.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import {
  type ExpectedRoot,
  expectedRoots,
  type GatewayProfile,
  offersSstp,
  type ProfileReading,
} from '../../../src/core/path/gateway-profile.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';

const HOST = 'azuregateway-0f0f0f0f.vpn.azure.com';
const GATEWAY: Gateway = { host: HOST, port: 443, source: 'profile' };
const TODAY = new Date('2026-11-25T00:00:00Z');

function profile(more: Partial<GatewayProfile> = {}): GatewayProfile {
  return {
    host: HOST,
    port: 443,
    source: 'profile',
    format: 'vpn-settings',
    file: 'p.zip/Generic/VpnSettings.xml',
    package: 'p.zip',
    types: ['SSTP', 'IKEv2'],
    roots: [],
    vnetId: null,
    entry: null,
    strategy: null,
    ...more,
  };
}

const byName = (name: string): ExpectedRoot => ({ name, sha1: null, sha256: null, der: null });
const byHash = (sha1: string): ExpectedRoot => ({ name: null, sha1, sha256: null, der: null });
const [G1, G2, G3] = KNOWN_ROOTS.map(({ sha1 }) => byHash(sha1));
const reading = (...gateways: GatewayProfile[]): ProfileReading => ({ gateways, roots: [], plugins: [] });

function findings(
  known: ProfileReading,
  more: { today?: Date; verdicts?: Verdict[]; gateway?: Gateway; notified?: string } = {},
) {
  const { today = TODAY, verdicts = [], gateway = GATEWAY, notified } = more;
  const choice = notified === undefined ? {} : { 'gateway-root-migration': notified };
  return profileFindings(known, [gateway], verdicts, today, deadlinesWith(choice));
}
const codes = (known: ProfileReading, more?: Parameters<typeof findings>[1]) =>
  findings(known, more).map(({ code, severity }) => `${code} ${severity}`);

describe('whether SSTP is offered', () => {
  it.each<[string, GatewayProfile[], boolean | null]>([
    ['no profile', [], null],
    ['a list with it', [profile()], true],
    ['a list without it', [profile({ types: ['IKEv2'] })], false],
    ['no list', [profile({ types: null })], null],
    ['OpenVPN files alone', [profile({ format: 'azure-vpn-client', types: ['OpenVPN'] })], false],
    ['an OpenVPN file beside a list', [profile({ format: 'openvpn', types: ['OpenVPN'] }), profile()], true],
    ['an automatic entry', [profile({ format: 'phonebook', types: null })], null],
    ['an old list beside a new one', [profile({ types: ['OpenVPN'] }), profile()], true],
  ])('%s', (_name, profiles, offered) => expect(offersSstp(profiles)).toBe(offered));

  it('is reported when it is not, with the route that remains', () => {
    expect(codes(reading(profile()))).toEqual([]);
    expect(findings(reading(profile({ types: ['IKEv2', 'OpenVPN'] })))).toMatchObject([
      {
        code: 'sstp-not-offered',
        severity: 'error',
        evidence: { gateway: HOST, types: ['IKEv2', 'OpenVPN'] },
      },
    ]);
    expect(codes(reading(profile({ types: ['OpenVPN'] })))).toEqual(['gateway-openvpn-only error']);
  });

  it('is no error where the gateway answers by SSTP: its profile is out of date', () => {
    const known = reading(profile({ types: ['OpenVPN'] }));
    const verdicts: Verdict[] = [{ gateway: HOST, stores: 'proposed', verdict: 'reachable', stage: null }];
    const found = findings(known, { verdicts });
    expect(found).toMatchObject([
      { code: 'sstp-not-offered', severity: 'warning', evidence: { answered: true, types: ['OpenVPN'] } },
    ]);
    expect(ENGLISH.finding(found[0] as Finding).message).toContain('out of date');
    expect(codes(known, { verdicts: verdicts.map((one) => ({ ...one, verdict: 'tls-failed' })) })).toEqual([
      'gateway-openvpn-only error',
    ]);
  });

  it.each([24, 25])('Virtual WAN never had it: wan. and %i characters', (length) => {
    const gateway: Gateway = { host: `wan.${'a'.repeat(length)}.vpn.azure.com`, port: 443, source: 'option' };
    expect(findings(reading(), { gateway })).toMatchObject([
      { code: 'gateway-openvpn-only', evidence: { reason: 'virtual-wan' } },
    ]);
    expect(codes(reading(), { gateway: { ...gateway, host: `${gateway.host}.` } })).toEqual([
      'gateway-openvpn-only error',
    ]);
    expect(codes(reading(), { gateway: { ...gateway, host: 'wan.contoso.example' } })).toEqual([]);
  });
});

describe('profiles that disagree', () => {
  const other = (more: Partial<GatewayProfile>) => profile({ file: 'q.xml', package: 'q', ...more });
  it.each<[string, Partial<GatewayProfile>, Partial<GatewayProfile>, string[]]>([
    ['about the types', {}, { types: ['OpenVPN'] }, ['tunnel types']],
    ['about the network', { vnetId: 'A' }, { vnetId: 'b' }, ['virtual network']],
    ['about the root', { roots: [byName('a')] }, { roots: [byName('b')] }, ['root']],
    ['not by order or case', { types: ['IKEv2', 'SSTP'], vnetId: 'A' }, { vnetId: 'a' }, []],
    ['not during a migration', { roots: [byName('a')] }, { roots: [byName('a'), byName('b')] }, []],
    ['not where one says nothing', { vnetId: 'A', roots: [byName('a')] }, { types: null }, []],
    [
      'not where a name and a digest cannot be compared',
      { roots: [byName('a')] },
      { roots: [byHash('0')] },
      [],
    ],
    ['not about what an OpenVPN file lists', {}, { format: 'openvpn', types: ['OpenVPN'] }, []],
  ])('%s', (_name, a, b, about) => {
    const found = findings(reading(profile(a), other(b))).filter(({ code }) => code === 'profiles-conflict');
    expect(found.map(({ evidence }) => evidence.about)).toEqual(about);
  });

  it('names both files with what each says', () => {
    const found = findings(reading(profile({ vnetId: 'a' }), other({ vnetId: 'b' })));
    expect(found[0]?.evidence.says).toEqual([
      { file: 'p.zip/Generic/VpnSettings.xml', value: 'a' },
      { file: 'q.xml', value: 'b' },
    ]);
  });
});

describe('the root that a profile expects', () => {
  it('is expected of its gateway, with the final dot of a name or without it', () => {
    const known = reading(profile({ roots: [byName('a')] }));
    expect(expectedRoots(known, { host: `${HOST}.`, port: 443 })).toEqual([byName('a')]);
    expect(expectedRoots(known, { host: `${HOST}.`, port: 444 })).toEqual([]);
  });

  const roots = (...list: (ExpectedRoot | undefined)[]) =>
    reading(profile({ roots: list.filter((root) => root !== undefined) }));
  const reached: Verdict = { gateway: HOST, stores: 'current', verdict: 'reachable', stage: null };

  it.each<[string, ProfileReading, string]>([
    ['the old one', roots(G1), 'profile-root-old info'],
    ['G2 alone, by name', roots(byName('DigiCert Global Root G2')), 'profile-root-new info'],
    ['the old one and G2', roots(G1, G2), 'profile-root-both info'],
    ['two listed ones', roots(G2, G3), 'profile-root-new info'],
    ['an old one and one that is not known', roots(G1, byName('Contoso Root')), 'profile-root-both info'],
    [
      'an old one twice, by name and by digest',
      roots(G1, byName('DigiCert Global Root CA')),
      'profile-root-old info',
    ],
    ['one that no gateway had before', roots(G3), 'profile-root-new info'],
    ['a private one', roots(byName('Contoso Root')), 'profile-root-unknown info'],
  ])('%s', (_name, known, code) => expect(codes(known)).toEqual([code]));

  it('is reported with its gateway, its files and the deadline of the migration', () => {
    const [found] = findings(roots(byName('Contoso Root'), byName('a')));
    expect(found?.evidence).toEqual({
      gateway: HOST,
      roots: ['Contoso Root', 'a'],
      files: ['p.zip/Generic/VpnSettings.xml'],
      deadline: expect.stringMatching(/^2027-\d\d-\d\d$/),
    });
  });

  it('becomes more severe with the date of a notification, unless a gateway still shows it', () => {
    const at = (day: string, verdicts: Verdict[] = []) =>
      codes(roots(G1), { today: new Date(day), verdicts, notified: '2027-01-31' });
    expect(at('2026-06-01')).toEqual(['profile-root-old info']);
    expect(at('2026-11-25')).toEqual(['profile-root-old warning']);
    expect(at('2027-02-02')).toEqual(['profile-root-old error']);
    expect(at('2027-02-02', [reached])).toEqual(['profile-root-old info']);
    expect(at('2027-02-02', [{ ...reached, verdict: 'timeout' }])).toEqual(['profile-root-old error']);
    expect(at('2027-02-02', [{ ...reached, gateway: 'other.example' }])).toEqual(['profile-root-old error']);
    expect(at('2027-02-02', [{ ...reached, stores: 'proposed' }])).toEqual(['profile-root-old error']);
  });

  it('is reported for each package: its files count together', () => {
    const known = reading(
      profile({ roots: [G1, G3].filter((root) => root !== undefined) }),
      profile({
        format: 'azure-vpn-client',
        file: 'p.zip/AzureVPN/azurevpnconfig.xml',
        roots: G1 ? [G1] : [],
      }),
      profile({ file: 'old/VpnSettings.xml', package: 'old', roots: G1 ? [G1] : [] }),
    );
    expect(codes(known)).toEqual(['profile-root-both info', 'profile-root-old info']);
  });

  it('a root by itself is expected of those gateways alone of which nothing is known', () => {
    const known = { ...reading(profile({ roots: [byName('a')] })), roots: [byName('b')] };
    const names = (host: string) => expectedRoots(known, { host, port: 443 }).map(({ name }) => name);
    expect([names(HOST), names('other.example')]).toEqual([['a'], ['b']]);
  });
});

it('names an entry whose server is no host name, and says what to do', () => {
  const plugins = [{ file: 'rasphone.pbk', entry: 'odd', unreadable: { server: 'a;b' } }];
  const found = findings({ ...reading(), plugins });
  expect(found).toMatchObject([
    {
      code: 'entry-unreadable',
      severity: 'warning',
      evidence: { file: 'rasphone.pbk', entry: 'odd', server: 'a;b' },
    },
  ]);
});

it('names the entries of the Azure VPN Client', () => {
  const plugins = [{ file: 'rasphone.pbk', entry: 'app' }];
  expect(findings({ ...reading(), plugins })).toEqual([
    {
      code: 'openvpn-plugin-entry',
      severity: 'info',
      store: null,
      evidence: { file: 'rasphone.pbk', entry: 'app' },
    },
  ]);
});
