import { ofStage, type StageResult } from '../model/check.ts';
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
  const { reason, inspectionSigns: signs = [], top } = evidence;
  const reasons = evidence.reasons ?? (reason === undefined ? [] : [reason]);
  const isReported = OF_ROOT.includes(reasons[0] ?? '');
  const flaws = status === 'fail' ? reasons.filter((one) => !isReported || !OF_ROOT.includes(one)) : [];
  return {
    reason: reasons[0] ?? null,
    reasons,
    flaws: flaws.map((one) => ({ reason: one, detail: detailOf(one, evidence) })),
    signs,
    asProfileExpects: evidence.asProfileExpects === true,
    notOfProfile: evidence.notOfProfile === true,
    isElsewhere: evidence.direct?.comparison !== 'same' && evidence.direct?.forItsName === true,
    mayBeClock,
    top: top?.subject ?? null,
  };
}

function detailOf(reason: string, certificate: Evidence): string | null {
  const { san = [], subject = null, chainFlaws = [], authorizationError = null } = certificate;
  switch (reason) {
    case 'name-mismatch':
    case 'no-alternative-name':
      return san.length > 0 ? namesOf(san) : subject;
    case 'expired':
    case 'not-yet-valid':
      return datesOf(reason, certificate);
    case 'issuer-wrong-purpose':
    case 'name-constraints':
    case 'critical-extension':
    case 'weak-signature':
    case 'weak-key':
      return chainFlaws.find((flaw) => flaw.reason === reason)?.subject ?? null;
    case 'chain-invalid':
      return authorizationError;
    default:
      return null;
  }
}

/** Node writes `DNS:HOST` and `IP Address:ADDRESS`. */
function namesOf(san: readonly string[]): string {
  const names = san.slice(0, NAMES).map((name) => name.replace(/^[A-Z][A-Za-z ]*:/, ''));
  return [...names, ...(san.length > NAMES ? ['...'] : [])].join(', ');
}

/** The dates of the first certificate outside its validity period, with its name if it is not the gateway's own. */
function datesOf(reason: string, leaf: Evidence): string | null {
  const { subject, validFrom, validTo } = leaf.outOfDate?.find((one) => one.reason === reason) ?? leaf;
  if (validFrom === undefined || validTo === undefined) return null;
  const name = subject === leaf.subject ? '' : `${subject}, `;
  const from = reason === 'expired' ? day(validFrom) : minuteOf(validFrom);
  const to = reason === 'expired' ? minuteOf(validTo) : day(validTo);
  return `${name}${from} - ${to}`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

/** The missing issuer, from the last certificate check; `null` where the chain ends in a root. */
export function missingIssuer(own: readonly StageResult[]): MissingIssuer | null {
  const slow = ofStage(own, 'tls').filter(({ evidence }) => evidence.reason === 'chain-slow');
  const missing = [...slow, ...ofStage(own, 'certificate')].at(-1)?.evidence.missingIssuer;
  return missing === undefined ? null : { ...missing, isRoot: missing.isRoot === true };
}
