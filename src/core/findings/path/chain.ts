import type { VerdictCode } from '../../model/check.ts';
import type { Finding, FindingCode, Severity } from '../../model/finding.ts';
import { isExpected, type WindowsChain } from '../../path/chain-checks.ts';
import {
  type ChainCheck,
  chainHresult,
  chainStatusNames,
  isRevocationOffline,
  REVOCATION_FLAGS,
  REVOKED,
} from '../../path/chain-status.ts';

/**
 * Differences between Windows' own chain check and the fetches along the revocation route. If a fetch fails but
 * the check succeeds, Windows used its cache or another route. If the check fails but the fetch succeeds, Windows
 * uses something that p2s-fix does not; a missing delta list is reported separately (see deltaFindings). Neither
 * changes a verdict: this account is not the account of the VPN service.
 */
export function chainFindings(
  seen: WindowsChain,
  revocation: VerdictCode,
  { deltaMissing = false }: { deltaMissing?: boolean } = {},
): Finding[] {
  const { gateway, account, decidedBy, offline, online, certificate } = seen;
  if (online === null || online.hresult !== null) return [];
  const findings: Finding[] = [];
  const add = (code: FindingCode, severity: Severity, flags: number) => {
    const reported = { hresult: chainHresult(flags), statuses: chainStatusNames(flags) };
    const trustedBy = certificate?.evidence.trustedBy ?? null;
    const evidence = { gateway, account, decidedBy, ...reported, trustedBy };
    findings.push({ code, severity, store: null, evidence });
  };
  const refused = refusal(online.flags, revocation);
  if (refused !== 0 && certificate?.status !== 'fail')
    add('windows-chain-refused', isExpected(seen) ? 'warning' : 'error', refused);
  const about = online.flags & REVOCATION_FLAGS;
  if (about === 0 && revocation === 'revocation-unreachable') {
    if (isGood(offline)) add('revocation-from-cache', 'warning', 0);
    else add('revocation-by-another-way', 'info', 0);
  }
  if (isRevocationOffline(about) && revocation === 'reachable' && !deltaMissing)
    add('windows-revocation-offline', 'warning', about);
  return findings;
}

function isGood(check: ChainCheck | null): boolean {
  return check !== null && check.hresult === null && (check.flags & REVOCATION_FLAGS) === 0;
}

/** Errors of the chain engine other than a revocation check that could not be done. */
function refusal(flags: number, revocation: VerdictCode): number {
  const revoked = revocation === 'revoked' ? 0 : flags & REVOKED;
  return (flags & ~REVOCATION_FLAGS) | revoked;
}
