import { describe, expect, it } from 'vitest';
import type { StageEvent } from '../../../src/core/model/check.ts';
import { judgeTranscript, type TranscriptJudgement } from '../../../src/path/transcript/judge-transcript.ts';
import { type GatewayTranscript, transcriptSchema } from '../../../src/path/transcript/transcript.ts';
import { evidenceOf } from '../routes.ts';
import { judgedTranscripts } from './judged-transcripts.ts';
import { transcript, trusted } from './transcripts.ts';

async function judged(
  change: (gateway: GatewayTranscript) => void = () => undefined,
): Promise<TranscriptJudgement> {
  const [gateway] = transcriptSchema.parse(transcript()).gateways;
  if (gateway === undefined) throw new Error('no gateway');
  change(gateway);
  return judgeTranscript({ gateway, extraRoots: trusted, wallClock: () => new Date() });
}

describe('judgeTranscript', async () => {
  it('judges an exchange by what arrived, and reports its times', async () => {
    const { tunnel, revocation, verdict } = await judged();
    expect(verdict).toBe('reachable');
    expect(tunnel.map(({ stage, status, durationMs }) => `${stage} ${status} ${durationMs}`)).toEqual([
      'dns pass 2',
      'tcp pass 3',
      'connect pass 4',
      'tls pass 21',
      'certificate pass 0',
      'http pass 10',
      'sstp pass 12',
    ]);
    expect(tunnel.every(({ via }) => via === 'proxy.example:8080')).toBe(true);
    expect(evidenceOf(tunnel, 'certificate')).toMatchObject({
      trustedBy: 'extra',
      authorizationError: 'NOT_JUDGED',
    });
    expect(revocation).toMatchObject([{ status: 'pass', durationMs: 20, via: 'proxy.example:8080' }]);
  });

  it('trusts the roots of the machine that held the talk', async () => {
    const { roots, tunnel } = await untrusted();
    expect(evidenceOf(tunnel, 'certificate')).toMatchObject({ reason: 'untrusted-root' });
    const gateway = { ...(transcript().gateways[0] as GatewayTranscript), roots };
    const known = await judgeTranscript({ gateway, extraRoots: [], wallClock: () => new Date() });
    expect(evidenceOf(known.tunnel, 'certificate')).toMatchObject({ trustedBy: 'system' });
    expect(known.verdict).toBe('reachable');
  });

  async function untrusted() {
    const [gateway] = transcript().gateways;
    if (gateway === undefined) throw new Error('no gateway');
    const { tunnel } = await judgeTranscript({ gateway, extraRoots: [], wallClock: () => new Date() });
    const roots = trusted.map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''));
    return { roots, tunnel };
  }

  it.each<[string, (gateway: GatewayTranscript) => void, string, Record<string, unknown>]>([
    [
      'a name that is not known',
      ({ tunnel }) =>
        Object.assign(tunnel.resolve ?? {}, { end: 'failed', addresses: [], socketError: 11001 }),
      'proxy-unreachable',
      { reason: 'not-found', errno: 'ENOTFOUND' },
    ],
    [
      'a talk that was cut before TLS',
      ({ tunnel }) => Object.assign(tunnel, { tls: null }),
      'not-tested',
      { reason: 'evidence-ends' },
    ],
    [
      'a talk that was cut inside TLS',
      ({ tunnel }) => void tunnel.inside?.chunks.pop(),
      'not-tested',
      { reason: 'evidence-ends' },
    ],
    [
      'a certificate that nobody can read',
      ({ tunnel }) =>
        Object.assign(tunnel.tls ?? {}, { certificates: [Buffer.from('noise').toString('base64')] }),
      'certificate-invalid',
      { reason: 'certificate-unreadable' },
    ],
  ])('%s', async (_name, change, verdict, evidence) => {
    const seen = await judged(change);
    const status = verdict === 'not-tested' ? 'skip' : 'fail';
    expect(seen.tunnel.find(({ status: own }) => own !== 'pass')).toMatchObject({ status, evidence });
    expect(seen.verdict).toBe(verdict);
  });

  const judgedAll = await judgedTranscripts();
  it.each(Object.keys(judgedAll))('judges %s', async (name) => {
    const { verdict, made } = judgedAll[name] ?? {};
    for (const gateway of transcriptSchema.parse(made).gateways) {
      const seen = await judgeTranscript({ gateway, extraRoots: [], wallClock: () => new Date() });
      expect([gateway.port, seen.verdict]).toEqual([gateway.port, verdict]);
    }
  });

  it.each<[string, Partial<GatewayTranscript['fetches'][number]>]>([
    ['the list of another certificate', { position: 1 }],
    ['an answer of another kind', { kind: 'ocsp' }],
    ['another address', { url: 'http://crl.example/b.crl' }],
    ['an address that is none', { url: 'crl.example' }],
  ])('does not take %s for the list of the certificate', async (_name, change) => {
    const { revocation } = await judged(({ fetches }) => Object.assign(fetches[0] ?? {}, change));
    expect(revocation).toMatchObject([{ status: 'skip', evidence: { reason: 'not-asked' } }]);
  });

  it('takes an address in any form, and the route that each was asked by', async () => {
    const other = await judged(({ fetches }) =>
      Object.assign(fetches[0] ?? {}, { url: 'HTTP://CRL.example:80/a.crl', viaProxy: null }),
    );
    expect(other.revocation).toMatchObject([{ status: 'pass', via: 'direct' }]);
    const direct = await judged((gateway) => Object.assign(gateway, { viaProxy: null }));
    expect(direct.tunnel.map(({ stage, via }) => `${stage} ${via}`)).toEqual([
      ...['dns direct', 'tcp direct', 'tls direct', 'certificate direct', 'http direct', 'sstp direct'],
    ]);
    expect(direct.revocation).toMatchObject([{ status: 'pass', via: 'proxy.example:8080' }]);
  });

  it('compares the root with that of a profile, if there is one', async () => {
    const [gateway] = transcript().gateways;
    if (gateway === undefined) throw new Error('no gateway');
    const other = { name: 'Contoso Root', sha1: null, sha256: 'a'.repeat(64), der: null };
    const question = { gateway, extraRoots: trusted, wallClock: () => new Date() };
    const { tunnel } = await judgeTranscript({ ...question, expectedRoots: [other] });
    expect(evidenceOf(tunnel, 'certificate')).toMatchObject({ asProfileExpects: false });
    const { tunnel: none } = await judgeTranscript(question);
    expect(evidenceOf(none, 'certificate')).not.toMatchObject({ asProfileExpects: false });
  });

  it('calls what was not asked not tested, and what was too much too large', async () => {
    const none = await judged((gateway) => {
      gateway.fetches = [];
    });
    expect(none.revocation).toMatchObject([{ status: 'skip', evidence: { reason: 'not-asked' } }]);
    expect(none.verdict).toBe('not-tested');
    const much = await judged(({ fetches }) => {
      const received = fetches[0]?.proxy;
      const chunk = received?.chunks[0];
      if (!received || !chunk) throw new Error('nothing was fetched');
      const head = Buffer.from(chunk.base64, 'base64').subarray(0, 60);
      Object.assign(received, { end: 'limit', chunks: [{ ms: 20, base64: head.toString('base64') }] });
    });
    expect(much.revocation[0]?.evidence).toMatchObject({ reason: 'too-large', maxBytes: 1_000_000 });
  });

  it('is cancelled, and reports the stages as they happen', async () => {
    const [gateway] = transcript().gateways;
    if (gateway === undefined) throw new Error('no gateway');
    const question = { gateway, extraRoots: trusted, wallClock: () => new Date() };
    const cancelled = judgeTranscript(question, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const reported: StageEvent['type'][] = [];
    await judgeTranscript(question, { onStage: ({ type }) => void reported.push(type) });
    expect(reported.filter((type) => type === 'result')).toHaveLength(8);
  });

  it('takes no host for one that would end up in a request', async () => {
    const bad = judged((gateway) => {
      gateway.host = 'a\r\nX: y';
    });
    await expect(bad).rejects.toMatchObject({ code: 'input' });
  });
});
