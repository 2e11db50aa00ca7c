import type { Team } from '../../core/causes/rule.ts';
import { type FleetSite, keyOfChanges, type SiteGateway } from '../../core/fleet/sites.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { MigrationChange } from '../../core/migration/model.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import {
  checkCommand,
  evidenceText,
  hasChoice,
  type MoveFacts,
  routesBehind,
  shortTime,
  shownHost,
  TEAMS,
} from './migration-request.ts';
import { moveLetter } from './move-letter.ts';
import type { Letter } from './proxy-request.ts';

/** Maximum number of computers named in a request. */
const NAMED = 8;
/** Maximum number of computers stored with it. */
const KEPT = 1000;

/** Sites with the same request to the same team. */
interface Asking {
  to: Team;
  changes: readonly MigrationChange[];
  seen: SiteGateway;
  sites: { number: number; site: FleetSite; seen: SiteGateway }[];
}

/**
 * A request per team and site whose computers cannot be moved before that team acts. Sites with the same request,
 * such as a new profile, share one. Results that were collected at different times get no time.
 */
export function fleetRequests(
  { action, sites }: Pick<FleetSummary, 'action' | 'sites'>,
  startedAt: string,
): Letter[] {
  const found = new Map<string, Asking>();
  for (const [index, site] of sites.entries()) {
    for (const seen of site.gateways) {
      for (const to of TEAMS) {
        const changes = seen.changes.filter((change) => change.to === to);
        if (changes.length === 0) continue;
        const key = JSON.stringify([to, seen.gateway, seen.sstpEnds, keyOfChanges(changes)]);
        const asking = found.get(key) ?? { to, changes, seen, sites: [] };
        found.set(key, asking);
        // Two entries of one computer may have the same gateway.
        if (asking.sites.at(-1)?.site !== site) asking.sites.push({ number: index + 1, site, seen });
      }
    }
  }
  const at = action === 'report' ? null : shortTime(startedAt);
  return [...found.values()].map((asking) => requestOf(asking, at));
}

function requestOf({ to, changes, seen, sites }: Asking, at: string | null): Letter {
  const { gateway, answer, sstpEnds, only } = seen;
  const count = sites.reduce((sum, { site }) => sum + site.count, 0);
  const computers = sites.flatMap(({ site }) => site.computers).slice(0, KEPT);
  const facts: MoveFacts = {
    ...{ to, changes, only, host: shownHost(gateway), sstpEnds, at, fromThisComputer: false },
    ...{ oneIsEnough: hasChoice(changes), check: checkCommand(gateway, changes) },
    evidence: evidenceOf(sites, changes, count),
    computers: { count, named: computers.slice(0, NAMED).map((name) => withoutControls(name, 200)) },
  };
  return {
    ...{ gateway, verdict: answer, to, text: moveLetter(facts) },
    seenFrom: { sites: sites.map(({ number }) => number), count, computers },
  };
}

/** Each line once; `(9/12)` when only some of the computers saw it. */
function evidenceOf(sites: Asking['sites'], changes: Asking['changes'], total: number): string[] {
  const seenBy = new Map<string, number>();
  for (const { site, seen } of sites) {
    for (const route of routesBehind(changes, seen)) {
      const text = evidenceText(route);
      seenBy.set(text, (seenBy.get(text) ?? 0) + site.count);
    }
  }
  return [...seenBy].map(([text, count]) => (count === total ? text : `${text} (${count}/${total})`));
}
