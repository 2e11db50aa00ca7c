import type { FleetMachine } from '../../../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../../../core/fleet/sites.ts';
import type { FleetSummary } from '../../../../core/fleet/summary.ts';
import { answerPhrase } from '../../../../core/migration/answer.ts';
import { counted, inARow, type Phrase, say } from '../../../../core/model/say.ts';
import { type FleetCauseFacts, fleetCauses, LIST_FILE } from '../../../facts/fleet-causes.ts';
import type { RunRecord } from '../../../model/record.ts';
import { firstOf, SHOWN_ON_PAGE } from '../../../text/first-of.ts';
import {
  adviceText,
  blockerText,
  groupText,
  missingText,
  namedOf,
  ownersText,
  packageLines,
  siteComputers,
  siteName,
  teamsText,
} from '../../../text/fleet.ts';
import type { Mark } from '../../../text/lines.ts';
import { PROTOCOL_COLUMNS, protocolCells } from '../../../text/side-by-side.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Bar, Block, Fact, Section } from '../model.ts';
import { machinesBlock } from './machines.ts';

/** Maximum number of computers on a page; JSON has all of them. */
const SHOWN = 10_000;

/** The first part of a fleet report: each cause with its share, owner and next command. */
export function causesSections({ fleet, followUps }: RunRecord, texts: Texts): Section[] {
  if (!fleet?.summary) return [];
  const { summary, machines } = fleet;
  const causes = fleetCauses(summary, machines, followUps.fleet ?? null);
  return [
    { id: 'fleet', title: texts.words(say('Fleet')), in: ['file'], blocks: causesOf(summary, causes, texts) },
  ];
}

/** The sites, then the computers, the most urgent first. */
export function fleetSections({ fleet }: RunRecord, texts: Texts): Section[] {
  const [summary, machines] = [fleet?.summary ?? null, fleet?.machines ?? []];
  const { shown, left } = firstOf([...machines].sort(byUrgency), SHOWN);
  const { words } = texts;
  const total = machines.length;
  const title =
    left === 0
      ? words(say('Computers ({total})', { total }))
      : words(say('Computers ({shown} of {total}, the most urgent)', { shown: shown.length, total }));
  return [
    {
      id: 'sites',
      title: words(say('Sites')),
      in: ['file'],
      blocks: summary === null ? [] : sitesOf(summary.sites, texts),
    },
    {
      id: 'machines',
      title,
      in: ['file'],
      blocks: shown.length === 0 ? [] : [machinesBlock(title, shown, texts), ...leftBlock(left, texts)],
    },
  ];
}

function causesOf(summary: FleetSummary, causes: readonly FleetCauseFacts[], texts: Texts): Block[] {
  const { total, teams, blockers, sites } = summary;
  const { shown, left } = firstOf(causes, SHOWN_ON_PAGE);
  return [
    { kind: 'bars', bars: shown.map((one) => barOf(one, total, texts)) },
    ...leftBlock(left, texts),
    ...(teams.length === 0 ? [] : [{ kind: 'text', text: texts.words(teamsText(teams)) } as const]),
    ...blockersOfFleet(inARow(say('To do'), ':'), blockers, texts),
    ...blockersOfFleet(
      say('What blocks OpenVPN, which this move does not need:'),
      blockersOf(sites, 'besides'),
      texts,
    ),
  ];
}

function barOf({ group, owners, commands, list, advice }: FleetCauseFacts, total: number, texts: Texts): Bar {
  const { words } = texts;
  const { cause, count, exitCode, computers, missing } = group;
  const { title, next } = groupText(group);
  const lists =
    list === null
      ? []
      : [
          {
            list,
            named: say('Save as {file} ({count} computers)', {
              file: LIST_FILE,
              count: list.split('\n').length,
            }),
          },
        ];
  return {
    // With exit code 0 no setting has to change, which is not all that an owner may have to do.
    mark: exitCode === 0 && owners.length > 0 ? 'warn' : markOf(exitCode),
    code: cause,
    count: words(
      counted(count, say('{count} computer', { count: count }), say('{count} computers', { count: count })),
    ),
    share: total === 0 ? 0 : count / total,
    text: title === null ? null : words(title),
    owner: owners.length === 0 ? null : words(ownersText(owners)),
    notes: [
      words(namedOf(computers, count)),
      ...(missing === undefined ? [] : [words(missingText(missing))]),
      ...(next === null ? [] : [words(next)]),
      ...packageLines(group).map(words),
      // The page itself has the list.
      ...advice.filter(({ code }) => code !== 'save-list').map((one) => words(adviceText(one))),
    ],
    blocks: [
      ...(commands.length === 0
        ? []
        : [{ kind: 'command', label: null, text: commands.map(words).join('\n') } as const]),
      ...lists.map(
        ({ list, named }) => ({ kind: 'copy', title: words(named), text: list, form: 'folded' }) as const,
      ),
    ],
  };
}

function blockersOfFleet(title: Phrase, blockers: readonly FleetBlocker[], texts: Texts): Block[] {
  if (blockers.length === 0) return [];
  const { shown, left } = firstOf(blockers, SHOWN_ON_PAGE);
  return [
    { kind: 'text', text: texts.words(title) },
    { kind: 'list', items: shown.map((one) => ({ mark: 'warn', text: texts.words(blockerText(one)) })) },
    ...leftBlock(left, texts),
  ];
}
/** The protocols side by side for each site, and its computers. */
function sitesOf(sites: readonly FleetSite[], texts: Texts): Block[] {
  if (sites.length === 0) return [];
  const { words } = texts;
  const { shown, left } = firstOf(sites, SHOWN_ON_PAGE);
  const rows = shown.flatMap(({ gateways }, index) =>
    gateways.map((seen) => ({
      name: words(inARow(siteName(index + 1), ': ', seen.gateway)),
      cells: protocolCells(seen, words, null),
    })),
  );
  const columns = [words(say('Gateway')), ...PROTOCOL_COLUMNS];
  return [
    { kind: 'table', title: words(say('Sites: computers with the same network results')), columns, rows },
    {
      kind: 'facts',
      facts: shown.map(
        (site, index): Fact => [
          words(siteName(index + 1)),
          words(inARow(siteAnswer(site), ' ', siteComputers(site))),
        ],
      ),
    },
    ...leftBlock(left, texts),
  ];
}

/** That of the gateway that is farthest from its move. */
function siteAnswer({ answer, gateways }: FleetSite): Phrase {
  return answerPhrase(gateways.find((seen) => seen.answer === answer) ?? { answer, cause: answer });
}

/** The number of omitted entries of a list. */
export function leftBlock(left: number, { words }: Texts): Block[] {
  return left === 0
    ? []
    : [{ kind: 'text', text: words(say('and {count} more: --json has all of them', { count: left })) }];
}

function byUrgency(a: FleetMachine, b: FleetMachine): number {
  const rank = ({ exitCode, findings }: FleetMachine) =>
    exitCode === 1 ? 0 : exitCode !== 0 ? 1 : findings.some(({ severity }) => severity !== 'info') ? 2 : 3;
  return rank(a) - rank(b);
}

function markOf(exitCode: number): Mark {
  if (exitCode === 0) return 'pass';
  return [2, 4].includes(exitCode) ? 'warn' : 'fail';
}
