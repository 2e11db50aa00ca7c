import { ofStage, type StageResult } from '../model/check.ts';
import { isRecord } from '../model/is-record.ts';
import { neutralise, withoutControls } from '../model/neutralise.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';
import { minuteOf } from './reason.ts';
import type { Certificate, MissingIssuer } from './trace.ts';

type Evidence = EvidenceByStage['certificate'];

/** Reported by the cause itself when it is the most severe flaw. */
const OF_ROOT = ['untrusted-root', 'wrong-root', 'another-certificate'];
/** Maximum number of a certificate's names in a text. */
const NAMES = 3;

/** What was found on the certificate. */
export function certificateOf(
  { status, evidence }: StageResult<'certificate'>,
  mayBeClock: boolean,
): Pick<
  Certificate,
  | 'reason'
  | 'reasons'
  | 'flaws'
  | 'signs'
  | 'asProfileExpects'
  | 'notOfProfile'
  | 'isElsewhere'
  | 'mayBeClock'
  | 'top'
> {
  const { reason, inspectionSigns: signs, top } = evidence;
  const reasons = Array.isArray(evidence.reasons) ? evidence.reasons.map(String) : reasonAlone(reason);
  const isReported = OF_ROOT.includes(reasons[0] ?? '');
  const flaws = status === 'fail' ? reasons.filter((one) => !isReported || !OF_ROOT.includes(one)) : [];
  return {
    reason: reasons[0] ?? null,
    reasons,
    flaws: flaws.map((one) => ({ reason: one, detail: detailOf(one, evidence) })),
    signs: Array.isArray(signs) ? signs.map(String) : [],
    asProfileExpects: evidence.asProfileExpects === true,
    notOfProfile: evidence.notOfProfile === true,
    isElsewhere:
      isRecord(evidence.direct) &&
      evidence.direct.comparison !== 'same' &&
      evidence.direct.forItsName === true,
    mayBeClock,
    top: isRecord(top) && typeof top.subject === 'string' ? neutralise(top.subject, 200) : null,
  };
}

function reasonAlone(reason: unknown): string[] {
  return reason === undefined ? [] : [String(reason)];
}

function detailOf(reason: string, certificate: Evidence): string | null {
  const { san, subject, authorizationError } = certificate;
  switch (reason) {
    case 'name-mismatch':
    case 'no-alternative-name':
      return namesOf(san) ?? safe(subject);
    case 'expired':
    case 'not-yet-valid':
      return datesOf(reason, certificate);
    case 'issuer-wrong-purpose':
    case 'name-constraints':
    case 'critical-extension':
    case 'weak-signature':
    case 'weak-key':
      return safe(recordsIn(certificate.chainFlaws).find((flaw) => flaw.reason === reason)?.subject);
    case 'chain-invalid':
      return safe(authorizationError);
    default:
      return null;
  }
}

/** Node writes `DNS:HOST` and `IP Address:ADDRESS`. */
function namesOf(san: unknown): string | null {
  if (!Array.isArray(san) || san.length === 0) return null;
  const names = san
    .slice(0, NAMES)
    .map((name) => neutralise(String(name).replace(/^[A-Z][A-Za-z ]*:/, ''), 200));
  return [...names, ...(san.length > NAMES ? ['...'] : [])].join(', ');
}

/** The dates of the first certificate outside its validity period, with its name if it is not the gateway's own. */
function datesOf(reason: string, leaf: Evidence): string | null {
  const all = recordsIn(leaf.outOfDate);
  const { subject, validFrom, validTo } = all.find((one) => one.reason === reason) ?? leaf;
  if (validFrom === undefined || validTo === undefined) return null;
  const name = subject === leaf.subject ? '' : `${neutralise(String(subject), 200)}, `;
  const from = reason === 'expired' ? day(validFrom) : minuteOf(validFrom);
  const to = reason === 'expired' ? minuteOf(validTo) : day(validTo);
  return `${name}${neutralise(from, 200)} - ${neutralise(to, 200)}`;
}

function day(time: unknown): string {
  return String(time).slice(0, 10);
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function safe(value: unknown): string | null {
  return typeof value === 'string' ? neutralise(value, 200) : null;
}

/** The missing issuer, from the last certificate check; `null` where the chain ends in a root. */
export function missingIssuer(own: readonly StageResult[]): MissingIssuer | null {
  const slow = ofStage(own, 'tls').filter(({ evidence }) => evidence.reason === 'chain-slow');
  const missing = [...slow, ...ofStage(own, 'certificate')].at(-1)?.evidence.missingIssuer;
  if (!isRecord(missing)) return null;
  const text = (value: unknown) => withoutControls(String(value), 200);
  return {
    subject: text(missing.subject),
    issuer: text(missing.issuer),
    isRoot: missing.isRoot === true,
    urls: Array.isArray(missing.urls) ? missing.urls.map(text) : [],
  };
}
