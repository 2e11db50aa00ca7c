import type { Check, CheckStatus, StageResult } from '../model/check.ts';
import {
  type ChainCheck,
  chainHresult,
  chainStatusNames,
  hresultText,
  lacksRoot,
  REVOCATION_FLAGS,
} from './chain-status.ts';
import type { EvidenceByStage } from './stage-evidence.ts';

/** Result of Windows' own chain engine for one gateway. */
export interface WindowsChain {
  gateway: string;
  /** SID of the account that ran the check; `null` if unknown. */
  account: string | null;
  /** The store whose setting that account's check uses. */
  decidedBy: string;
  /** The proxy of that setting, or `unknown`. */
  via: string;
  /** From the cache only; `null`: this check did not run. */
  offline: ChainCheck | null;
  /** Live; `null`: it did not finish in time. */
  online: ChainCheck | null;
  /** The result of p2s-fix for the same certificates. */
  certificate: StageResult<'certificate'> | undefined;
}

const CLIENT = 'X509Chain';
const CRYPT_E_NO_REVOCATION_CHECK = '0x80092012';

/** Two checks: of the certificates, and of their revocation, which includes the result from the cache alone. */
export function windowsChainChecks(seen: WindowsChain): Check[] {
  const { offline, online } = seen;
  if (online === null && offline === null) return [];
  const cacheOnly = offline === null ? null : statusOf(offline, REVOCATION_FLAGS);
  if (online === null) return [check(seen, 'revocation', 'skip', { reason: 'timeout', cacheOnly })];
  const trust = statusOf(online, ~REVOCATION_FLAGS);
  const good = trust.hresult === null;
  const first = check(seen, 'certificate', good ? 'pass' : isExpected(seen) ? 'warn' : 'fail', trust);
  if (online.hresult !== null) return [first];
  const revocation = statusOf(online, REVOCATION_FLAGS);
  return [
    first,
    check(seen, 'revocation', revocationStatus(revocation.hresult), { ...revocation, cacheOnly }),
  ];
}

/** Windows does not have the root because it was named for this check only. */
export function isExpected({ online, certificate }: Pick<WindowsChain, 'online' | 'certificate'>): boolean {
  return online !== null && certificate?.evidence.trustedBy === 'extra' && lacksRoot(online.flags);
}

function revocationStatus(hresult: string | null): CheckStatus {
  if (hresult === null) return 'pass';
  return hresult === CRYPT_E_NO_REVOCATION_CHECK ? 'warn' : 'fail';
}

function check(
  { gateway, account, decidedBy, via, online }: WindowsChain,
  stage: Check['stage'],
  status: CheckStatus,
  evidence: EvidenceByStage['revocation'],
): Check {
  return {
    gateway,
    stage,
    url: null,
    via,
    from: 'this-machine',
    stores: 'current',
    status,
    durationMs: online?.durationMs ?? 0,
    evidence: { client: CLIENT, account, decidedBy, ...evidence },
  };
}

type MaskedStatus = NonNullable<EvidenceByStage['revocation']['cacheOnly']>;

/** The part of a result that the mask selects: of the whole chain, and of each certificate by its SHA-1. */
function statusOf({ flags, hresult, elements }: ChainCheck, mask: number): MaskedStatus {
  return {
    hresult: hresult === null ? chainHresult(flags & mask) : hresultText(hresult),
    statuses: chainStatusNames(flags & mask),
    elements: elements.map((element) => ({
      sha1: element.thumbprint.toLowerCase(),
      statuses: chainStatusNames(element.flags & mask),
    })),
  };
}
