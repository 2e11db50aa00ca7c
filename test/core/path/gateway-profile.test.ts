import { describe, expect, it } from 'vitest';
import {
  dialledByWindows,
  type ExpectedRoot,
  expectedRoots,
  type GatewayProfile,
  isOfApp,
  mergedRoots,
  offersSstp,
  profilesOf,
  profilesOfHost,
} from '../../../src/core/path/gateway-profile.ts';

const root = (part: Partial<ExpectedRoot>): ExpectedRoot => ({
  name: null,
  sha1: null,
  sha256: null,
  der: null,
  ...part,
});
const profile = (part: Partial<GatewayProfile> = {}): GatewayProfile => ({
  ...{ host: 'gw.example', port: 443, source: 'profile', format: 'vpn-settings', file: 'f', package: 'p' },
  ...{ types: ['SSTP'], roots: [], vnetId: null, entry: null, strategy: null },
  ...part,
});

describe('the roots of several profiles', () => {
  const der = new Uint8Array([1]);

  it.each<[string, ExpectedRoot[], ExpectedRoot[]]>([
    [
      'one digest',
      [root({ sha256: 'a', name: 'x' }), root({ sha256: 'a', name: 'y' })],
      [root({ sha256: 'a', name: 'x' })],
    ],
    [
      'one SHA-1 digest',
      [root({ sha1: 'a', name: 'x' }), root({ sha1: 'a', sha256: 'b' })],
      [root({ sha1: 'a', name: 'x' })],
    ],
    ['one name', [root({ name: 'x' }), root({ name: 'x', sha256: 'a' })], [root({ name: 'x' })]],
    [
      'one name, of two kinds of digest',
      [root({ name: 'x', sha1: 'b' }), root({ name: 'x', sha256: 'a' })],
      [root({ name: 'x', sha1: 'b' })],
    ],
    [
      'one name, of which the first has the certificate',
      [root({ name: 'x', sha256: 'a', der }), root({ name: 'x', sha1: 'b' })],
      [root({ name: 'x', sha256: 'a', der })],
    ],
  ])('are one with %s', (_, roots, expected) => {
    expect(mergedRoots(roots)).toEqual(expected);
  });

  it.each<[string, ExpectedRoot[]]>([
    [
      'another digest',
      [root({ sha256: 'a', sha1: 'c', name: 'x' }), root({ sha256: 'b', sha1: 'c', name: 'x' })],
    ],
    ['another SHA-1 digest', [root({ sha1: 'a', name: 'x' }), root({ sha1: 'b', name: 'x' })]],
    ['another name', [root({ name: 'x' }), root({ name: 'y' })]],
    ['no name', [root({ sha1: 'b' }), root({ sha256: 'a' })]],
    [
      'a digest of another kind, and another name',
      [root({ sha1: 'a', name: 'x' }), root({ sha256: 'a', name: 'y' })],
    ],
  ])('are two with %s', (_, roots) => {
    expect(mergedRoots(roots)).toEqual(roots);
  });

  it('are those with the certificate first, then those with a digest', () => {
    const named = root({ name: 'x' });
    const hashed = root({ name: 'x', sha1: 'a' });
    const whole = root({ name: 'x', sha1: 'a', sha256: 'b', der });
    const other = root({ name: 'y' });
    for (const roots of [
      [named, hashed, whole, other],
      [other, whole, named, hashed],
      [hashed, other, named, whole],
    ])
      expect(mergedRoots(roots)).toEqual([whole, other]);
    expect(mergedRoots([named, hashed])).toEqual([hashed]);
  });

  it('are those of its own profiles, without what Windows does not dial, else those of single files', () => {
    const [own, app, single] = [root({ name: 'own' }), root({ name: 'app' }), root({ name: 'single' })];
    const client = { source: 'phonebook', format: 'azure-vpn-client' } as const;
    const reading = {
      gateways: [
        profile({ roots: [own] }),
        profile({ ...client, roots: [app] }),
        profile({ host: 'other', roots: [] }),
      ],
      roots: [single],
      plugins: [],
    };
    expect(expectedRoots(reading, { host: 'gw.example.', port: 443 })).toEqual([own]);
    expect(expectedRoots(reading, { host: 'gw.example', port: 444 })).toEqual([single]);
    expect(expectedRoots(reading, { host: 'other', port: 443 })).toEqual([single]);
    expect(dialledByWindows(profile(client))).toBe(false);
    expect(dialledByWindows(profile({ ...client, source: 'profile' }))).toBe(true);
    expect(dialledByWindows(profile({ ...client, format: 'phonebook' }))).toBe(true);
  });
});

describe('the profiles of a gateway', () => {
  it('are those with its name, and its port or any', () => {
    const gateways = [
      profile(),
      profile({ host: 'gw.example.' }),
      profile({ port: 444 }),
      profile({ host: 'x' }),
    ];
    expect(profilesOf({ gateways }, { host: 'gw.example', port: 443 })).toEqual(gateways.slice(0, 2));
    expect(profilesOfHost({ gateways }, { host: 'gw.example.' })).toEqual(gateways.slice(0, 3));
  });

  it.each<[string, GatewayProfile[], boolean | null]>([
    ['none', [], null],
    ['a list with it', [profile({ types: ['IKEv2', 'SSTP'] })], true],
    ['a list without it', [profile({ types: ['OpenVPN'] })], false],
    ['one of two lists with it', [profile({ types: ['OpenVPN'] }), profile()], true],
    ['an OpenVPN file', [profile({ format: 'openvpn', types: ['OpenVPN'] })], false],
    ['an OpenVPN file and a list', [profile({ format: 'openvpn', types: ['OpenVPN'] }), profile()], true],
    ['an automatic entry', [profile({ types: null })], null],
    [
      'an automatic entry and an OpenVPN file',
      [profile({ types: null }), profile({ format: 'openvpn', types: ['OpenVPN'] })],
      null,
    ],
    ['an automatic entry and a list', [profile({ types: null }), profile({ types: ['OpenVPN'] })], false],
  ])('offer SSTP: %s', (_, profiles, expected) => {
    expect(offersSstp(profiles)).toBe(expected);
  });

  it('are of an app where Windows neither dials nor has a server', () => {
    const entry = { file: 'f', entry: 'e' };
    expect(isOfApp(entry)).toBe(true);
    expect(isOfApp({ ...entry, dials: { gateway: 'gw', strategy: 1 } })).toBe(false);
    expect(isOfApp({ ...entry, unreadable: { server: '' } })).toBe(false);
  });
});
