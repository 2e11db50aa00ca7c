import type { Deadline } from '../../core/findings/path/deadlines.ts';
import { profileFindings, recordingFindings } from '../../core/findings/profile-findings.ts';
import type { Verdict } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import { inWords } from '../../core/model/say.ts';
import { type KnownPath, MAX_FOUND_GATEWAYS } from './gateways.ts';

/** The findings from profiles and phonebooks. */
export function knownFindings(
  { reported, known, unreadable, leftOut }: KnownPath,
  verdicts: readonly Verdict[],
  today: Date,
  deadlines: readonly Deadline[],
): Finding[] {
  return [
    ...profileFindings(known, reported, verdicts, today, deadlines),
    ...recordingFindings(known.recordings ?? []),
    ...unreadable.map(
      (one): Finding => ({ code: 'phonebook-unreadable', severity: 'info', store: null, ...inWords(one) }),
    ),
    ...(leftOut > 0 ? [gatewaysLeftOut(leftOut)] : []),
  ];
}

function gatewaysLeftOut(leftOut: number): Finding {
  const evidence = { leftOut, limit: MAX_FOUND_GATEWAYS };
  return { code: 'gateways-left-out', severity: 'warning', store: null, evidence };
}
