import type { Finding, Severity } from '../model/finding.ts';

/** What keeps a certificate from serving for the sign-in by EAP-TLS, the most severe first. */
export type ClientProblem =
  | 'no-private-key'
  | 'expired'
  | 'not-yet-valid'
  | 'chain-incomplete' // an issuer is in none of the stores
  | 'root-not-trusted' // the chain ends outside the Root stores
  | 'root-of-user-only' // in Root of CurrentUser, not of LocalMachine
  | 'root-of-computer-only';

/**
 * A certificate of CurrentUser\My that may be used for client authentication. Without its subject: that may be a
 * person.
 */
export interface ClientCertificate {
  /** Lower-case hex. */
  sha1: string;
  /** Distinguished name, safe to show. */
  issuer: string;
  /** ISO 8601. */
  validFrom: string;
  validTo: string;
  problems: readonly ClientProblem[];
  /** What the chain ends in; `null` when it has no end here. */
  root: { subject: string; sha1: string } | null;
}

/** What was seen of somebody's client certificates. */
export interface ClientCertificates {
  /** Why nothing was seen; `other-user`: they are not the VPN user's. `null`: they were looked at. */
  unseen: string | null;
  candidates: readonly ClientCertificate[];
  /** How many others are in the store: not for client authentication, or not readable. */
  others: number;
}

const MAX_SHOWN = 6;

/**
 * The finding on client certificates, `null` when there is nothing to say. That none is usable is an error only where
 * Windows has logged an error of theirs that stands; else it is told where an entry signs in by certificate.
 *
 * @param logged the severity of the newest logged error that client certificates may cause; `null`: none
 * @param eapTls whether an entry that may dial SSTP signs in by EAP-TLS
 */
export function clientCertificateFinding(
  { unseen, candidates, others }: ClientCertificates,
  { logged, eapTls }: { logged: Severity | null; eapTls: boolean },
): Finding | null {
  if (logged === null && !eapTls) return null;
  const usable = candidates.filter(({ problems }) => problems.length === 0).length;
  const problem = unseen === null && usable === 0 ? problemOf(candidates) : null;
  // Nothing wrong, or nothing seen, is worth a word only beside an error of theirs.
  if (problem === null && logged === null) return null;
  return {
    code: 'client-certificate',
    severity: problem !== null && logged !== null && logged !== 'info' ? 'error' : 'info',
    store: null,
    evidence: {
      unseen,
      problem,
      usable,
      others,
      eapTls,
      logged: logged !== null,
      certificates: candidates.slice(0, MAX_SHOWN),
      omitted: Math.max(0, candidates.length - MAX_SHOWN),
    },
  };
}

/** Of several certificates the one that lacks least counts. */
function problemOf(candidates: readonly ClientCertificate[]): ClientProblem | 'none' {
  const [best] = candidates.toSorted((a, b) => a.problems.length - b.problems.length);
  return best?.problems[0] ?? 'none';
}
