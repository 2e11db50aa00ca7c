import { X509Certificate } from 'node:crypto';
import type { Route, StageResult } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { routeName } from './authority.ts';
import { tryReadCertificate } from './certificate-fields.ts';
import type { RevocationSubject } from './crl.ts';
import { StageFailure } from './failure.ts';
import { createFetches, type Fetches } from './fetches.ts';
import { askCrl, askOcsp, type RevocationAnswer, type RevocationQuestion } from './revocation-answer.ts';
import { belowRoot, type ChainMember, type RevocationUrl, revocationUrls } from './revocation-urls.ts';
import type { PathHooks } from './stage.ts';

export { createFetches };

export interface RevocationRequest {
  /** DER, leaf first, as checkTunnel gives it. */
  chain: readonly Uint8Array[];
  /** The way to a CRL or OCSP address. */
  routeOf: (url: string) => Route;
  /** Milliseconds for each address by itself. */
  deadlineMs: number;
  /** Shared by the checks of one run; absent: this one has its own. */
  fetches?: Fetches;
  /** Milliseconds, monotonic; for durations. */
  now: () => number;
  /** The date that lists and answers are judged by. */
  wallClock: () => Date;
}

/**
 * Fetches every CRL and OCSP address of the certificates below the root, side by side, and judges the answers. Gives
 * one result for each address, in the order of the chain, and one without address for each certificate that names
 * none. Rejects with P2sError `cancelled` only; leaves no socket.
 */
export async function checkRevocation(
  request: RevocationRequest,
  hooks: PathHooks = {},
): Promise<StageResult[]> {
  const fetches = request.fetches ?? createFetches();
  const urls = revocationUrls(request.chain);
  const pending = belowRoot(request.chain).flatMap((member): Promise<StageResult>[] => {
    const subject = subjectOf(member, request.chain);
    const own = urls.filter(({ position }) => position === member.position);
    if (own.length === 0 || subject === null) return [Promise.resolve(nothingToAsk(member, hooks))];
    return own.map((url) => checkUrl(url, subject, { ...request, fetches }, hooks));
  });
  const settled = await Promise.allSettled(pending);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

type Asking = RevocationRequest & { fetches: Fetches };

async function checkUrl(
  url: RevocationUrl,
  subject: RevocationSubject,
  request: Asking,
  hooks: PathHooks,
): Promise<StageResult> {
  const about = { kind: url.kind, ...aboutCertificate(url.position, subject) };
  const tell = (via: string, result: Omit<StageResult, 'stage' | 'url' | 'via'>): StageResult => {
    const full: StageResult = { stage: 'revocation', url: url.url, via, ...result };
    hooks.onStage?.({ type: 'result', result: full });
    return full;
  };
  const skip = (via: string, evidence: Record<string, unknown>) =>
    tell(via, { status: 'skip', durationMs: 0, evidence: { ...about, ...evidence } });
  if (url.skipped !== null) return skip('unknown', { reason: url.skipped });
  const route = request.routeOf(url.url);
  const via = routeName(route);
  if (route.unsupported !== null)
    return skip(via, { reason: 'route-unsupported', detail: route.unsupported });

  hooks.onStage?.({ type: 'started', stage: 'revocation', url: url.url, via });
  const startedAt = request.now();
  const { status, evidence } = await ask(url, subject, route, request, hooks.signal);
  const durationMs = Math.max(0, Math.round(request.now() - startedAt));
  return tell(via, { status, durationMs, evidence: { ...about, ...evidence } });
}

async function ask(
  url: RevocationUrl,
  subject: RevocationSubject,
  route: Route,
  { deadlineMs, fetches, wallClock }: Asking,
  signal: AbortSignal | undefined,
): Promise<RevocationAnswer> {
  const evidence: Record<string, unknown> = {};
  const fetch: RevocationQuestion['fetch'] = (what) =>
    fetches.body({ url: new URL(url.url), route, ...what }, { deadlineMs, signal }, evidence);
  const question = { fetch, subject, at: wallClock(), evidence };
  try {
    return await (url.kind === 'crl' ? askCrl(question) : askOcsp(question));
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return { status: 'fail', evidence: { ...evidence, reason: error.reason, ...error.evidence } };
  }
}

/** What a certificate's answers are checked against; `null` when it cannot be read. */
function subjectOf(member: ChainMember, chain: readonly Uint8Array[]): RevocationSubject | null {
  const der = chain[member.position];
  if (member.fields === null || der === undefined) return null;
  const { ca: isCa, subject } = new X509Certificate(der);
  const issuerDer = member.issuerPosition === null ? undefined : chain[member.issuerPosition];
  return {
    certificate: member.fields,
    isCa,
    name: neutralise((subject ?? '').replaceAll('\n', ', ')),
    issuer: issuerDer === undefined ? null : issuerOf(issuerDer),
  };
}

function issuerOf(der: Uint8Array): RevocationSubject['issuer'] {
  const certificate = tryReadCertificate(der);
  return certificate === null ? null : { certificate, key: new X509Certificate(der).publicKey };
}

function nothingToAsk(member: ChainMember, hooks: PathHooks): StageResult {
  const readable = member.fields !== null;
  const result: StageResult = {
    stage: 'revocation',
    url: null,
    via: 'unknown',
    status: readable ? 'warn' : 'fail',
    durationMs: 0,
    evidence: {
      reason: readable ? 'no-revocation-url' : 'certificate-unreadable',
      position: member.position,
      ...(member.fields === null ? {} : { serial: member.fields.serial }),
    },
  };
  hooks.onStage?.({ type: 'result', result });
  return result;
}

function aboutCertificate(position: number, subject: RevocationSubject): Record<string, unknown> {
  return { position, subject: subject.name, serial: subject.certificate.serial };
}
