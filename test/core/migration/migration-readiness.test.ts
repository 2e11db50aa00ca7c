import { describe, expect, it } from 'vitest';
import { deadlinesWith } from '../../../src/core/findings/path/deadlines.ts';
import {
  openVpnAccessOf,
  otherTcpPort,
  usableKey,
  withoutUdpPorts,
} from '../../../src/core/migration/access.ts';
import { isOffered, isOpenVpnOnly, readinessOf } from '../../../src/core/migration/readiness.ts';
import type { Check } from '../../../src/core/model/check.ts';
import type { GatewayProfile, ProfileReading, VpnType } from '../../../src/core/path/gateway-profile.ts';

const GATEWAY = { host: 'azuregateway-7cee.vpn.azure.com', port: 443, source: 'option' } as const;
const CLIENTS = { windows: true, azureVpnClient: null, openVpn: null };
const OLD = { name: 'DigiCert Global Root CA', sha1: null, sha256: null, der: null };

function profile(more: Partial<GatewayProfile>): GatewayProfile {
  const { host, port } = GATEWAY;
  const file = 'p.zip/VpnSettings.xml';
  const blank = { types: null, roots: [], vnetId: null, entry: null, strategy: null };
  return { host, port, source: 'profile', format: 'vpn-settings', file, package: 'p.zip', ...blank, ...more };
}

const reading = (...gateways: GatewayProfile[]): ProfileReading => ({ gateways, roots: [], plugins: [] });

function certificate(evidence: Record<string, unknown>): Check {
  const gateway = GATEWAY.host;
  const common = {
    url: null,
    via: 'direct',
    from: 'this-machine',
    stores: 'current',
    durationMs: 1,
  } as const;
  return { ...common, gateway, stage: 'certificate', status: 'pass', evidence };
}

describe('what of a move lies on the machine', () => {
  const of = (known: ProfileReading, checks: readonly Check[] = [], gateway = GATEWAY as never) =>
    readinessOf(gateway, known, checks, CLIENTS, deadlinesWith());

  it('is what the profiles of that gateway expect, and the days of Azure', () => {
    const other = profile({ host: 'azuregateway-1.vpn.azure.com', roots: [OLD], package: 'other' });
    const roots = reading(profile({ roots: [OLD] }), other);
    expect(of(roots)).toEqual({
      profiles: [{ files: ['p.zip/VpnSettings.xml'], roots: [OLD.name], state: 'old' }],
      rootTrusted: null,
      clients: CLIENTS,
      sstpEnds: '2027-03-31',
      oldRootEnds: null,
    });
    // The date of a notification of Microsoft.
    const notified = deadlinesWith({ 'gateway-root-migration': '2027-01-15' });
    expect(readinessOf(GATEWAY as never, roots, [], CLIENTS, notified).oldRootEnds).toBe('2027-01-15');
  });

  it('has no day for a server that is not Azure’s', () => {
    const own = { ...GATEWAY, host: 'vpn.contoso.example' } as never;
    expect(of(reading(), [], own)).toMatchObject({ sstpEnds: null, oldRootEnds: null });
  });

  it('is whether the root that was seen is trusted', () => {
    expect(of(reading(), [certificate({ trustedBy: 'system' })]).rootTrusted).toBe(true);
    expect(of(reading(), [certificate({ reasons: ['untrusted-root'] })]).rootTrusted).toBe(false);
    expect(of(reading(), [certificate({ reasons: ['wrong-name'], trustedBy: null })]).rootTrusted).toBeNull();
    expect(of(reading(), [certificate({ trustedBy: 'extra' })])).toMatchObject({
      rootTrusted: null,
      rootGiven: true,
    });
    const another = { ...certificate({ trustedBy: 'system' }), gateway: 'other' };
    expect(of(reading(), [another]).rootTrusted).toBeNull();
  });
});

describe('by which of its profiles a gateway is asked', () => {
  const key = { kind: 'none' } as const;
  const udp = profile({ format: 'openvpn', openVpn: { transport: 'udp', key } });
  const locked = profile({
    format: 'openvpn',
    openVpn: { transport: 'tcp', key: { kind: 'unsupported', reason: 'key-file' } },
  });
  const tcp = profile({ format: 'azure-vpn-client', openVpn: { transport: 'tcp', key } });
  const asked = (...gateways: GatewayProfile[]) => openVpnAccessOf(reading(...gateways), GATEWAY);

  it('is by those that can be spoken, wherever they stand', () => {
    expect(asked(udp, tcp)).toBe(tcp.openVpn);
    expect(asked(tcp, locked, udp)).toBe(tcp.openVpn);
    expect(asked(udp, { ...tcp, host: `${GATEWAY.host}.` })).toBe(tcp.openVpn);
  });

  it('is the other profiles when that gateway has none, so that the reason is reported', () => {
    expect(asked(udp, locked)).toBe(udp.openVpn);
    expect(asked(udp, { ...tcp, host: 'another.example' }, profile({}))).toBe(udp.openVpn);
    expect(asked(profile({}))).toBeNull();
  });

  it('is by none where another port is named for UDP, which is the reason', () => {
    expect(asked(profile({}), { ...udp, port: 1194 })).toBe(udp.openVpn);
    expect(asked(profile({}), { ...udp, port: 1194 }, tcp)).toBe(tcp.openVpn);
  });

  it('is none when another port is named for TCP, which is reported', () => {
    const elsewhere = (...gateways: GatewayProfile[]) => [
      usableKey(asked(...gateways)),
      otherTcpPort(reading(...gateways), GATEWAY),
    ];
    const reason = 'profile-names-other-port';
    expect(elsewhere(profile({}), { ...tcp, port: 21_943 })).toEqual([reason, 21_943]);
    expect(elsewhere({ ...udp, port: 1194 }, { ...locked, host: `${GATEWAY.host}.`, port: 1195 })).toEqual([
      reason,
      1195,
    ]);
    expect(elsewhere({ ...tcp, host: 'another.example', port: 1194 })).toEqual(['no-profile', null]);
    expect(elsewhere({ ...udp, port: 1194 })).toEqual(['profile-names-udp', null]);
  });

  it('a port for UDP alone does not count beside another of its host, and stands for it where there is none', () => {
    const at = (port: number, one: GatewayProfile): GatewayProfile => ({ ...one, port });
    const judged = (...gateways: GatewayProfile[]) => {
      const ports = [...new Map(gateways.map((one) => [`${one.host}:${one.port}`, one])).values()];
      return withoutUdpPorts(ports, reading(...gateways)).map(({ host, port }) => [host, port]);
    };
    const { host } = GATEWAY;
    expect(judged(at(1194, udp), tcp)).toEqual([[host, 443]]);
    expect(judged(at(1194, { ...udp, host: `${host}.` }), locked)).toEqual([[host, 443]]);
    expect(judged(at(1194, udp), profile({ types: ['SSTP'] }))).toEqual([[host, 443]]);
    expect(judged(at(1194, udp), at(1195, udp))).toEqual([[host, 1194]]);
    expect(judged(tcp, at(1194, tcp))).toEqual([
      [host, 443],
      [host, 1194],
    ]);
    expect(judged(udp, tcp)).toEqual([[host, 443]]);
    const other = { ...at(1194, udp), host: 'other.example' };
    expect(judged(other, tcp)).toEqual([
      ['other.example', 1194],
      [host, 443],
    ]);
  });
});

describe('whether a gateway has a protocol, by its profiles', () => {
  const types = (...list: VpnType[]) => profile({ types: list });
  const openVpnFile = profile({ format: 'openvpn', types: ['OpenVPN'] });
  const phonebook = profile({ format: 'phonebook', types: ['SSTP'] });

  it.each([
    ['a list with it', [types('SSTP', 'IKEv2')], 'IKEv2', true],
    ['a list without it', [types('SSTP')], 'IKEv2', false],
    ['a file of its own', [openVpnFile], 'OpenVPN', true],
    ['a file of another', [openVpnFile], 'IKEv2', null],
    ['an entry for another', [phonebook], 'IKEv2', null],
    ['a list without it, beside a file with it', [types('SSTP'), openVpnFile], 'OpenVPN', true],
    ['nothing', [], 'IKEv2', null],
  ] as const)('%s', (_, profiles, type, expected) => {
    expect(isOffered(reading(...profiles), GATEWAY, type)).toBe(expected);
  });

  it('is OpenVPN alone where every profile is for that', () => {
    const only = (...profiles: GatewayProfile[]) => isOpenVpnOnly(reading(...profiles), GATEWAY);
    expect([only(openVpnFile), only(openVpnFile, types('OpenVPN'))]).toEqual([true, true]);
    const automatic = profile({ format: 'phonebook', types: null });
    for (const other of [types('SSTP'), types('IKEv2', 'OpenVPN'), phonebook, automatic])
      expect(only(openVpnFile, other)).toBe(false);
    expect(only()).toBe(false);
  });
});
