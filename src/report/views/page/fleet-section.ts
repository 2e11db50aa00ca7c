import type { FleetMachine } from '../../../core/fleet/result.ts';
import { blockersOf, type FleetBlocker, type FleetSite } from '../../../core/fleet/sites.ts';
import type { FleetSummary } from '../../../core/fleet/summary.ts';
import { byGravity } from '../../../core/model/finding.ts';
import { PROTOCOL_COLUMNS, protocolCells } from '../../facts/side-by-side.ts';
import type { ReportDocument } from '../../model/document.ts';
import { firstOf, SHOWN_ON_PAGE } from '../../model/first-of.ts';
import {
  blockerText,
  causeText,
  type FleetWords,
  fleetGroupLine,
  siteComputers,
} from '../../text/en/fleet-text.ts';
import type { MigrationWords } from '../../text/en/migration-words.ts';
import { reportedFindings } from '../../text/fleet-machine-text.ts';
import { answerText } from '../../text/migration-text.ts';
import type { Texts } from '../../text/texts.ts';
import type { Block, Fact, Mark, Section } from './model.ts';

/** Machines that are shown one by one; a page with more of them is read by nobody. All of them are in the JSON. */
const SHOWN = 500;

/** The cases of a fleet with their machines, and what has to be done. */
export function causesSections({ fleet }: ReportDocument, { words, fleetWords }: Texts): Section[] {
  const summary = fleet?.summary ?? null;
  const blocks = summary === null ? [] : casesOf(summary, fleetWords);
  return [{ id: 'fleet', title: words.page.fleet, blocks }];
}

/** The sites, then the machines, the most severe first. */
export function fleetSections({ fleet }: ReportDocument, texts: Texts): Section[] {
  const { page } = texts.words;
  const [summary, machines] = [fleet?.summary ?? null, fleet?.machines ?? []];
  const shown = [...machines].sort(byUrgency).slice(0, SHOWN);
  return [
    { id: 'sites', title: page.sites, blocks: summary === null ? [] : sitesOf(summary.sites, texts) },
    {
      id: 'machines',
      title: page.machines(shown.length, machines.length),
      blocks: shown.map((machine) => ({
        kind: 'details',
        title: `${machine.computer}: ${machine.cause}`,
        facts: factsOf(machine, texts),
      })),
    },
  ];
}

function casesOf(
  { total, answered, teams, groups, blockers, sites }: FleetSummary,
  say: FleetWords,
): Block[] {
  return [
    { kind: 'text', text: say.total(total, answered) },
    ...(teams.length === 0 ? [] : [{ kind: 'text', text: say.teams(teams) } as const]),
    {
      kind: 'list',
      items: groups.map((group) => ({ mark: markOf(group.exitCode), text: fleetGroupLine(group, say) })),
    },
    ...blockersOfFleet(`${say.blockers}:`, blockers, say),
    ...blockersOfFleet(say.move.besides, blockersOf(sites, 'besides'), say),
  ];
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

/** The protocols side by side for each site, and who belongs to it. */
function sitesOf(sites: readonly FleetSite[], { fleetWords: say }: Texts): Block[] {
  if (sites.length === 0) return [];
  const { shown, left } = firstOf(sites, SHOWN_ON_PAGE);
  const rows = shown.flatMap(({ gateways }, index) =>
    gateways.map((seen) => ({
      name: `${say.site(index + 1)}: ${seen.gateway}`,
      cells: protocolCells(seen, say.move, null),
    })),
  );
  const columns = [say.move.gateway, ...PROTOCOL_COLUMNS];
  return [
    { kind: 'table', title: say.sites, columns, rows },
    {
      kind: 'facts',
      facts: shown.map(
        (site, index): Fact => [
          say.site(index + 1),
          `${siteAnswer(site, say.move)} ${siteComputers(site, say)}`,
        ],
      ),
    },
    ...leftBlock(left, say),
  ];
}

/** By the gateways that are as far from their move as the site is. */
function siteAnswer({ answer, gateways }: FleetSite, words: MigrationWords): string {
  const farthest = gateways.filter((seen) => seen.answer === answer);
  return answerText(
    answer,
    farthest.flatMap(({ ikev2, openvpn }) => [ikev2, openvpn]),
    words,
  );
}

/** How many entries of a list are not shown. */
export function leftBlock(left: number, say: FleetWords): Block[] {
  return left === 0 ? [] : [{ kind: 'text', text: say.left(left) }];
}

function byUrgency(a: FleetMachine, b: FleetMachine): number {
  const rank = ({ exitCode, findings }: FleetMachine) =>
    exitCode === 1 ? 0 : exitCode !== 0 ? 1 : findings.some(({ severity }) => severity !== 'info') ? 2 : 3;
  return rank(a) - rank(b);
}

function factsOf(machine: FleetMachine, texts: Texts): Fact[] {
  const { words } = texts;
  const { page } = words;
  const { name, os, user, proxy, findings, changes, result, error, exitCode } = machine;
  const worst = [...findings]
    .sort(byGravity)
    .map(({ code, store }) => (store === null ? code : `${code} (${store})`));
  const facts: (Fact | null)[] = [
    name === null ? null : [page.name, name],
    os === null ? null : [page.system, os.version ?? words.unknown],
    user === null ? null : [page.vpnUser, user.name ?? user.sid ?? words.unknownUser],
    proxy === null ? null : ['WinINET', proxy.winInet ?? words.unknown],
    proxy === null ? null : ['WinHTTP', proxy.winHttp ?? words.unknown],
    worst.length === 0 ? null : [page.findings, worst.join(words.comma)],
    ...reportedFindings(machine, texts.finding).map(({ message }): Fact => [page.findings, message]),
    changes.length === 0
      ? null
      : [words.plan, changes.map(({ store, action }) => `${action} ${store}`).join(words.comma)],
    result === null || result.changed.length === 0 ? null : [page.change, result.changed.join(words.comma)],
    result?.backup == null ? null : [page.backup, result.backup],
    ...machine.migrations.map(
      (one): Fact => [
        one.gateway,
        texts
          .migration(one)
          .map(({ text }) => text)
          .join(' / '),
      ],
    ),
    error === null ? null : [page.error, `${error.code}: ${messageOf(machine, error, texts)}`],
    ...Object.entries(error?.evidence ?? {}).map(
      ([key, value]): Fact => [key, typeof value === 'string' ? value : JSON.stringify(value)],
    ),
  ];
  const known = facts.filter((fact) => fact !== null);
  return [...known, [page.exitCode, String(exitCode)]];
}

/** In the language of the page. */
function messageOf({ cause }: FleetMachine, error: NonNullable<FleetMachine['error']>, texts: Texts): string {
  const { said } = error;
  if (said !== undefined) return texts.error({ type: 'error', error, said }).message;
  return causeText(cause, texts.fleetWords)?.text ?? error.message;
}

function markOf(exitCode: number): Mark {
  if (exitCode === 0) return 'pass';
  return [2, 4, 3010].includes(exitCode) ? 'warn' : 'fail';
}
