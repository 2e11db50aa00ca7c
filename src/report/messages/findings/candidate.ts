import { hasOption } from '../../../core/model/command-text.ts';
import type { Text } from '../text.ts';
import { type Evidence, eachOf } from './describe.ts';

/** The command that makes the finding's change: the run's own if it is known. */
export function applyCommand({ command, yes }: Evidence): string {
  const known = typeof command === 'string' ? command : 'p2s-fix --apply';
  // An export changes nothing that has to be confirmed.
  const asks = yes === true && !known.startsWith('p2s-fix export ');
  return asks && !hasOption(known, 'yes') ? `${known} --yes` : known;
}

/** Whether the finding's change was tested and fails. */
export function isFailing({ candidateFails }: Evidence): boolean {
  return candidateFails !== undefined;
}

/** What is known about the current setting when the proposed one fails. */
export function presentPath(evidence: Evidence): 'works' | 'fails' | 'unknown' {
  if (evidence.presentFails === true) return 'fails';
  return evidence.presentUnknown === true ? 'unknown' : 'works';
}

/** The gateways that fail with the proposal, with verdicts; else those not proved to work. */
export function lostGateways({ gateways }: Evidence): { isProved: boolean; names: Text[] } {
  const failing = eachOf(gateways, ({ gateway, verdict }) =>
    isUnproved(verdict) ? '' : `${gateway} (${verdict})`,
  ).filter((name) => name !== '');
  if (failing.length > 0) return { isProved: true, names: failing };
  return { isProved: false, names: eachOf(gateways, ({ gateway }) => String(gateway)) };
}

/** Whether this verdict leaves open whether the proposal works. */
export function isUnproved(verdict: unknown): boolean {
  return verdict === 'not-tested';
}
