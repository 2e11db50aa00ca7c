import type { FleetMachine } from '../../../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../../../core/fleet/sites.ts';
import type { FleetSummary } from '../../../../core/fleet/summary.ts';
import { type FleetCauseFacts, fleetCauses, LIST_FILE } from '../../../facts/fleet-causes.ts';
import { PROTOCOL_COLUMNS, protocolCells } from '../../../facts/side-by-side.ts';
import { answerText } from '../../../messages/migration.ts';
import { type Text, text } from '../../../messages/text.ts';
import type { ReportDocument } from '../../../model/document.ts';
import { firstOf, SHOWN_ON_PAGE } from '../../../model/first-of.ts';
import {
  blockerText,
  causeText,
  type FleetWords,
  namedOf,
  siteComputers,
} from '../../../text/en/fleet-text.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Bar, Block, Fact, Mark, Section } from '../model.ts';
import { machinesBlock } from './machines.ts';

/** Maximum number of computers on a page; JSON has all of them. */
const SHOWN = 10_000;

/** The first part of a fleet report: each cause with its share, owner and next command. */
export function causesSections(document: ReportDocument, texts: Texts): Section[] {
  const { fleet, followUps } = document;
  if (!fleet?.summary) return [];
  const { summary, machines } = fleet;
  const causes = fleetCauses(summary, machines, followUps?.fleet ?? null);
  return [{ id: 'fleet', title: texts.words.page.fleet, blocks: causesOf(summary, causes, texts) }];
}

/** The sites, then the computers, the most urgent first. */
export function fleetSections({ fleet }: ReportDocument, texts: Texts): Section[] {
  const { page } = texts.words;
  const [summary, machines] = [fleet?.summary ?? null, fleet?.machines ?? []];
  const { shown, left } = firstOf([...machines].sort(byUrgency), SHOWN);
  const title = page.machines(shown.length, machines.length);
  return [
    { id: 'sites', title: page.sites, blocks: summary === null ? [] : sitesOf(summary.sites, texts) },
    {
      id: 'machines',
      title,
      blocks:
        shown.length === 0 ? [] : [machinesBlock(title, shown, texts), ...leftBlock(left, texts.fleetWords)],
    },
  ];
}

function causesOf(summary: FleetSummary, causes: readonly FleetCauseFacts[], texts: Texts): Block[] {
  const { total, answered, teams, blockers, sites } = summary;
  const { fleetWords: say } = texts;
  const { shown, left } = firstOf(causes, SHOWN_ON_PAGE);
  return [
    { kind: 'text', text: say.total(total, answered) },
    { kind: 'bars', bars: shown.map((one) => barOf(one, total, texts)) },
    ...leftBlock(left, say),
    ...(teams.length === 0 ? [] : [{ kind: 'text', text: say.teams(teams) } as const]),
    ...blockersOfFleet(`${say.blockers}:`, blockers, say),
    ...blockersOfFleet(say.inWords(text('migration.besides')), blockersOf(sites, 'besides'), say),
  ];
}

function barOf({ group, owners, command, list }: FleetCauseFacts, total: number, texts: Texts): Bar {
  const { fleetWords: say, words } = texts;
  const { cause, count, exitCode, computers, missing } = group;
  const own = causeText(cause, say);
  // The command is shown separately.
  const next = own?.next?.replace(command ?? '', '').trim() ?? null;
  const named = list === null ? null : say.list(LIST_FILE, list.split('\n').length);
  return {
    mark: markOf(exitCode),
    code: cause,
    count: say.group(count),
    share: total === 0 ? 0 : count / total,
    text: own?.text ?? null,
    owner:
      owners.length === 0
        ? null
        : say.owners(owners.map((owner) => words.conclusion.owners[owner]).join(words.comma)),
    notes: [
      namedOf(computers, count, say),
      ...(missing === undefined ? [] : [say.missing(missing.join(words.comma))]),
      ...(next === null ? [] : [next]),
    ],
    blocks: [
      ...(command === null ? [] : [{ kind: 'command', label: null, text: command } as const]),
      ...(list === null || named === null
        ? []
        : [{ kind: 'copy', title: named, text: list, form: 'folded' } as const]),
    ],
  };
}

function blockersOfFleet(title: string, blockers: readonly FleetBlocker[], say: FleetWords): Block[] {
  if (blockers.length === 0) return [];
  const { shown, left } = firstOf(blockers, SHOWN_ON_PAGE);
  return [
    { kind: 'text', text: title },
    { kind: 'list', items: shown.map((one) => ({ mark: 'warn', text: blockerText(one, say) })) },
    ...leftBlock(left, say),
  ];
}
/** The protocols side by side for each site, and its computers. */
function sitesOf(sites: readonly FleetSite[], { fleetWords: say }: Texts): Block[] {
  if (sites.length === 0) return [];
  const { shown, left } = firstOf(sites, SHOWN_ON_PAGE);
  const rows = shown.flatMap(({ gateways }, index) =>
    gateways.map((seen) => ({
      name: `${say.site(index + 1)}: ${seen.gateway}`,
      cells: protocolCells(seen, say.inWords, null),
    })),
  );
  const columns = [say.inWords(text('migration.gateway')), ...PROTOCOL_COLUMNS];
  return [
    { kind: 'table', title: say.sites, columns, rows },
    {
      kind: 'facts',
      facts: shown.map(
        (site, index): Fact => [
          say.site(index + 1),
          `${say.inWords(siteAnswer(site))} ${siteComputers(site, say)}`,
        ],
      ),
    },
    ...leftBlock(left, say),
  ];
}

/** The gateways with the same answer as the site. */
function siteAnswer({ answer, gateways }: FleetSite): Text {
  const farthest = gateways.filter((seen) => seen.answer === answer);
  return answerText(
    answer,
    farthest.flatMap(({ ikev2, openvpn }) => [ikev2, openvpn]),
  );
}

/** The number of omitted entries of a list. */
export function leftBlock(left: number, say: FleetWords): Block[] {
  return left === 0 ? [] : [{ kind: 'text', text: say.left(left) }];
}

function byUrgency(a: FleetMachine, b: FleetMachine): number {
  const rank = ({ exitCode, findings }: FleetMachine) =>
    exitCode === 1 ? 0 : exitCode !== 0 ? 1 : findings.some(({ severity }) => severity !== 'info') ? 2 : 3;
  return rank(a) - rank(b);
}

function markOf(exitCode: number): Mark {
  if (exitCode === 0) return 'pass';
  return [2, 4, 3010].includes(exitCode) ? 'warn' : 'fail';
}
