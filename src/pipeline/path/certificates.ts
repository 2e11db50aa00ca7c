import { ofStage, type StageResult } from '../../core/model/check.ts';
import type { CertificateJudgement } from '../../path/pki/certificate.ts';
import { tryReadCertificate } from '../../path/pki/certificate-fields.ts';
import { issuerUrls } from '../../path/pki/named-url.ts';
import type { AddressContext } from '../../path/revocation/address-check.ts';
import { completeChain } from '../../path/revocation/issuers.ts';
import type { PathHooks } from '../../path/transport/stage.ts';
import type { ShownCertificates } from '../../path/tunnel/tunnel.ts';

/** A gateway's certificates as Windows would see them, with the certificates that Windows would fetch. */
export interface Certificates {
  /** DER, leaf first. Empty if the tunnel did not reach TLS. */
  chain: Uint8Array[];
  /** The tunnel's results so far; the certificate is judged again if something was fetched. */
  results: StageResult[];
  /** One for each URL that was queried for an issuer; empty if none is missing. */
  issuers: StageResult<'revocation'>[];
}

/**
 * Fetches the missing certificates of a chain without a trusted root over the revocation route (AIA), and judges
 * the certificate again. If the chain then ends at a trusted root, the result is a warning: it works only where
 * those URLs are reachable.
 */
export async function completedChain(
  { results, chain, judgeChain }: ShownCertificates,
  context: AddressContext,
  hooks: PathHooks,
): Promise<Certificates> {
  const before = ofStage(results, 'certificate')[0];
  if (judgeChain === null || before === undefined) return { chain, results, issuers: [] };
  const isComplete = (longer: readonly Uint8Array[]) => judgeChain(longer).evidence.trustedBy !== null;
  const completion = await completeChain({ ...context, chain, isComplete }, hooks);
  if (completion.chain.length === chain.length) return { chain, results, issuers: completion.results };
  const judged = judgeChain(completion.chain);
  const fetched = completion.chain.length - chain.length;
  const again = judgedAgain({ results, chain }, before, judged, fetched, hooks);
  return { ...again, issuers: completion.results };
}

/**
 * The same if Windows itself trusts the root of this chain, which this Node could not find in its store: `trusted`
 * is Windows' own chain, DER, from the leaf to that root. Intermediate certificates that the gateway does not send
 * are fetched as for a root that is known here; Windows' own certificates replace those that could not be fetched.
 */
export async function windowsTrustedChain(
  outcome: ShownCertificates,
  trusted: readonly Uint8Array[],
  context: AddressContext,
  hooks: PathHooks,
): Promise<Certificates> {
  const { results, chain, judgeChain: judgeAlone } = outcome;
  const before = ofStage(results, 'certificate')[0];
  if (judgeAlone === null || before === undefined) return { chain, results, issuers: [] };
  const judgeChain = (longer: readonly Uint8Array[]) =>
    reportedByWindows(judgeAlone(longer, trusted.slice(-1)));
  const asSent = judgeChain(chain);
  if (asSent.evidence.trustedBy !== null)
    return { ...judgedAgain(outcome, before, asSent, 0, hooks), issuers: [] };
  const fetched = await completedChain({ ...outcome, judgeChain }, context, hooks);
  const found = ofStage(fetched.results, 'certificate')[0];
  if (found?.evidence.trustedBy != null) return fetched;
  const added = trusted.slice(0, -1).filter((der) => !chain.includes(der)).length;
  const { issuers } = fetched;
  return { ...judgedAgain(outcome, before, judgeChain(trusted), added, hooks), issuers };
}

function reportedByWindows(judged: CertificateJudgement): CertificateJudgement {
  return { ...judged, evidence: { ...judged.evidence, rootToldBy: 'X509Chain' } };
}

/** The certificate's result with a longer chain, reported and put in place of the earlier result. */
function judgedAgain(
  { results, chain }: Pick<ShownCertificates, 'results' | 'chain'>,
  before: StageResult<'certificate'>,
  judged: CertificateJudgement,
  fetched: number,
  hooks: PathHooks,
): Pick<Certificates, 'chain' | 'results'> {
  const incomplete = fetched > 0 && judged.status !== 'fail';
  const certificate: StageResult<'certificate'> = {
    ...before,
    durationMs: 0,
    status: incomplete ? 'warn' : judged.status,
    evidence: {
      ...(incomplete ? { reason: 'chain-incomplete' } : {}),
      ...judged.evidence,
      ...(fetched > 0 ? { sent: chain.length, fetched } : {}),
    },
  };
  hooks.onStage?.({ type: 'result', result: certificate });
  return {
    chain: judged.chain,
    results: results.map((result) => (result === before ? certificate : result)),
  };
}

/** The URLs to query first for a missing issuer. */
export function issuersOf(chain: readonly Uint8Array[]): { url: string }[] {
  const last = chain.at(-1);
  const fields = last === undefined ? null : tryReadCertificate(last);
  return fields === null ? [] : issuerUrls(fields);
}
