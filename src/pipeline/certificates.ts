import type { StageResult } from '../core/check.ts';
import type { AddressContext } from '../path/address-check.ts';
import { tryReadCertificate } from '../path/certificate-fields.ts';
import { completeChain } from '../path/issuers.ts';
import { issuerUrls } from '../path/revocation-urls.ts';
import type { PathHooks } from '../path/stage.ts';
import type { TunnelOutcome } from '../path/tunnel.ts';

/** A gateway's certificates as Windows would have them: with what it would fetch. */
export interface Certificates {
  /** DER, leaf first. Empty where the tunnel did not come to TLS. */
  chain: Uint8Array[];
  /** The tunnel's results; the certificate's is judged anew where something was fetched. */
  results: StageResult[];
  /** One for each address at which an issuer was looked for; empty when none is missing. */
  issuers: StageResult[];
}

/**
 * What is missing from a chain that leads to no trusted root, fetched along the revocation path (AIA), and the
 * certificate judged by it. A chain that leads to one then is a warning: it works where those addresses are reached.
 */
export async function completed(
  { results, chain, judgeChain }: TunnelOutcome,
  context: AddressContext,
  hooks: PathHooks,
): Promise<Certificates> {
  const before = results.find(({ stage }) => stage === 'certificate');
  if (judgeChain === null || before === undefined) return { chain, results, issuers: [] };
  const isComplete = (longer: readonly Uint8Array[]) => judgeChain(longer).evidence.trustedBy !== null;
  const completion = await completeChain({ ...context, chain, isComplete }, hooks);
  if (completion.chain.length === chain.length) return { chain, results, issuers: completion.results };
  const judged = judgeChain(completion.chain);
  const sound = judged.status !== 'fail';
  const certificate: StageResult = {
    ...before,
    durationMs: 0,
    status: sound ? 'warn' : 'fail',
    evidence: {
      ...(sound ? { reason: 'chain-incomplete' } : {}),
      ...judged.evidence,
      sent: chain.length,
      fetched: completion.chain.length - chain.length,
    },
  };
  hooks.onStage?.({ type: 'result', result: certificate });
  return {
    chain: judged.chain,
    results: results.map((result) => (result === before ? certificate : result)),
    issuers: completion.results,
  };
}

/** Where a missing issuer would be looked for first. */
export function issuersOf(chain: readonly Uint8Array[]): { url: string }[] {
  const last = chain.at(-1);
  const fields = last === undefined ? null : tryReadCertificate(last);
  return fields === null ? [] : issuerUrls(fields);
}
