import { describe, expect, it } from 'vitest';
import {
  type ClientCertificate,
  type ClientProblem,
  clientCertificateFinding,
} from '../../../src/core/evidence/client-certificate.ts';
import { evidenceView } from '../../../src/core/evidence/evidence-view.ts';
import type { VpnEvent } from '../../../src/core/evidence/vpn-events.ts';
import type { Finding, Severity } from '../../../src/core/model/finding.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { localEvidence } from '../../support/machines/evidence.ts';

const certificate = (...problems: ClientProblem[]): ClientCertificate => ({
  ...{
    sha1: 'ab',
    issuer: 'CN=x',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
  },
  ...{ problems, root: null },
});
const GOOD = certificate();
const OLD = certificate('expired');
const WORSE = certificate('no-private-key', 'expired');

describe('the finding on client certificates', () => {
  it.each<
    [string, ClientCertificate[], string | null, Severity | null, boolean, [Severity, string | null] | null]
  >([
    ['is none where nobody uses one', [OLD], null, null, false, null],
    ['is none where one is usable', [OLD, GOOD], null, null, true, null],
    ['is information where an entry uses one', [OLD], null, null, true, ['info', 'expired']],
    ['is information where there is none', [], null, null, true, ['info', 'none']],
    ['is an error beside a logged one', [OLD], null, 'error', false, ['error', 'expired']],
    ['is an error beside a logged warning', [], null, 'warning', false, ['error', 'none']],
    ['is information beside an old error', [OLD], null, 'info', true, ['info', 'expired']],
    ['is information beside an error where one is usable', [GOOD], null, 'error', false, ['info', null]],
    ['is information beside an error where none was read', [], 'other-user', 'error', true, ['info', null]],
    ['is none where none was read', [], 'other-user', null, true, null],
    ['has the problem of the one with the fewest', [WORSE, OLD], null, null, true, ['info', 'expired']],
    ['has the first problem', [WORSE], null, null, true, ['info', 'no-private-key']],
  ])('%s', (_, candidates, unseen, logged, eapTls, expected) => {
    const found = clientCertificateFinding({ unseen, candidates, others: 3 }, { logged, eapTls });
    if (expected === null) return expect(found).toBeNull();
    const [severity, problem] = expected;
    const usable = candidates.filter((one) => one === GOOD).length;
    expect(found).toEqual({
      ...{ code: 'client-certificate', severity, store: null },
      evidence: {
        unseen,
        problem,
        usable,
        others: 3,
        eapTls,
        logged: logged !== null,
        certificates: candidates.includes(WORSE) ? candidates.toReversed() : candidates,
        omitted: 0,
      },
    });
  });

  it('shows the certificate with the reported problem first', () => {
    const candidates = [...Array.from({ length: 7 }, () => WORSE), { ...OLD, issuer: 'CN=own' }];
    const found = clientCertificateFinding(
      { unseen: null, candidates, others: 0 },
      { logged: 'error', eapTls: true },
    );
    expect(ENGLISH.finding(found as Finding).message).toContain('it has expired (issued by CN=own,');
  });

  it('does not speak of certificates where there are none', () => {
    const message = (others: number) => {
      const seen = { unseen: null, candidates: [], others };
      const found = clientCertificateFinding(seen, { logged: 'error', eapTls: true });
      return ENGLISH.finding(found as Finding).message;
    };
    expect(message(0)).toMatch(/no usable client certificate: it is empty\.$/);
    expect(message(2)).toContain('none of them is for client authentication');
  });

  it('shows six certificates, and how many it does not', () => {
    const candidates = Array.from({ length: 8 }, () => OLD);
    const { certificates, omitted } =
      clientCertificateFinding({ unseen: null, candidates, others: 0 }, { logged: null, eapTls: true })
        ?.evidence ?? {};
    expect([(certificates as unknown[]).length, omitted]).toEqual([6, 2]);
  });
});

describe('the evidence of a report', () => {
  it('has fifty events, and the number of connections', () => {
    const events = Array.from({ length: 51 }, (_, id) => ({ id }) as unknown as VpnEvent);
    const view = evidenceView(localEvidence({}), events);
    expect([view.events.length, view.events[0], view.vpnConnections]).toEqual([50, events[0], null]);
    const vpnConnections = {
      ...{ unavailable: 'no-command', hresult: null, sid: null, omitted: false },
      connections: [{}, {}] as never,
    };
    expect(evidenceView(localEvidence({ vpnConnections }), []).vpnConnections).toEqual({
      unavailable: 'no-command',
      count: 2,
    });
  });
});
