import { describe, expect, it } from 'vitest';
import type { GatewayMigration } from '../../../src/core/migration/model.ts';
import { IN_ENGLISH, type Wording } from '../../../src/core/model/say.ts';
import type { FollowUps } from '../../../src/core/options/follow-ups.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { linesIn } from '../../../src/report/text/lines.ts';
import { migrationLines } from '../../../src/report/text/migration.ts';
import { ike, migrationOf, openVpn, PROXY, readiness, route } from '../../support/stories/migrations.ts';
import { moveRequests } from '../../support/texts/letters.ts';

const GATEWAY = 'azuregateway-7cee.vpn.azure.com';
const AT = '2026-11-26T10:00:00.000Z';
const CHOSEN = {
  kind: 'accepted',
  proposal: 'AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048',
  fragmentation: true,
  nat: { here: true, there: false },
};

const linesOf = (migration: GatewayMigration, catalog: Wording = IN_ENGLISH) =>
  linesIn(migrationLines(migration), catalog);

function blocked(gateway = GATEWAY): GatewayMigration {
  return migrationOf(gateway, {
    ikev2: ike(['silent', 'silent'], null),
    openvpn: openVpn(['silent', 'proxy-wants-tls']),
    readiness: readiness('old'),
  });
}

/** The order of a move from SSTP on a gateway of Azure. */
const ORDER = [
  '  The order of the move:',
  '    1. VPN team: set the tunnel type "IKEv2 and SSTP" on the gateway. There is no downtime: Windows tries IKEv2 first and falls back to SSTP.',
  '    2. Administrator: install the new VPN client package on each computer, which requires administrator rights.',
  '    3. OpenVPN last, and only if it is needed: it replaces SSTP on the gateway, cuts every SSTP client until it has the new package, and cannot be reversed, because SSTP cannot be enabled since 2026-03-31.',
];

describe('a move, in the text report', () => {
  const text = (migration: GatewayMigration) =>
    linesOf(migration).map((line) => `${'  '.repeat(line.depth)}${line.text}`);

  it('has the three protocols side by side, what lies on the machine, and who does what', () => {
    const seen = { ...route('reachable', 500), evidence: { answers: [{ kind: 'cookie' }, CHOSEN] } };
    const routes = [seen, route('silent', 4500)];
    const migration = migrationOf(GATEWAY, {
      ikev2: { ...ike(['reachable', 'silent']), ways: routes },
      openvpn: {
        ...openVpn(['not-tested']),
        ways: [{ ...route('not-tested', 443), evidence: { reason: 'no-profile' } }],
      },
      readiness: { ...readiness('old', 'both'), rootTrusted: false },
    });
    expect(text(migration)).toEqual([
      `Move of ${GATEWAY}: ready after what is listed below.`,
      '  SSTP     reachable from this computer (until 2027-03-31)',
      '  IKEv2    not reachable from this computer',
      `    UDP 500: reachable: a valid answer of the server (${CHOSEN.proposal}, takes fragments, our address is translated)`,
      '    UDP 4500: silent: no reply',
      '  OpenVPN  not known',
      '    TCP 443: not-tested: no OpenVPN profile of this gateway was given',
      '  Profile  p.zip: expects A Root (an old root, valid until 2027-01-31)',
      '  Profile  p.zip: expects A Root (the old root and the new one)',
      '  The root that it shows is not trusted on this computer.',
      '  Clients  Windows: yes, Azure VPN Client: not known, OpenVPN: not known',
      '  To do:',
      `    Network team: IKEv2: allow UDP 4500 to ${GATEWAY}, and the answers. Where addresses are not translated, also IP protocol 50 (ESP).`,
      '    Administrator: OpenVPN: give the OpenVPN profile with --profile. Without its key the gateway does not reply.',
      '    VPN team: download a new VPN client package and redeploy it, before 2027-01-31.',
      ...ORDER,
    ]);
  });

  it.each([
    ['en', IN_ENGLISH, /given with --ca; whether this computer trusts it was not tested/],
    ['ja', IN_JAPANESE, /--ca で指定されたもの.*確認していません/],
  ])('does not say that this computer trusts a root that the user gave, in %s', (_, catalog, present) => {
    const given = { ...readiness('old'), rootTrusted: null, rootGiven: true } as const;
    const migration = migrationOf(GATEWAY, {
      ikev2: ike(['silent', 'silent']),
      openvpn: openVpn(['silent']),
      readiness: given,
    });
    expect(
      linesOf(migration, catalog)
        .map((line) => line.text)
        .join('\n'),
    ).toMatch(present);
  });

  it('names the port that a profile names in place of the one that was asked for', () => {
    const evidence = { reason: 'profile-names-other-port', profilePort: 21_943 };
    const routes = [{ ...route('not-tested', 443), evidence }];
    const openvpn = { ...openVpn(['not-tested'], null), ways: routes };
    const migration = migrationOf(GATEWAY, {
      ikev2: ike(['silent', 'silent']),
      openvpn,
      readiness: readiness(),
    });
    const line = (words: Wording) =>
      linesOf(migration, words).find(({ text: one }) => one.startsWith('TCP 443'))?.text;
    expect(line(IN_ENGLISH)).toBe(
      'TCP 443: not-tested: its profile names another port; name the gateway with that one (TCP 21943)',
    );
    expect(line(IN_JAPANESE)).toContain('別のポートを指定しています');
    expect(line(IN_JAPANESE)).toContain('(TCP 21943)');
    expect(migration.changes.map(({ code }) => code)).not.toContain('name-profile');
  });

  it.each(['new-thing', 'toString'])('shows a value of a later version by its own name: %s', (word) => {
    const old = blocked();
    const read: GatewayMigration = {
      ...old,
      ikev2: {
        ...old.ikev2,
        ways: [
          { ...route(word as never, 500), evidence: { answers: [{ kind: 5 }] } },
          { ...route('not-tested', 4500), evidence: { reason: word } },
        ],
      },
      changes: old.changes.map((change) => ({ ...change, code: word as never })),
    };
    for (const words of [IN_ENGLISH, IN_JAPANESE]) {
      const lines = linesOf(read, words).map((line) => line.text);
      expect(lines).toContain(`UDP 500: ${word}`);
      expect(lines).toContain(`UDP 4500: not-tested: ${word}`);
      expect(lines.filter((line) => line.includes(`: ${word}`)).length).toBe(2 + read.changes.length);
      expect(lines.join()).not.toMatch(/undefined|object|native code/);
    }
    for (const { en, ja } of moveRequests([read], AT)) {
      expect(en).toMatch(new RegExp(`^- .*${word}`, 'im'));
      expect(ja).toMatch(new RegExp(`^- .*${word}`, 'im'));
    }
  });

  it('says as much in Japanese', () => {
    const english = linesOf(blocked());
    const japanese = linesOf(blocked(), IN_JAPANESE);
    expect(japanese.map(({ depth }) => depth)).toEqual(english.map(({ depth }) => depth));
    expect(japanese[0]?.text).toBe(`${GATEWAY} の移行: 下記の対応後に移行できます。`);
    expect(japanese.map(({ text }) => text)).toContain(
      `ネットワーク担当者: IKEv2: ${GATEWAY} への UDP 500、4500 とその応答を許可してください。アドレス変換 (NAT) がない場合は、IP プロトコル 50 (ESP) も必要です。`,
    );
  });

  it('mentions a proxy only when one was probed', () => {
    const first = (openvpn: ReturnType<typeof openVpn>, words: Wording = IN_ENGLISH) => {
      const ikev2 = ike(['unreachable', 'unreachable']);
      return linesOf(migrationOf(GATEWAY, { ikev2, openvpn, readiness: readiness() }), words)[0]?.text;
    };
    const [direct, proxied] = [openVpn(['unreachable']), openVpn(['unreachable', 'proxy-wants-tls'])];
    expect(first(direct)).toBe(
      `Move of ${GATEWAY}: not possible from this computer: there is no direct route. Use another network, or ask for an exemption.`,
    );
    expect(first(proxied)).toContain('no direct route, and none through the proxy.');
    expect(first(direct, IN_JAPANESE)).toContain('移行できません。直接の経路がありません。');
    expect(first(direct, IN_JAPANESE)).not.toContain('プロキシ');
    expect(first(proxied, IN_JAPANESE)).toContain('直接の経路も、プロキシ経由の経路もありません。');
  });

  it('of a name that is not known here is to check the name, which no team is asked for', () => {
    const ikev2 = ike(['dns-failed', 'dns-failed']);
    const migration = migrationOf(
      GATEWAY,
      {
        ikev2,
        openvpn: openVpn(['dns-failed']),
        readiness: readiness(),
      },
      'dns-failed',
    );
    expect(text(migration)[0]).toBe(`Move of ${GATEWAY}: not known from this computer.`);
    expect(text(migration).slice(-5, -4)).toEqual([
      `    Administrator: check the name ${GATEWAY}; if it is right, make sure that the name servers of this network resolve it.`,
    ]);
    expect(linesOf(migration, IN_JAPANESE).at(-5)?.text).toContain(`名前 ${GATEWAY} が正しいか`);
    expect(moveRequests([migration], AT)).toEqual([]);
  });

  it('warns of the step without a way back where OpenVPN is to be enabled on Azure', () => {
    const parts = { ikev2: ike(['silent', 'silent'], false), openvpn: openVpn(['gateway-speaks-sstp']) };
    const lines = text(migrationOf(GATEWAY, { ...parts, readiness: readiness() }));
    expect(lines).toContain(
      '    VPN team: IKEv2: set the tunnel type "IKEv2 and SSTP" on the gateway. There is no downtime: Windows tries IKEv2 first and falls back to SSTP.',
    );
    expect(lines.find((line) => line.includes('OpenVPN: enable it'))).toContain('cannot be reversed');
    const { sstpEnds: _, ...own } = readiness();
    const elsewhere = migrationOf('vpn.contoso.example', { ...parts, readiness: { ...own, sstpEnds: null } });
    expect(text(elsewhere).join('\n')).not.toMatch(/order of the move|cannot be reversed/);
    expect(moveRequests([migrationOf(GATEWAY, { ...parts, readiness: readiness() })], AT)[0]?.en).toContain(
      'set the tunnel type "IKEv2 and SSTP" on the gateway. There is no downtime',
    );
  });

  it('is short where all is well', () => {
    const both = { ikev2: ike(['reachable', 'reachable']), openvpn: openVpn(['reachable']) };
    const lines = text(migrationOf(GATEWAY, { ...both, readiness: readiness() }));
    expect(lines[0]).toBe(`Move of ${GATEWAY}: ready to move.`);
    expect(lines).not.toContain('  To do:');
  });
});

describe('a request for a move', () => {
  const requests = moveRequests([blocked()], AT);

  it('goes to each team that has to act, and to nobody else', () => {
    expect(requests.map(({ to, verdict }) => [to, verdict])).toEqual([
      ['network-team', 'ready-after-changes'],
      ['proxy-team', 'ready-after-changes'],
      ['vpn-team', 'ready-after-changes'],
    ]);
    const ready = { ikev2: ike(['reachable', 'reachable']), openvpn: openVpn(['reachable']) };
    expect(moveRequests([migrationOf(GATEWAY, { ...ready, readiness: readiness() })], AT)).toEqual([]);
  });

  it('asks the VPN team by what was observed: a reached port replies, and so does a refusal', () => {
    const asked = (parts: Partial<GatewayMigration>) => {
      const [vpn] = moveRequests([migrationOf(GATEWAY, { ...blocked(), ...parts })], AT).filter(
        ({ to }) => to === 'vpn-team',
      );
      return { en: vpn?.en, ja: vpn?.ja };
    };
    const connected = asked({ ikev2: ike(['silent', 'silent']), openvpn: openVpn(['no-answer']) });
    expect(connected.en).toContain('compare the key of the profile with that of the gateway');
    expect(connected.en).toContain('OpenVPN HARD_RESET, TCP 443 -> no-answer');
    expect(connected.ja).toContain('プロファイルのキーをゲートウェイのキーと照合し');
    expect(connected.en).not.toContain('IKE_SA_INIT');
    expect(connected.en).toContain('A connection to its port is made, but no OpenVPN server');
    expect(connected.ja).toContain('ポートには接続できますが、');
    // A proxy's answer alone does not prove that the port was reached.
    const openvpn = openVpn(['silent', 'no-answer']);
    const granted = asked({ ikev2: ike(['silent', 'silent']), openvpn });
    expect(granted.en).toContain(`${PROXY} grants a tunnel to its port, but no`);
    expect(granted.ja).toContain(`${PROXY} はポートへの CONNECT を許可しますが、`);
    const parts = { ikev2: ike(['silent', 'silent']), openvpn, readiness: readiness() };
    const onScreen = [IN_ENGLISH, IN_JAPANESE].map(
      (language) => linesOf(migrationOf(GATEWAY, parts), language).at(-5)?.text,
    );
    expect(onScreen[0]).toContain(`${PROXY} grants a tunnel to its port, but no OpenVPN server`);
    expect(onScreen[1]).toContain(`${PROXY} はポートへの CONNECT を許可しますが、`);
    const answered = asked({ ikev2: ike(['reachable', 'reachable'], null) });
    expect(answered.en).toContain('IKEv2: confirm that the gateway has it for point-to-site.');
    expect(answered.ja).toContain('IKEv2: ゲートウェイでポイント対サイト用に有効かどうかを確認');
    const refused = asked({ ikev2: ike(['refused', 'refused'], null) });
    expect(refused.en).toContain('A gateway without it also refuses or does not answer.');
    expect(refused.ja).toContain('無効な場合も、拒否されるか応答がありません。');
  });

  it('says in English what to allow, and what was seen', () => {
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
        'Observed (2026-11-26 10:00:00 UTC):',
        '- IKE_SA_INIT, UDP 500 -> silent; 1 ms',
        '- IKE_SA_INIT, UDP 4500 -> silent; 1 ms',
        '- OpenVPN HARD_RESET, TCP 443 -> silent; 1 ms',
        `- OpenVPN HARD_RESET, TCP 443 (proxy ${PROXY}) -> proxy-wants-tls; 1 ms`,
        '',
        `To check afterwards: p2s-fix migrate ${GATEWAY} --profile FILE`,
      ].join('\n'),
    );
    expect(requests[1]?.en).toContain(`CONNECT ${GATEWAY}:443 through ${PROXY}, without authentication`);
    expect(requests[2]?.en).toContain('IKEv2: confirm that the gateway supports it.');
    expect(requests[2]?.en).toContain('Download a new VPN client package and redeploy it, before 2027-01-31');
  });

  it('says the same in Japanese', () => {
    expect(requests[0]?.ja).toBe(
      [
        `ネットワーク ご担当者様: VPN ゲートウェイ ${GATEWAY}`,
        '',
        `Azure の SSTP は 2027-03-31 に終了します。${GATEWAY} への VPN は、それまでに IKEv2 または OpenVPN へ移行する必要があります。`,
        '',
        'お願いしたいこと (どちらか一方のプロトコルで足ります):',
        `- IKEv2: ${GATEWAY} への UDP 500、4500 とその応答を許可してください。アドレス変換 (NAT) がない場合は、IP プロトコル 50 (ESP) も必要です。`,
        `- OpenVPN: ${GATEWAY} への直接の TCP 443 を、TLS インスペクションなしで許可してください。最初のデータは TLS ではないため、TLS を前提とする規則は適用しないでください。`,
        '',
        '確認した内容 (2026-11-26 10:00:00 UTC):',
        '- IKE_SA_INIT, UDP 500 -> silent; 1 ms',
        '- IKE_SA_INIT, UDP 4500 -> silent; 1 ms',
        '- OpenVPN HARD_RESET, TCP 443 -> silent; 1 ms',
        `- OpenVPN HARD_RESET, TCP 443 (proxy ${PROXY}) -> proxy-wants-tls; 1 ms`,
        '',
        `対応後の確認方法: p2s-fix migrate ${GATEWAY} --profile FILE`,
      ].join('\n'),
    );
    // Each line has a counterpart in the other language.
    for (const { en, ja } of requests) expect(ja.split('\n')).toHaveLength(en.split('\n').length);
  });

  it('is checked by a command that can check it: OpenVPN by its profile, with the options of the run', () => {
    const checks = (followUps?: FollowUps) => {
      const parts = { ikev2: ike(['unreachable', 'unreachable']), openvpn: openVpn(['silent']) };
      const migration = migrationOf(GATEWAY, { ...parts, readiness: readiness('old') });
      return moveRequests([migration], AT, followUps).map(({ en, ja }) => {
        const [english] = /p2s-fix migrate .*/.exec(en) ?? [];
        expect(ja).toContain(`: ${english}`);
        return english;
      });
    };
    expect(checks()).toEqual([`p2s-fix migrate ${GATEWAY} --profile FILE`, `p2s-fix migrate ${GATEWAY}`]);
    const of = `p2s-fix migrate --profile vpn.zip --deadline 5 --direct ${GATEWAY}`;
    const migrate = { profile: ['vpn.zip'], deadline: 5 };
    expect(checks({ migrate, route: { direct: true } })).toEqual([of, of]);
  });

  it('says that one protocol is enough only where it asks for both', () => {
    const [network, proxy] = moveRequests(
      [
        migrationOf(GATEWAY, {
          ikev2: ike(['unreachable', 'unreachable'], false),
          openvpn: openVpn(['silent', 'proxy-refused']),
          readiness: readiness(),
        }),
      ],
      AT,
    );
    expect(network?.en).toContain('one of the two protocols is enough');
    expect(network?.ja).toContain('どちらか一方のプロトコルで足ります');
    expect(proxy?.en).toContain('\nPlease:\n');
    expect(proxy?.ja).toContain('\nお願いしたいこと:\n');
    const [alone] = moveRequests(
      [
        migrationOf(GATEWAY, {
          ikev2: ike(['silent', 'silent'], false),
          openvpn: openVpn(['silent', 'proxy-refused']),
          readiness: readiness(),
        }),
      ],
      AT,
    );
    expect(alone?.en).toContain('\nPlease:\n- OpenVPN');
    expect(alone?.ja).toContain('\nお願いしたいこと:\n- OpenVPN');
  });

  it('asks about the key, and not about IKEv2, where the profiles name OpenVPN alone', () => {
    const parts = { ikev2: ike(['silent', 'silent'], null), openvpn: openVpn(['no-answer']) };
    const read = migrationOf(GATEWAY, { ...parts, readiness: readiness(), only: 'openvpn' });
    expect(
      linesOf(read)
        .map((line) => line.text)
        .join('\n'),
    ).not.toContain('order of the move');
    const letters = moveRequests([read], AT);
    expect(letters.map(({ to }) => to)).toEqual(['network-team', 'vpn-team']);
    for (const { en, ja } of letters) expect(en + ja).not.toMatch(/IKE|SSTP/);
    expect(letters[1]?.en).toContain(
      `Our VPN to ${GATEWAY} uses OpenVPN.\n\nPlease:\n- OpenVPN: compare the key of the profile`,
    );
  });

  it('claims no end of SSTP for a server that is not Azure’s, and names hosts without the port of SSTP', () => {
    const own = { ...readiness(), sstpEnds: null, oldRootEnds: null };
    const [first] = moveRequests([{ ...blocked('vpn.contoso.example:8443'), readiness: own }], AT);
    expect(first?.en).toContain('Our VPN to vpn.contoso.example is to move to IKEv2 or OpenVPN.');
    expect(first?.en).toContain('p2s-fix migrate vpn.contoso.example:8443');
    expect(first?.ja).not.toContain('Azure');
    const [six] = moveRequests([blocked('[2001:db8::1]:8443')], AT);
    expect(six?.en).toContain('UDP 500, 4500 to 2001:db8::1,');
  });
});
