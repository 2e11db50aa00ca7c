import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import type { Route } from '../../../src/core/model/check.ts';
import type { ProfileReading } from '../../../src/core/path/gateway-profile.ts';
import { preparePackets } from '../../../src/pipeline/fleet/migrate.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const DIRECT: Route = { proxy: null, decidedBy: 'wininet/x/lan', unsupported: null };
const BY_PAC: Route = { proxy: null, decidedBy: 'wininet/x/lan', unsupported: 'pac' };
const KNOWN = { gateways: [], roots: [], plugins: [] };
const PORTS = { randomBytes, wallClock: () => new Date('2026-11-26T00:00:00Z') };

function prepared(route: Route, known: ProfileReading = KNOWN) {
  return preparePackets([{ gateway: GATEWAY, route }], { deadlineMs: 5000, known }, PORTS);
}

/** A profile with a key, which the OpenVPN probe needs. */
const WITH_PROFILE: ProfileReading = {
  ...KNOWN,
  gateways: [
    {
      ...{ host: GATEWAY.host, port: 443, source: 'profile', format: 'openvpn', file: 'a.ovpn' },
      ...{ package: 'a.ovpn', types: ['OpenVPN'], roots: [], vnetId: null, entry: null, strategy: null },
      openVpn: { transport: 'tcp', key: { kind: 'none' } },
    },
  ],
};

/** The result of an exchange through the proxy at this address; `null`: it was not tried. */
function exchange(end: 'done' | 'failed' | null) {
  const connect = end && { endMs: 4, end, address: '192.0.2.9', attempts: [] };
  const chunks = [{ ms: 5, base64: Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n').toString('base64') }];
  const proxy = end === 'done' ? { chunks, end: 'open', endMs: 5, socketError: null } : null;
  return { host: GATEWAY.host, port: 443, viaProxy: null, deadlineMs: 5000, resolve: null, connect, proxy };
}

function flow(port: number) {
  const attempt = {
    address: '192.0.2.1',
    sent: 3,
    datagrams: [],
    end: 'silent',
    endMs: 6000,
    socketError: null,
  };
  const resolve = { endMs: 1, end: 'done', addresses: ['192.0.2.1'], socketError: null };
  return { host: GATEWAY.host, port, resolve, attempts: [attempt], endMs: 6000 };
}

function transcript(udp: readonly unknown[], tcp: readonly unknown[] = []) {
  const collectedAt = '2026-11-26T00:00:01.000Z';
  return { kind: 'p2s-fix-packets', schemaVersion: '1.0', collectedAt, udp, tcp };
}

describe('packets that a computer of a fleet sends', () => {
  it('are two of IKEv2, and none of OpenVPN without a key, which is reported', async () => {
    const { request, judge } = prepared(BY_PAC);
    expect(request).toMatchObject({ udp: [{ port: 500 }, { port: 4500 }], tcp: [] });
    const probed = await judge(transcript([flow(500), flow(4500)]));
    expect(probed?.[0]?.ike.map(({ verdict, durationMs }) => [verdict, durationMs])).toEqual([
      ['silent', 6000],
      ['silent', 6000],
    ]);
    expect(probed?.[0]?.openVpn.map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['no-profile', null],
      ['pac', null],
    ]);
  });

  it('go through each proxy of a list, as far as they are needed; those before the one that was reached do not count', async () => {
    const [first, ...further] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((host) => ({ host, port: 8080 }));
    const list: Route = { ...DIRECT, proxy: first ?? null, further: [...further, null] };
    const { request, judge } = prepared(list, WITH_PROFILE);
    expect(request.tcp).toMatchObject([
      { proxy: null, isNext: false, connectMs: 5000 },
      { proxy: first, isNext: false, connectMs: 1250 },
      { proxy: further[0], isNext: true, connectMs: 1250 },
      { proxy: further[1], isNext: true, connectMs: 5000 },
    ]);
    const seen = [exchange('failed'), exchange('failed'), exchange('done'), exchange(null)];
    const [probed] = (await judge(transcript([flow(500), flow(4500)], seen))) ?? [];
    expect(probed?.openVpn.map(({ route, outcome }) => [route.proxy?.host, outcome?.evidence])).toEqual([
      [undefined, {}],
      ['192.0.2.1', { passedOver: true }],
      ['192.0.2.2', {}],
    ]);
    const dead = Array(4).fill(exchange('failed'));
    const [none] = (await judge(transcript([flow(500), flow(4500)], dead))) ?? [];
    expect(none?.openVpn.map(({ outcome }) => outcome?.evidence.passedOver)).toEqual([
      undefined,
      true,
      true,
      undefined,
    ]);
  });

  it.each([
    ['nothing', null],
    ['another script', { kind: 'p2s-fix-path' }],
    ['too little', transcript([flow(500)])],
    ['too much', transcript([flow(500), flow(4500), flow(500)])],
    ['a port that cannot be', transcript([flow(500), flow(0)])],
  ])('are not judged by %s', async (_, result) => {
    expect(await prepared(DIRECT).judge(result)).toBeNull();
  });
});

describe('the summary of a fleet', () => {
  it('says who has to act, once for each computer', () => {
    const blocked = migrationOf('vpn.contoso.example', {
      ikev2: ike(['silent', 'silent']),
      openvpn: openVpn(['silent']),
      readiness: readiness('old'),
    });
    const machine = (computer: string, migrations: FleetMachine['migrations']) =>
      ({ computer, cause: 'ready-after-changes', exitCode: 7, again: false, migrations }) as FleetMachine;
    const machines = [machine('a', [blocked, blocked]), machine('b', [blocked]), machine('c', [])];
    const { teams, groups } = summarise('migrate', machines, () => true, null);
    expect(groups.map(({ cause, count }) => [cause, count])).toEqual([['ready-after-changes', 3]]);
    expect(teams).toEqual([
      { to: 'network-team', count: 2 },
      { to: 'vpn-team', count: 2 },
    ]);
  });
});
