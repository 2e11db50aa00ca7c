import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { counted, say } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { fleetSummaryLines } from '../../../src/report/text/fleet.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { ike, migrationOf, openVpn, PROXY, readiness, route } from '../../support/stories/migrations.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';
const open = migrationOf(GATEWAY, {
  ikev2: ike(['reachable', 'reachable']),
  openvpn: openVpn(['reachable']),
  readiness: readiness(),
});
const closed = (direct: 'silent' | 'refused', root: 'old' | 'new' = 'new') =>
  migrationOf(GATEWAY, {
    ikev2: ike(['silent', 'silent']),
    openvpn: openVpn([direct === 'silent' ? 'silent' : 'unreachable', 'proxy-wants-tls']),
    readiness: readiness(root),
  });
const summaryOf = (...machines: ReturnType<typeof movingMachine>[]) =>
  summarise('migrate', machines, () => true, null);

describe('sites of a fleet', () => {
  it('are computers to which the network shows the same, the most first', () => {
    const { sites } = summaryOf(
      movingMachine('a', open),
      movingMachine('b', closed('silent')),
      movingMachine('c', closed('silent')),
      movingMachine('d', closed('refused')),
      movingMachine('e', closed('silent', 'old')),
    );
    expect(sites.map(({ answer, count, computers }) => [answer, count, computers])).toEqual([
      ['ready-after-changes', 2, ['b', 'c']],
      ['ready', 1, ['a']],
      ['ready-after-changes', 1, ['d']],
      ['ready-after-changes', 1, ['e']],
    ]);
  });

  it('are not separated by how long something took, by what was answered, or by the order of gateways', () => {
    const other = migrationOf('b.example', {
      ikev2: open.ikev2,
      openvpn: open.openvpn,
      readiness: open.readiness,
    });
    const slow = {
      ...open,
      ikev2: {
        ...open.ikev2,
        ways: open.ikev2.ways.map((one) => ({ ...one, durationMs: 900, evidence: { answers: ['other'] } })),
      },
    };
    const { sites } = summaryOf(movingMachine('a', open, other), movingMachine('b', other, slow));
    expect(sites).toHaveLength(1);
    expect(sites[0]?.gateways.map(({ gateway }) => gateway)).toEqual(['b.example', GATEWAY]);
    expect(sites[0]?.gateways[1]?.ikev2.ways[0]).toEqual({
      ...{
        protocol: 'ikev2',
        transport: 'udp',
        port: 500,
        via: 'direct',
        verdict: 'reachable',
        evidence: {},
      },
    });
  });

  it('are separated by their proxy, and by why something was not asked', () => {
    const through = (via: string) => {
      const { openvpn } = closed('silent');
      return { ...closed('silent'), openvpn: { ...openvpn, ways: [route('proxy-wants-tls', 443, via)] } };
    };
    const unasked = (reason: string, more = {}) => ({
      ...open,
      openvpn: { ...open.openvpn, ways: [{ ...route('not-tested', 443), evidence: { reason, ...more } }] },
    });
    const { sites } = summaryOf(
      movingMachine('a', through(PROXY)),
      movingMachine('b', through('other.contoso.example:8080')),
      movingMachine('c', unasked('no-profile')),
      movingMachine('d', unasked('profile-names-udp')),
      movingMachine('e', unasked('profile-names-other-port', { profilePort: 1194 })),
    );
    expect(sites).toHaveLength(5);
    const evidence = sites.map(({ gateways }) => gateways[0]?.openvpn.ways[0]?.evidence);
    expect(evidence).toContainEqual({ reason: 'profile-names-other-port', profilePort: 1194 });
  });

  it('are not separated by the order of the changes, nor by a gateway that is reported twice', () => {
    const one = closed('silent', 'old');
    const { sites, blockers } = summaryOf(
      movingMachine('a', one),
      movingMachine('b', { ...one, changes: one.changes.toReversed() }),
      movingMachine('c', one, one),
    );
    expect(sites.map(({ computers, gateways }) => [computers, gateways.length])).toEqual([
      [['a', 'b', 'c'], 1],
    ]);
    expect(new Set(blockers.map(({ count }) => count))).toEqual(new Set([3]));
    const twice = summaryOf(movingMachine('a', one, { ...one, sstp: null }));
    expect(new Set(twice.blockers.map(({ count }) => count))).toEqual(new Set([1]));
  });

  it('leave out who gave no answer', () => {
    expect(summaryOf(movingMachine('a'))).toMatchObject({ sites: [], blockers: [] });
  });
});

describe('what stands in the way of a fleet', () => {
  it('is counted by computers, over all sites', () => {
    const { blockers } = summaryOf(
      movingMachine('a', closed('silent')),
      movingMachine('b', closed('refused')),
      movingMachine('c', closed('silent', 'old')),
      movingMachine('d', open),
    );
    expect(blockers.map(({ code, to, via, gateway, count }) => [code, to, via, gateway, count])).toEqual([
      ['allow-udp', 'network-team', null, GATEWAY, 3],
      ['allow-tcp', 'network-team', null, GATEWAY, 3],
      ['pass-connect', 'proxy-team', PROXY, GATEWAY, 3],
      ['regenerate-profile', 'vpn-team', null, GATEWAY, 1],
    ]);
  });

  it('is reported in addition when IKEv2 makes the move possible and only OpenVPN is blocked', () => {
    const half = migrationOf(GATEWAY, {
      ikev2: ike(['reachable', 'reachable']),
      openvpn: openVpn(['wrong-key']),
      readiness: readiness(),
    });
    const summary = summaryOf(movingMachine('a', half), movingMachine('b', half), movingMachine('c', open));
    expect(summary.blockers).toEqual([]);
    expect(summary.sites.map(({ count, gateways }) => [count, gateways[0]?.besides])).toMatchObject([
      [2, [{ code: 'replace-key', to: 'vpn-team' }]],
      [1, undefined],
    ]);
    for (const { words } of [ENGLISH, JAPANESE]) {
      const lines = fleetSummaryLines(summary, words);
      const at = lines.indexOf(words(say('What blocks OpenVPN, which this move does not need:')));
      expect(at).toBeGreaterThan(0);
      expect(lines[at + 1]).toContain(
        `${words(counted(2, say('{count} computer', { count: 2 }), say('{count} computers', { count: 2 })))}  `,
      );
    }
  });
});
