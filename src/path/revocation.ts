import { X509Certificate } from 'node:crypto';
import type { StageResult } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { type AddressContext, checkAddress } from './address-check.ts';
import { tryReadCertificate } from './certificate-fields.ts';
import type { RevocationSubject } from './crl.ts';
import { createFetches } from './fetches.ts';
import { askCrl, askOcsp } from './revocation-answer.ts';
import { belowRoot, type ChainMember, type RevocationUrl, revocationUrls } from './revocation-urls.ts';
import type { PathHooks } from './stage.ts';

export { createFetches };

export interface RevocationRequest extends AddressContext {
  /** DER, leaf first, as checkTunnel or completeChain gives it. */
  chain: readonly Uint8Array[];
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

function checkUrl(
  { url, kind, position, skipped }: RevocationUrl,
  subject: RevocationSubject,
  request: RevocationRequest,
  hooks: PathHooks,
): Promise<StageResult> {
  const about = { kind, ...aboutCertificate(position, subject) };
  return checkAddress({ url, skipped, about }, request, hooks, (question) => {
    const full = { ...question, subject, at: request.wallClock() };
    return kind === 'crl' ? askCrl(full) : askOcsp(full);
  });
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
