import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { ike, migrationOf, openVpn, PROXY, readiness } from '../../support/stories/migrations.ts';
import { fleetRequests } from '../../support/texts/letters.ts';

const GATEWAY = 'azuregateway-7cee.vpn.azure.com';
const AT = '2026-11-26T10:00:00.000Z';
const blocked = migrationOf(GATEWAY, {
  ikev2: ike(['silent', 'silent']),
  openvpn: openVpn(['silent', 'proxy-wants-tls']),
  readiness: readiness('old'),
});
const refused = migrationOf(GATEWAY, {
  ikev2: ike(['silent', 'refused']),
  openvpn: openVpn(['unreachable', 'proxy-wants-tls']),
  readiness: readiness('old'),
});
const half = migrationOf(GATEWAY, {
  ikev2: ike(['reachable', 'silent']),
  openvpn: openVpn(['silent']),
  readiness: readiness('old'),
});
const machines = [
  ...Array.from({ length: 10 }, (_, index) => movingMachine(`pc${index}`, blocked)),
  movingMachine('late', refused),
  movingMachine('branch', half),
];
const requests = fleetRequests(
  summarise('migrate', machines, () => true, null),
  AT,
);
const to = (team: string) => requests.filter((request) => request.to === team);

describe('requests of a fleet', () => {
  it('are one for each team and what a site has to ask of it', () => {
    expect(requests.map(({ to: team, seenFrom }) => [team, seenFrom?.sites, seenFrom?.count])).toEqual([
      // Seen in two forms, requested in one.
      ['network-team', [1, 2], 11],
      ['proxy-team', [1, 2], 11],
      ['vpn-team', [1, 2, 3], 12],
      ['network-team', [3], 1],
    ]);
    expect(requests[0]?.seenFrom?.computers).toHaveLength(11);
  });

  it('say in English what to allow, and what was seen from how many computers', () => {
    expect(requests[0]?.en).toBe(
      [
        `To the network team: VPN gateway ${GATEWAY}`,
        '',
        `Azure stops SSTP on 2027-03-31. Our VPN to ${GATEWAY} must move to IKEv2 or OpenVPN before then.`,
        '',
        'Please (one of the two protocols is enough):',
        `- IKEv2: allow UDP 500, 4500 to ${GATEWAY}, and the answers. Where addresses are not translated, also IP protocol 50 (ESP).`,
        `- OpenVPN: allow TCP 443 to ${GATEWAY} directly, without TLS inspection. Its first bytes are not TLS, so no rule may require TLS there.`,
        '',
        'Observed (2026-11-26 10:00:00 UTC, from 11 computers: pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7 and 3 more):',
        '- IKE_SA_INIT, UDP 500 -> silent',
        '- IKE_SA_INIT, UDP 4500 -> silent (10/11)',
        '- OpenVPN HARD_RESET, TCP 443 -> silent (10/11)',
        `- OpenVPN HARD_RESET, TCP 443 (proxy ${PROXY}) -> proxy-wants-tls`,
        '- IKE_SA_INIT, UDP 4500 -> refused (1/11)',
        '- OpenVPN HARD_RESET, TCP 443 -> unreachable (1/11)',
        '',
        `To check afterwards: p2s-fix migrate ${GATEWAY} --profile FILE, on one of these computers`,
      ].join('\n'),
    );
    expect(to('network-team')[1]?.en).toContain('allow UDP 4500 to');
    expect(to('network-team')[1]?.en).toContain('from 1 computer: branch)');
    expect(to('proxy-team')[0]?.en).toContain(
      `CONNECT ${GATEWAY}:443 through ${PROXY}, without authentication`,
    );
  });

  it('say the same in Japanese', () => {
    expect(requests[0]?.ja).toContain(
      '確認した内容 (2026-11-26 10:00:00 UTC、11 台のコンピューター: pc0、pc1、pc2、pc3、pc4、pc5、pc6、pc7 他 3 台):',
    );
    expect(requests[0]?.ja).toContain('への UDP 500、4500 とその応答');
    expect(requests[0]?.ja).toContain(
      `対応後の確認 (上記のコンピューターのいずれかで): p2s-fix migrate ${GATEWAY} --profile FILE`,
    );
    for (const { en, ja } of requests) expect(ja.split('\n')).toHaveLength(en.split('\n').length);
  });

  it('name no time of what was collected', () => {
    const [first] = fleetRequests(
      summarise('report', machines, () => true, null),
      AT,
    );
    expect(first?.en).toContain('Observed (from 11 computers: pc0,');
    expect(first?.ja).toContain('確認した内容 (11 台のコンピューター: pc0、');
  });

  it('are none where nobody stands in the way', () => {
    const parts = { ikev2: ike(['reachable', 'reachable']), openvpn: openVpn(['reachable']) };
    const ready = movingMachine('a', migrationOf(GATEWAY, { ...parts, readiness: readiness() }));
    expect(
      fleetRequests(
        summarise('migrate', [ready], () => true, null),
        AT,
      ),
    ).toEqual([]);
  });

  it('are one where the same is asked in another order, and count a computer once', () => {
    const other = { ...blocked, changes: blocked.changes.toReversed() };
    const twice = { ...blocked, sstp: null };
    const summary = summarise(
      'migrate',
      [movingMachine('a', blocked), movingMachine('b', other), movingMachine('c', twice, blocked)],
      () => true,
      null,
    );
    expect(summary.sites.map(({ computers }) => computers)).toEqual([['a', 'b'], ['c']]);
    expect(fleetRequests(summary, AT).map(({ to: team, seenFrom }) => [team, seenFrom?.count])).toEqual([
      ['network-team', 3],
      ['proxy-team', 3],
      ['vpn-team', 3],
    ]);
  });

  it('name computers in their own script', () => {
    const [request] = fleetRequests(
      summarise('report', [movingMachine('PC-日本', blocked)], () => true, null),
      AT,
    );
    expect([request?.en, request?.ja].every((text) => text?.includes('PC-日本'))).toBe(true);
  });

  it('show no control characters of a computer that is named so', () => {
    const odd = movingMachine('pc\u001b[2J\n- IKEv2: everything', blocked);
    const [request] = fleetRequests(
      summarise('report', [odd], () => true, null),
      AT,
    );
    expect(request?.en).not.toContain('\u001b');
    expect(request?.en.split('\n').filter((line) => line.includes('everything'))).toHaveLength(1);
    expect(request?.en.split('\n').some((line) => line.startsWith('- IKEv2: everything'))).toBe(false);
  });
});
