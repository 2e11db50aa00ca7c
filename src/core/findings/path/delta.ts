import type { StageResult } from '../../model/check.ts';
import { fetchAnswer } from '../../model/fetch-answer.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { WindowsChain } from '../../path/chain-checks.ts';
import { chainHresult, isRevocationOffline, REVOCATION_FLAGS } from '../../path/chain-status.ts';

/**
 * Certificates whose base list is valid and names a delta list that is missing or invalid. Windows requests it;
 * Microsoft says that validation may then fail. So it is a warning; an error if Windows' own check on this
 * computer reports that revocation is offline; a remark if OCSP answers for the certificate or the delta cannot be
 * requested from here.
 */
export function deltaFindings(
  gateway: string,
  revocation: readonly StageResult<'revocation'>[],
  seen: WindowsChain | undefined,
): Finding[] {
  const deltas = revocation.filter(({ evidence }) => evidence.kind === 'delta');
  const positions = new Set(deltas.map(({ evidence }) => evidence.position));
  return [...positions].flatMap((position): Finding[] => {
    const own = deltas.filter(({ evidence }) => evidence.position === position);
    if (own.some(isAnswer)) return [];
    const byOcsp = revocation.some(
      ({ status, evidence }) =>
        status === 'pass' && evidence.kind === 'ocsp' && evidence.position === position,
    );
    const offline = offlineBy(seen);
    const addresses = own.map((one) => {
      return { url: one.url, via: one.via, ...fetchAnswer(one), nextUpdate: one.evidence.nextUpdate ?? null };
    });
    const isUntested = byOcsp || own.every(({ status }) => status === 'skip');
    const severity: Severity = offline !== null ? 'error' : isUntested ? 'info' : 'warning';
    const subject = own[0]?.evidence.subject;
    const evidence = {
      gateway,
      subject,
      addresses,
      byOcsp,
      ...(offline ?? { hresult: null, account: null }),
    };
    return [{ code: 'delta-crl-unavailable', severity, store: null, evidence }];
  });
}

/** A revocation in the delta list is an answer, too. */
function isAnswer({ status, evidence }: StageResult): boolean {
  return status === 'pass' || evidence.reason === 'revoked';
}

/** The result of Windows' own live check if it reports that revocation is offline. */
function offlineBy(
  seen: WindowsChain | undefined,
): { hresult: string | null; account: string | null } | null {
  const online = seen?.online;
  if (seen === undefined || online == null || online.hresult !== null) return null;
  const flags = online.flags & REVOCATION_FLAGS;
  return isRevocationOffline(flags) ? { hresult: chainHresult(flags), account: seen.account } : null;
}
