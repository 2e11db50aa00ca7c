import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import { type Check, ofStage, type Stage } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { requestsOf } from '../../support/texts/letters.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';
const STAGES = ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp', 'revocation'] as const;

/** The peer on the connection of a stage; each sends its own word wherever it can. */
type Peer = 'said-by-proxy' | 'said-by-gateway' | 'said-by-revocation-server';
const PEER: Readonly<Record<Stage, Peer | null>> = {
  dns: null,
  tcp: null,
  connect: 'said-by-proxy',
  tls: 'said-by-gateway',
  certificate: 'said-by-gateway',
  http: 'said-by-gateway',
  sstp: 'said-by-gateway',
  revocation: 'said-by-revocation-server',
};
const PEERS = [...new Set(Object.values(PEER))].filter((one) => one !== null);

/** The reasons that change the parts of the sentences. */
const REASONS: Readonly<Record<Stage, readonly string[]>> = {
  dns: ['not-found', 'dns-unavailable', 'timeout'],
  tcp: ['refused', 'timeout', 'reset'],
  connect: ['proxy-auth', 'sstp-header-refused', 'status', 'redirect', 'closed', 'not-http', 'timeout'],
  tls: ['reset-at-client-hello', 'closed', 'not-tls', 'alert', 'timeout'],
  certificate: ['untrusted-root', 'wrong-root', 'name-mismatch', 'expired', 'another-certificate'],
  http: ['status', 'http-version', 'chunked', 'not-http', 'closed', 'timeout'],
  sstp: ['closed', 'not-a-packet', 'nak', 'malformed-ack', 'timeout'],
  revocation: ['http-status', 'redirect', 'html', 'proxy-auth', 'not-http', 'expired', 'timeout'],
};

/** All evidence that a peer of this stage may send, with its own word. */
function evidenceOf(stage: Stage, reason: string, httpStatus: number, isFetchedPage: boolean) {
  const word = PEER[stage] ?? 'nobody';
  const answer = { httpStatus, httpReason: word, server: word, contentType: word, locationHost: word };
  const head = { ...answer, squidError: `ERR_${word} 0`, began: word, schemes: [word], proxyHeaders: [word] };
  const page = { httpStatus: 200, server: word, locationHost: word, began: word, signIn: true };
  const names = {
    subject: word,
    issuer: word,
    san: [`DNS:${word}`],
    top: { subject: word, sha256: '', sha1: '' },
  };
  return {
    reason,
    reasons: [reason],
    ...(stage === 'dns' || stage === 'tcp' ? { of: 'gateway' as const } : { ...head, ...names }),
    ...(isFetchedPage ? { page: { ...page, elsewhere: true } } : {}),
  };
}

const check = (stage: Stage): fc.Arbitrary<Check> =>
  fc
    .record({
      status: fc.constantFrom('pass' as const, 'fail' as const),
      reason: fc.constantFrom(...REASONS[stage]),
      httpStatus: fc.constantFrom(200, 302, 403, 407, 503, 511),
      isFetchedPage: fc.boolean(),
    })
    .map(({ status, reason, httpStatus, isFetchedPage }) => ({
      gateway: GATEWAY,
      stage,
      url: stage === 'revocation' ? 'http://crl.contoso.example/a.crl' : null,
      via: 'proxy.contoso.example:8080',
      from: 'this-machine',
      stores: 'current',
      status,
      durationMs: 1,
      evidence: evidenceOf(stage, reason, httpStatus, isFetchedPage),
    }));

it('reports of one connection nothing that the peer of another sent', () => {
  fc.assert(
    fc.property(
      fc.tuple(...STAGES.map(check)),
      fc.subarray([...STAGES]),
      fc.boolean(),
      (all, reported, isFirst) => {
        // Any subset of stages; a fetch may be reported before the probe ends.
        const probed = all.filter(({ stage }) => reported.includes(stage));
        const fetches = probed.filter(({ stage }) => stage === 'revocation');
        const checks = isFirst ? [...fetches, ...probed.filter((one) => !fetches.includes(one))] : probed;
        const tunnel = probed.filter(({ stage }) => stage !== 'revocation');
        const decided = gatewayVerdict([...tunnel, ...ofStage(probed, 'revocation')]);
        const verdict = { gateway: GATEWAY, stores: 'current', ...decided } as const;
        const texts = [ENGLISH, JAPANESE].map(({ verdict: textOf }) => textOf(verdict, checks));
        const asked = requestsOf(checks, [verdict], '2026-11-25T10:00:00.000Z');
        const others = PEERS.filter((peer) => verdict.stage === null || peer !== PEER[verdict.stage]);
        const text = JSON.stringify([texts, asked]);
        for (const peer of others) expect(text, `${verdict.verdict} at ${verdict.stage}`).not.toContain(peer);
      },
    ),
    { numRuns: 1_000 },
  );
});
