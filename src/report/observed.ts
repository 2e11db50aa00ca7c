import type { Check } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { isRecord } from './is-record.ts';
import { refusalOf } from './verdict-evidence.ts';

/** Something that is wrong with a certificate: a stable word, and what shows it in words that hold in every language. */
export interface Flaw {
  reason: string;
  detail: string | null;
}

/** What was seen where a path ends, for the sentence of its verdict. */
export interface Observed {
  /** The evidence of the first stage that failed, or `null`. */
  answer: Check['evidence'] | null;
  /** A proxy's answer to CONNECT, with squid's own code: `503, squid/5.7, ERR_CONNECT_FAIL 111`. */
  proxySays: string | null;
  /** What is wrong with the certificate beside its root. */
  flaws: readonly Flaw[];
  /** The subject of the last certificate in its chain. */
  top: string | null;
}

/** Told by the verdict itself. */
const OF_ROOT = ['untrusted-root', 'wrong-root', 'another-certificate'];
/** Names of a certificate that are told. */
const NAMES = 3;

/** What the failed stages of the tunnel show. */
export function observed(checks: readonly Check[]): Observed {
  const failed = checks.filter(
    ({ stage, status, evidence }) =>
      status === 'fail' && stage !== 'revocation' && evidence.client === undefined,
  );
  const certificate = failed.find(({ stage }) => stage === 'certificate')?.evidence ?? {};
  const { reason, reasons, top } = certificate;
  const words = Array.isArray(reasons) ? reasons : reason === undefined ? [] : [reason];
  return {
    answer: failed[0]?.evidence ?? null,
    proxySays: proxySays(checks, failed[0]?.evidence.squidError),
    flaws: words
      .map(String)
      .filter((word) => !OF_ROOT.includes(word))
      .map((word) => ({ reason: word, detail: detailOf(word, certificate) })),
    top: isRecord(top) && typeof top.subject === 'string' ? text(top.subject) : null,
  };
}

function proxySays(checks: readonly Check[], squidError: unknown): string | null {
  const refusal = refusalOf(checks);
  return refusal !== null && typeof squidError === 'string' ? `${refusal}, ${text(squidError)}` : refusal;
}

function detailOf(reason: string, { san, subject, validFrom, validTo, authorizationError }: Evidence) {
  switch (reason) {
    case 'name-mismatch':
      return namesOf(san) ?? (typeof subject === 'string' ? text(subject) : null);
    case 'expired':
    case 'not-yet-valid':
      return validFrom === undefined || validTo === undefined ? null : `${day(validFrom)} - ${day(validTo)}`;
    case 'chain-invalid':
      return typeof authorizationError === 'string' ? text(authorizationError) : null;
    default:
      return null;
  }
}

/** Node writes `DNS:HOST` and `IP Address:ADDRESS`. */
function namesOf(san: unknown): string | null {
  if (!Array.isArray(san) || san.length === 0) return null;
  const names = san.slice(0, NAMES).map((name) => text(String(name).replace(/^[A-Z][A-Za-z ]*:/, '')));
  return [...names, ...(san.length > NAMES ? ['...'] : [])].join(', ');
}

function day(time: unknown): string {
  return text(String(time).slice(0, 10));
}

function text(value: string): string {
  return neutralise(value, 200);
}

type Evidence = Check['evidence'];
