import { reasonText } from '../../../core/causes/reason.ts';
import { listed, sentences } from '../parts.ts';
import { type Text, type TextKey, text } from '../text.ts';
import { lostGateways, presentPath } from './candidate.ts';
import {
  type Describe,
  type Evidence,
  eachOf,
  fromEvidence,
  isFilled,
  sentence,
  whyNot,
  withRemedy,
} from './describe.ts';

/** Findings about the machine, the path, and this run. */
export const RUN_FINDINGS = {
  'no-gateway-known': withRemedy('finding.no-gateway-known'),
  'name-needs-proxy': withRemedy('finding.name-needs-proxy'),
  'proxy-passed-over': (e) => ({
    message: fromEvidence(
      e.via === 'direct' ? 'finding.proxy-passed-over.direct' : 'finding.proxy-passed-over',
      e,
      {
        routes: listed(eachOf(e.ways, routeNotReached)),
      },
    ),
    remedy: text('finding.proxy-passed-over.remedy', {
      routes: listed(eachOf(e.ways, ({ via }) => String(via))),
    }),
  }),
  'partly-applied': (e) => ({
    message: fromEvidence('finding.partly-applied', e),
    remedy: fromEvidence(
      e.command === null ? 'finding.partly-applied.remedy.same-command' : 'finding.partly-applied.remedy',
      e,
    ),
  }),
  'service-disabled': withRemedy('finding.service-disabled'),
  'service-missing': withRemedy('finding.service-missing'),
  'revocation-check-misplaced': withRemedy('finding.revocation-check-misplaced'),
  'revocation-check-disabled': withRemedy('finding.revocation-check-disabled'),
  'restart-pending': sentence('finding.restart-pending'),
  'change-unconfirmed': (e, store) =>
    e.secondsLeft === 0
      ? withRemedy('finding.change-unconfirmed.late')(e, store)
      : {
          message: fromEvidence('finding.change-unconfirmed', e, { time: time(Number(e.secondsLeft)) }),
          remedy: fromEvidence('finding.change-unconfirmed.remedy', e),
        },
  'values-not-put-back': (e) => ({
    message: sentences(
      !isOfType(e) &&
        fromEvidence(
          e.putBackAt === null ? 'finding.values-not-put-back.as-asked' : 'finding.values-not-put-back',
          e,
        ),
      isFilled(e.unwritable) && fromEvidence('finding.values-not-put-back.type', e),
    ),
    remedy: isOfType(e)
      ? text('finding.values-not-put-back.type.remedy')
      : e.path !== undefined
        ? fromEvidence('finding.values-not-put-back.by-hand', e)
        : text('finding.values-not-put-back.remedy', {
            command: String(e.command ?? `p2s-fix rollback ${e.backup}`),
          }),
  }),
  'change-interrupted': withRemedy('finding.change-interrupted'),
  'other-change-interrupted': withRemedy('finding.other-change-interrupted'),
  'state-folder-unusable': withRemedy('finding.state-folder-unusable'),
  'candidate-fails': (e) => ({
    message: candidateFails(e),
    remedy: fromEvidence(
      e.answering !== undefined
        ? 'finding.candidate-fails.remedy.other-answers'
        : presentPath(e) === 'works'
          ? 'finding.candidate-fails.worse.remedy'
          : 'finding.candidate-fails.remedy',
      e,
    ),
  }),
  'sstp-retirement': (e) => comingChange('finding.sstp-retirement', e),
  'gateway-root-migration': (e) => comingChange('finding.gateway-root-migration', e),
  'gateway-name-unusual': sentence('finding.gateway-name-unusual'),
  'path-not-checked': (e, store) =>
    (e.reason === 'recording'
      ? withRemedy('finding.path-not-checked.recording')
      : sentence('finding.path-not-checked'))(e, store),
  'program-folder-writable': (e) => ({
    message: fromEvidence('finding.program-folder-writable', e),
    remedy: fromEvidence(
      e.singleExecutable === true
        ? 'finding.program-folder-writable.remedy.executable'
        : 'finding.program-folder-writable.remedy',
      e,
    ),
  }),
  'constrained-language': withRemedy('finding.constrained-language'),
  'powershell-fallback': sentence('finding.powershell-fallback'),
  'written-not-notified': (e, store) => ({
    message: text('finding.written-not-notified', { store, why: whyNot(e.reason) }),
    remedy: text('finding.written-not-notified.remedy'),
  }),
  'windows-reader-unavailable': (e, store) => ({
    message: text('finding.windows-reader-unavailable', { store, why: whyNot(e.reason) }),
    remedy: null,
  }),
  'winhttp-client-unavailable': (e) => ({
    message: text('finding.winhttp-client-unavailable', { why: whyNot(e.reason) }),
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function routeNotReached(route: Evidence): Text {
  return fromEvidence('finding.proxy-passed-over.route', route, { reason: reasonText(route) });
}

function candidateFails(e: Evidence): Text {
  const { isProved, names } = lostGateways(e);
  const isWorse = presentPath(e) === 'works';
  const key = isProved
    ? isWorse
      ? 'finding.candidate-fails.worse'
      : 'finding.candidate-fails'
    : isWorse
      ? 'finding.candidate-fails.worse-unproved'
      : 'finding.candidate-fails.unproved';
  return text(key, { names: listed(names) });
}

/** A change of Azure at a date, and the command that tests what comes after it, unless this run did (`tested`). */
function comingChange(
  key: 'finding.sstp-retirement' | 'finding.gateway-root-migration',
  e: Evidence,
): { message: Text; remedy: Text | null } {
  const at: TextKey = Number(e.daysLeft) <= 0 ? `${key}.over` : e.daysLeft === 1 ? `${key}.tomorrow` : key;
  const gateways = Array.isArray(e.gateways) ? e.gateways : [];
  const message = fromEvidence(at, e);
  if (e.tested === true)
    return {
      message,
      remedy: key === 'finding.sstp-retirement' ? null : text('finding.gateway-root-migration.remedy.tested'),
    };
  return {
    message,
    remedy: text(`${key}.remedy`, { command: ['p2s-fix migrate', ...gateways].join(' ') }),
  };
}

function time(all: number): Text {
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes === 0) return text('time.seconds', { seconds });
  return seconds === 0
    ? text('time.minutes', { minutes })
    : text('time.minutes-seconds', { minutes, seconds });
}

/** Whether the type of the values alone prevented their restore. */
function isOfType(e: Evidence): boolean {
  return isFilled(e.unwritable) && !isFilled(e.values);
}
