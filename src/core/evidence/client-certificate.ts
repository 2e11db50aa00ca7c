import type { Finding, Severity } from '../model/finding.ts';

/** Why a certificate cannot be used for EAP-TLS sign-in, the most severe first. */
export type ClientProblem =
  | 'no-private-key'
  | 'expired'
  | 'not-yet-valid'
  | 'chain-incomplete' // an issuer is missing from all stores
  | 'root-not-trusted' // the chain ends outside the Root stores
  | 'root-of-user-only' // in Root of CurrentUser, not of LocalMachine
  | 'root-of-computer-only';

/**
 * A certificate of CurrentUser\My that may be used for client authentication. Without its
 * subject, which may name a person.
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
  /** The end of the chain; `null` when the chain is incomplete here. */
  root: { subject: string; sha1: string } | null;
}

/** The observed client certificates of a user. */
export interface ClientCertificates {
  /**
   * Why nothing was read; `other-user`: they belong to another user than the VPN user; `too-many`: none of those that
   * were read is usable, and there are more. `null`: they were read.
   */
  unseen: string | null;
  candidates: readonly ClientCertificate[];
  /** Number of other certificates in the store: not for client authentication, or not readable. */
  others: number;
}

const MAX_SHOWN = 6;

/**
 * The finding on client certificates; `null` when there is nothing to report. "None usable" is an error only if
 * Windows logged a client certificate error that is still current; otherwise it is reported when an entry uses
 * certificate sign-in.
 *
 * @param logged the severity of the newest logged error that client certificates may cause; `null`: none
 * @param eapTls whether an entry that may use SSTP signs in by EAP-TLS
 */
export function clientCertificateFinding(
  { unseen, candidates, others }: ClientCertificates,
  { logged, eapTls }: { logged: Severity | null; eapTls: boolean },
): Finding | null {
  if (logged === null && !eapTls) return null;
  // The message shows the first one, which must be the one with the reported problem.
  const certificates = candidates.toSorted((a, b) => a.problems.length - b.problems.length);
  const usable = certificates.filter(({ problems }) => problems.length === 0).length;
  // Of several certificates, the one with the fewest problems counts.
  const problem = unseen === null && usable === 0 ? (certificates[0]?.problems[0] ?? 'none') : null;
  // Without a problem, or without anything read, it is reported only beside a logged error.
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
      certificates: certificates.slice(0, MAX_SHOWN),
      omitted: Math.max(0, candidates.length - MAX_SHOWN),
    },
  };
}
