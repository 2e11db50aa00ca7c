import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../src/core/check.ts';
import type { FleetMachine } from '../../src/core/fleet/result.ts';
import { summarise } from '../../src/core/fleet/summary.ts';
import { preparePackets } from '../../src/pipeline/fleet/packets.ts';
import { ike, migrationOf, openVpn, readiness } from '../support/migrations.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const DIRECT: Route = { proxy: null, decidedBy: 'wininet/x/lan', unsupported: null };
const BY_PAC: Route = { proxy: null, decidedBy: 'wininet/x/lan', unsupported: 'pac' };
const KNOWN = { gateways: [], roots: [], plugins: [] };
const PORTS = { randomBytes, wallClock: () => new Date('2026-11-26T00:00:00Z') };

function prepared(route: Route) {
  return preparePackets([{ gateway: GATEWAY, route }], { deadlineMs: 5000, known: KNOWN }, PORTS);
}

function flow(port: number) {
  return {
    ...{ host: GATEWAY.host, port, address: '192.0.2.1', sent: 3, datagrams: [], end: 'silent', endMs: 6000 },
    ...{ socketError: null, resolve: { endMs: 1, end: 'done', addresses: ['192.0.2.1'], socketError: null } },
  };
}

function transcript(udp: readonly unknown[], tcp: readonly unknown[] = []) {
  const collectedAt = '2026-11-26T00:00:01.000Z';
  return { kind: 'p2s-fix-packets', schemaVersion: '1.0', collectedAt, udp, tcp };
}

describe('packets that a computer of a fleet sends', () => {
  it('are two of IKEv2, and none of OpenVPN without a key, which is told', async () => {
    const { request, judge } = prepared(BY_PAC);
    expect(request).toMatchObject({ udp: [{ port: 500 }, { port: 4500 }], tcp: [] });
    const walked = await judge(transcript([flow(500), flow(4500)]));
    expect(walked?.[0]?.ike.map(({ verdict, durationMs }) => [verdict, durationMs])).toEqual([
      ['silent', 6000],
      ['silent', 6000],
    ]);
    expect(walked?.[0]?.openVpn.map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['no-profile', null],
      ['pac', null],
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
