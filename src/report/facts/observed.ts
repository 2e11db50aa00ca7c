import { mayBeClock } from '../../core/findings/path/clock.ts';
import { type Check, ofStage } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import type { AnyEvidence, EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { isRecord } from '../model/is-record.ts';
import { minuteOf } from './evidence-facts.ts';
import { failedAt, refusalOf } from './verdict-evidence.ts';

/** A problem of a certificate: a stable word, and details that are the same in every language. */
export interface Flaw {
  reason: string;
  detail: string | null;
}

/** What was observed at the end of a path, for the sentence of its verdict. */
export interface Observed {
  /** The evidence of the first failed stage, or `null`. */
  answer: AnyEvidence | null;
  /** A proxy's response to CONNECT, with squid's own code: `503, squid/5.7, ERR_CONNECT_FAIL 111`. */
  proxySays: string | null;
  /** The problems of the certificate, without its root if the verdict covers that. */
  flaws: readonly Flaw[];
  /** The clock of this computer may explain the problems of dates. */
  mayBeClock: boolean;
  /** The subject of the last certificate in its chain. */
  top: string | null;
}

/** Reported by the verdict itself when it is the most severe flaw. */
const OF_ROOT = ['untrusted-root', 'wrong-root', 'another-certificate'];
/** Maximum number of a certificate's names in a text. */
const NAMES = 3;

/** A web server replies with a certificate for other names, as the block page of a proxy does. */
export function isOtherWeb({ flaws, mayBeWeb }: { flaws: readonly Flaw[]; mayBeWeb: boolean }): boolean {
  return mayBeWeb && flaws.some(({ reason }) => reason === 'name-mismatch');
}

/** The facts from the failed stages of the tunnel. */
export function observed(checks: readonly Check[]): Observed {
  const failed = checks.filter(
    ({ stage, status, evidence }) =>
      status === 'fail' && stage !== 'revocation' && evidence.client === undefined,
  );
  // The last check, which includes fetched issuers.
  const certificate = ofStage(failed, 'certificate').at(-1)?.evidence ?? {};
  const { reason, reasons, top } = certificate;
  const words = Array.isArray(reasons) ? reasons : reason === undefined ? [] : [reason];
  const isReportedByVerdict = OF_ROOT.includes(String(words[0]));
  return {
    answer: failed[0]?.evidence ?? null,
    proxySays: failed[0]?.stage === 'connect' ? proxySays(checks) : null,
    flaws: words
      .map(String)
      .filter((word) => !isReportedByVerdict || !OF_ROOT.includes(word))
      .map((word) => ({ reason: word, detail: detailOf(word, certificate) })),
    mayBeClock: mayBeClock(checks),
    top: isRecord(top) && typeof top.subject === 'string' ? text(top.subject) : null,
  };
}

function proxySays(checks: readonly Check[]): string | null {
  const refusal = refusalOf(checks);
  const squidError = failedAt(checks, 'connect')?.evidence.squidError;
  return refusal !== null && typeof squidError === 'string' ? `${refusal}, ${text(squidError)}` : refusal;
}

function detailOf(reason: string, certificate: Evidence) {
  const { san, subject, authorizationError } = certificate;
  switch (reason) {
    case 'name-mismatch':
    case 'no-alternative-name':
      return namesOf(san) ?? (typeof subject === 'string' ? text(subject) : null);
    case 'expired':
    case 'not-yet-valid':
      return datesOf(reason, certificate);
    case 'issuer-wrong-purpose':
    case 'name-constraints':
    case 'critical-extension':
    case 'weak-signature':
    case 'weak-key':
      return subjectOfFlaw(certificate.chainFlaws, reason);
    case 'chain-invalid':
      return typeof authorizationError === 'string' ? text(authorizationError) : null;
    default:
      return null;
  }
}

function subjectOfFlaw(flaws: unknown, reason: string): string | null {
  const found = Array.isArray(flaws)
    ? flaws.filter(isRecord).find((flaw) => flaw.reason === reason)
    : undefined;
  return typeof found?.subject === 'string' ? text(found.subject) : null;
}

/** Node writes `DNS:HOST` and `IP Address:ADDRESS`. */
function namesOf(san: unknown): string | null {
  if (!Array.isArray(san) || san.length === 0) return null;
  const names = san.slice(0, NAMES).map((name) => text(String(name).replace(/^[A-Z][A-Za-z ]*:/, '')));
  return [...names, ...(san.length > NAMES ? ['...'] : [])].join(', ');
}

/**
 * The dates of the first certificate outside its validity period, with its name if it is not the gateway's own.
 */
function datesOf(reason: string, leaf: Evidence): string | null {
  const all = Array.isArray(leaf.outOfDate) ? leaf.outOfDate.filter(isRecord) : [];
  const { subject, validFrom, validTo } = all.find((one) => one.reason === reason) ?? leaf;
  if (validFrom === undefined || validTo === undefined) return null;
  const name = subject === leaf.subject ? '' : `${text(String(subject))}, `;
  const from = reason === 'expired' ? day(validFrom) : minuteOf(validFrom);
  const to = reason === 'expired' ? minuteOf(validTo) : day(validTo);
  return `${name}${text(from)} - ${text(to)}`;
}

function day(time: unknown): string {
  return String(time).slice(0, 10);
}

function text(value: string): string {
  return neutralise(value, 200);
}

type Evidence = EvidenceByStage['certificate'];
