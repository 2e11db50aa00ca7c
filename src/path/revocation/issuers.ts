import { createHash, X509Certificate } from 'node:crypto';
import type { StageResult } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { isSelfIssued, tryReadCertificate } from '../pki/certificate-fields.ts';
import { DerError } from '../pki/der.ts';
import { certificatesOf } from '../pki/issuer-file.ts';
import { issuerUrls } from '../pki/named-url.ts';
import { isIssuedBy } from '../pki/trust.ts';
import type { PathHooks } from '../transport/stage.ts';
import {
  type AddressAnswer,
  type AddressContext,
  type AddressQuestion,
  checkAddress,
  isPem,
  shapeOf,
} from './address-check.ts';

export interface CompletionRequest extends AddressContext {
  /** DER, leaf first, as the gateway sent it. */
  chain: readonly Uint8Array[];
  /** Whether a chain ends at a trusted root, so that no certificate is missing. */
  isComplete: (chain: readonly Uint8Array[]) => boolean;
}

export interface Completion {
  /** The chain, with the certificates that were fetched. */
  chain: Uint8Array[];
  /** A result for each URL that was queried. */
  results: StageResult<'revocation'>[];
}

const MAX_BYTES = 256 * 1024;
/** A gateway that sends only its own certificate lacks one intermediate, rarely two. */
const MAX_ADDED = 4;

/**
 * Fetches missing issuers as Windows does: from the caIssuers URLs (AIA) of the last certificate, until the chain
 * ends at a trusted or self-issued root. Fetches nothing if nothing is missing. `deadlineMs` limits all fetches
 * together. Rejects only with P2sError `cancelled`.
 */
export async function completeChain(request: CompletionRequest, hooks: PathHooks = {}): Promise<Completion> {
  const { now, deadlineMs, isComplete } = request;
  const until = Math.min(now() + deadlineMs, request.until ?? Number.POSITIVE_INFINITY);
  const chain = [...request.chain];
  const results: StageResult<'revocation'>[] = [];
  for (let added = 0; added < MAX_ADDED; added += 1) {
    const position = chain.length - 1;
    const last = chain[position];
    const fields = last === undefined ? null : tryReadCertificate(last);
    if (last === undefined || fields === null || isSelfIssued(fields) || isComplete(chain)) break;
    const about = { kind: 'issuer', position, subject: nameOf(last) };
    const issuers = new Map<string, Uint8Array>();
    const urls = issuerUrls(fields);
    const asked = urls.map((url) =>
      checkAddress({ ...url, about }, { ...request, until }, hooks, (question) =>
        askIssuer(question, last, issuers),
      ),
    );
    results.push(...(await Promise.all(asked)));
    // In the order of the URLs, whichever answered first.
    const [issuer] = urls.flatMap(({ url }) => issuers.get(url) ?? []);
    if (issuer === undefined) break;
    chain.push(issuer);
  }
  return { chain, results };
}

/** Fetches one URL. The response must contain the certificate that issued this one. */
async function askIssuer(
  question: AddressQuestion,
  subject: Uint8Array,
  issuers: Map<string, Uint8Array>,
): Promise<AddressAnswer> {
  const { evidence } = question;
  const body = await question.fetch({ post: null, maxBytes: MAX_BYTES });
  evidence.bytes = body.length;
  let certificates: Uint8Array[];
  try {
    certificates = certificatesOf(body);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { status: 'fail', evidence: { ...evidence, reason: shapeOf(body) ?? 'not-a-certificate' } };
  }
  const issuer = certificates.find((der) => isIssuedBy(subject, der));
  if (issuer === undefined) return { status: 'fail', evidence: { ...evidence, reason: 'wrong-issuer' } };
  issuers.set(question.url.href, issuer);
  const sha256 = createHash('sha256').update(issuer).digest('hex');
  const reported = { ...evidence, issuer: nameOf(issuer), issuerSha256: sha256 };
  // It completes the chain, so that the rest can be judged; whether Windows accepts it is not known.
  return isPem(body)
    ? { status: 'skip', evidence: { ...reported, reason: 'pem' } }
    : { status: 'pass', evidence: reported };
}

function nameOf(der: Uint8Array): string {
  return neutralise((new X509Certificate(der).subject ?? '').replaceAll('\n', ', '));
}
