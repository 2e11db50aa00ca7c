import type { FleetSummary } from '../../../core/fleet/summary.ts';
import type { FollowUps } from '../../../core/model/command-text.ts';
import { fleetCauses } from '../../facts/fleet-causes.ts';
import { fleetSummaryLines, leftLine, ownersText } from '../../messages/fleet.ts';
import { firstOf, SHOWN_IN_TEXT } from '../../model/first-of.ts';
import { fleetRequests } from '../../requests/fleet-request.ts';
import type { Texts } from '../../text/texts.ts';
import { requestLines } from './plain-sections.ts';

/** The summary of a fleet: each cause with its owner and command, then the requests. */
export function fleetLines(
  summary: FleetSummary,
  startedAt: string,
  followUps: FollowUps | undefined,
  texts: Texts,
): string[] {
  const { words } = texts;
  const causes = fleetCauses(summary, [], followUps?.fleet ?? null);
  const ofGroup = (group: FleetSummary['groups'][number]) =>
    causes
      .filter((one) => one.group === group)
      .flatMap(({ owners, command, list }) => [
        // The owners of a move are counted below, over all computers.
        ...(owners.length === 0 || summary.action === 'migrate' ? [] : [ownersText(owners)]),
        // The texts contain the export command; a list is in the report.
        ...(command === null || list !== null || group.cause === 'not-judged' ? [] : [command]),
      ]);
  const { shown, left } = firstOf(fleetRequests(summary, startedAt), SHOWN_IN_TEXT);
  return [
    ...fleetSummaryLines(summary, words.of, { ofGroup, again: followUps?.again }),
    ...requestLines(shown, texts),
    ...leftLine(left).map(words.of),
  ];
}
