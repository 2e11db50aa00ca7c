import { outcomeOfExit } from '../../core/model/exit-code.ts';
import { fleetRequests } from '../requests/fleet-request.ts';
import { moveRequests } from '../requests/migration-request.ts';
import { type Letter, requestsOf } from '../requests/proxy-request.ts';
import type { Texts } from '../text/texts.ts';
import { type ConclusionFacts, errorIn } from './conclusion-facts.ts';
import type { RunRecord } from './record.ts';

/** What the conclusion of a record is drawn from; its exit code says the outcome. */
export function factsOf(
  record: RunRecord,
  texts: Pick<Texts, 'error'>,
): Omit<ConclusionFacts, 'requests'> & { requests: Letter[] } {
  const { error, ...facts } = record;
  return {
    ...facts,
    requests: record.end === null ? [] : requestsIn(record),
    ...errorIn(error, texts),
    outcome: outcomeOfExit(record.end?.exitCode ?? 0),
  };
}

/** Requests to other teams. A migration requests the successors of SSTP, and nothing for SSTP itself. */
export function requestsIn(
  record: Pick<RunRecord, 'mode' | 'checks' | 'verdicts' | 'migration' | 'startedAt' | 'followUps'> &
    Pick<Partial<RunRecord>, 'fleet'>,
): Letter[] {
  const { mode, checks, verdicts, migration, fleet, startedAt, followUps } = record;
  if (mode === 'fleet') return fleet?.summary ? fleetRequests(fleet.summary, startedAt) : [];
  return mode === 'migrate'
    ? moveRequests(migration, startedAt, followUps)
    : requestsOf(checks, verdicts, startedAt, followUps);
}
