import { describe, expect, it } from 'vitest';
import { eventFindings } from '../../../src/core/evidence/event-findings.ts';
import type { LoggedEvent } from '../../../src/core/evidence/local-evidence.ts';
import { readVpnEvents } from '../../../src/core/evidence/vpn-events.ts';
import type { Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { at, OTHER_COID, rasClient, rasSstp } from '../../support/machines/evidence.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const met = (verdict: VerdictCode, stores: Verdict['stores'] = 'current'): Verdict => ({
  gateway: 'gateway.contoso.example',
  stores,
  verdict,
  stage: null,
});
const find = (events: readonly LoggedEvent[], ...verdicts: Verdict[]) =>
  eventFindings(readVpnEvents(events), verdicts);
const reported = (events: readonly LoggedEvent[], ...verdicts: Verdict[]) =>
  find(events, ...verdicts).map(({ code, severity, evidence: { code: number, event } }) => [
    code,
    severity,
    number ?? event,
  ]);

describe('what Windows logged of failed connections', () => {
  it('is reported by its code, with what it means, how often and when', () => {
    const events = [
      rasClient(20227, '-2146885613', { minutesAgo: 5 }),
      rasClient(20227, '2148081683', { minutesAgo: 70, coId: OTHER_COID }),
      rasSstp(1, ['Sperrfunktion']),
    ];
    const [finding, ...others] = find(events);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'logged-vpn-error',
      severity: 'warning',
      evidence: {
        code: '0x80092013',
        name: 'CRYPT_E_REVOCATION_OFFLINE',
        proxy: 'yes',
        connection: 'Contoso VPN',
        count: 2,
        last: at(5),
        coId: 'faccbee1-58e9-4867-b9e7-0e7d94dc40c9',
        sstpEvents: [1],
        causes: ['revocation-not-aligned', 'revocation-blocked', 'revocation-stale', 'revocation-cache'],
        proved: null,
        overSince: null,
      },
    });
    const { message, remedy } = ENGLISH.finding(finding ?? expect.fail());
    expect(message).toMatch(/"Contoso VPN" failed with 0x80092013 \(CRYPT_E_REVOCATION_OFFLINE\), 2 times/);
    expect(remedy).toMatch(/^Administrator: the most likely cause: .*p2s-fix explain 0x80092013$/);
  });

  it('is an error where the path check meets the same, with the stores as they are', () => {
    const events = [rasClient(20227, '0x80092013')];
    expect(reported(events, met('revocation-unreachable'))).toEqual([
      ['logged-vpn-error', 'error', '0x80092013'],
    ]);
    expect(reported(events, met('revocation-unreachable', 'proposed'))[0]?.[1]).toBe('warning');
    expect(reported(events, met('timeout'))[0]?.[1]).toBe('warning');
    // The path works, which proves no cause on the path.
    expect(reported(events, met('reachable'))[0]?.[1]).toBe('warning');
    expect(find(events, met('revocation-unreachable'))[0]?.evidence.proved).toBe('revocation-not-aligned');
  });

  it('is history where the same connection came up afterwards', () => {
    const failed = rasClient(20227, '0x80092013', { minutesAgo: 30 });
    const up = (minutesAgo: number, connection = 'Contoso VPN') =>
      rasClient(20225, null, { minutesAgo, connection, coId: OTHER_COID });
    expect(find([failed, up(20), up(5)], met('revocation-unreachable'))).toMatchObject([
      { severity: 'info', evidence: { overSince: at(20) } },
    ]);
    expect(reported([failed, up(40)])[0]?.[1]).toBe('warning');
    expect(reported([failed, up(20, 'Another VPN')])[0]?.[1]).toBe('warning');
    expect(reported([rasSstp(23, [], { minutesAgo: 30 }), failed, up(20, 'Another VPN')])[0]?.[1]).toBe(
      'warning',
    );
  });

  it.each(['631', '756', '0', 'x'])('says nothing of %s', (code) => {
    expect(find([rasClient(20227, code), rasClient(20226, code)])).toEqual([]);
  });

  it('reports the end of a connected session as such, and a code that is not known', () => {
    expect(reported([rasClient(20226, '829')])).toEqual([['logged-vpn-error', 'info', '829']]);
    const [unknown] = find([rasClient(20227, '-2147418113', { connection: 'x' })]);
    expect(unknown).toMatchObject({
      severity: 'warning',
      evidence: { code: '0x8000ffff', name: null, meaning: null, cause: null, causes: [] },
    });
    expect(ENGLISH.finding(unknown ?? expect.fail())).toMatchObject({
      message: `Windows logged that the connection "x" failed with 0x8000ffff, ${at(10)}.`,
      remedy: 'More: p2s-fix explain 0x8000ffff',
    });
  });
});

describe('what the SSTP client logged', () => {
  it.each([
    [23, [], 'logged-proxy-authentication', 'proxy-auth-required'],
    [4, ['407'], 'logged-proxy-authentication', 'proxy-auth-required'],
    [6, ['', ''], 'logged-interception', 'tls-inspection'],
    [4, ['403'], 'logged-sstp-event', 'proxy-refused'],
    [4, ['503'], 'logged-sstp-event', 'no-sstp-port-free'],
    [4, ['404'], 'logged-sstp-event', 'not-sstp'],
  ] as [number, string[], string, VerdictCode][])(
    'event %i with %j is %s, proved by %s',
    (id, values, code, verdict) => {
      expect(reported([rasSstp(id, values)])).toEqual([[code, 'warning', id]]);
      expect(reported([rasSstp(id, values)], met(verdict))).toEqual([[code, 'error', id]]);
    },
  );

  it('says what its events of an attempt add to the code of the dialler, and no more', () => {
    const events = [rasClient(20227, '800'), rasSstp(1, ['text']), rasSstp(23)];
    expect(reported(events)).toEqual([
      ['logged-vpn-error', 'warning', '800'],
      ['logged-proxy-authentication', 'warning', 23],
    ]);
    expect(reported([rasClient(20227, '800', { coId: OTHER_COID }), rasSstp(1, ['text'])])).toEqual([
      ['logged-vpn-error', 'warning', '800'],
      ['logged-sstp-event', 'info', 1],
    ]);
  });

  it('says of events of the server nothing', () => {
    expect(find([7, 9, 11, 18, 24, 25, 32, 99].map((id) => rasSstp(id, ['x'])))).toEqual([]);
  });

  it('reports who has to act, and the hash of an interception', () => {
    const [proxy] = find([rasSstp(23)]);
    expect(ENGLISH.finding(proxy ?? expect.fail()).remedy).toMatch(/^Proxy team: .* without authentication/);
    const [cut] = find([rasSstp(6, ['00'.repeat(20), '11'.repeat(32)])]);
    expect(ENGLISH.finding(cut ?? expect.fail()).message).toContain(`SHA-256 ${'11'.repeat(32)}`);
  });
});

it('a log full of different codes is reported by the newest few', () => {
  const events = Array.from({ length: 60 }, (_, i) => rasClient(20227, String(600 + i), { minutesAgo: i }));
  const codes = find(events).map(({ evidence }) => evidence.code);
  expect(codes).toEqual(['600', '601', '602', '603', '604', '605', '606', '607']);
});

it('logged events are reported in Japanese as well, with their code and their time', () => {
  const events = [
    rasClient(20227, '0x80092013'),
    rasClient(20226, '829', { minutesAgo: 11 }),
    ...[1, 2, 3, 5, 16, 33].map((id) => rasSstp(id, [], { coId: OTHER_COID })),
    rasSstp(4, ['403']),
    rasSstp(6, ['', '11'.repeat(32)]),
    rasSstp(23),
  ];
  for (const finding of events.flatMap((event) => find([event]))) {
    const { message, remedy } = JAPANESE.finding(finding);
    // In English as in the document, whose sentences are written with the codes.
    const { meaning, cause } = finding.evidence;
    const english = ENGLISH.finding(finding);
    if (finding.code.endsWith('-event') || finding.code.endsWith('-error'))
      expect(english.message).toContain(String(meaning));
    if (finding.code.endsWith('-event')) expect(english.remedy).toContain(String(cause));
    expect(message).toContain(String(finding.evidence.last));
    expect(message).toContain(String(finding.evidence.code ?? finding.evidence.event));
    // No sentence is left in English.
    expect(`${message}${remedy}`).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/);
  }
});
