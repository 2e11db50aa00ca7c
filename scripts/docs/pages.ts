import { CAUSES } from '../../src/core/explain/causes.ts';
import { numberText } from '../../src/core/explain/code-number.ts';
import { KNOWN_CODES } from '../../src/core/explain/codes/codes.ts';
import { KNOWN_MESSAGES } from '../../src/core/explain/messages.ts';
import { OTHER_RAS_MEANING } from '../../src/core/explain/model.ts';
import { SOURCES } from '../../src/core/explain/sources.ts';
import { ROUTE_ROWS, type RouteVerdict } from '../../src/core/migration/route-verdict.ts';
import { toText } from '../../src/core/model/say.ts';
import { proofsText } from '../../src/report/text/explanation.ts';
import { apiOptions } from './api-options.ts';
import { commandsPage } from './commands-page.ts';
import { errorRows, findingRows } from './own-codes.ts';
import { ROUTE_TABLE } from './route-table.ts';
import { runOrder } from './run-order.ts';
import { verdictRows } from './verdict-rows.ts';

/** The generated part of each page: the text between the markers that name it. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/verdicts.md': verdictTable,
  'docs/migrate.md': routeTable,
  'docs/codes.md': codeTables,
  'docs/reference.md': () => commandsPage(table),
  'contributing/how-it-works.md': orderTable,
};

/** Files of the sources that are generated as a whole. */
export const GENERATED_SOURCES: Readonly<Record<string, () => string>> = { 'src/api/options.ts': apiOptions };

/**
 * A page with its generated part updated; the rest stays.
 *
 * @throws Error for a page without markers
 */
export function withGenerated(name: string, page: string): string {
  const [start, end] = ['<!-- generated: npm run docs -->', '<!-- end of generated -->'];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  const make = GENERATED[name];
  if (from < 0 || to < from || make === undefined) throw new Error(`${name}: the markers are missing`);
  return `${page.slice(0, from)}${start}\n\n${make()}\n\n${page.slice(to)}`;
}

function orderTable(): string {
  const { head, rows } = runOrder();
  return table(head, rows);
}

function verdictTable(): string {
  return table(['cause', 'what it means', 'who acts'], verdictRows());
}

function routeTable(): string {
  return table(
    ['result', 'observed', 'who acts'],
    (Object.entries(ROUTE_TABLE) as [RouteVerdict, string][]).map(([word, acts]) => [
      `\`${word}\``,
      toText(ROUTE_ROWS[word].says),
      acts,
    ]),
  );
}

function codeTables(): string {
  const isGeneral = ({ meaning }: (typeof KNOWN_CODES)[number]) => meaning === OTHER_RAS_MEANING;
  const general = KNOWN_CODES.filter(isGeneral);
  const specific = KNOWN_CODES.filter((known) => !isGeneral(known));
  const codes = specific.map(({ value, name, meaning, proxy, basis, causes, sources }) => [
    numberText(value),
    `\`${name}\``,
    `${meaning}${basis === 'documented' ? '' : ' *'}`,
    proxy,
    causes.map((id) => `[${id}](#${id})`).join(', '),
    sourcesText(sources),
  ]);
  const messages = Object.values(KNOWN_MESSAGES).map((row) => [
    `\`${row.id}\``,
    row.name,
    `${row.meaning}${row.basis === 'documented' ? '' : ' *'}`,
    row.proxy ?? '-',
    row.causes.map((id) => `[${id}](#${id})`).join(', ') || '-',
    sourcesText(row.sources) || '-',
  ]);
  const causes = Object.entries(CAUSES).map(([id, { cause, actor, proofs, look }]) => [
    `<a id="${id}"></a>${id}`,
    cause,
    actor.replace('-', ' '),
    toText(proofsText(proofs)) || '-',
    look ?? '-',
  ]);
  return [
    '## Codes',
    table(['code', 'name', 'meaning for SSTP', 'caused by a proxy?', 'causes', 'sources'], codes),
    `${OTHER_RAS_MEANING} ${general.map(({ value, name }) => `${numberText(value)} \`${name}\``).join(', ')}.`,
    '## Messages and settings',
    table(['id', 'name', 'meaning for SSTP', 'caused by a proxy?', 'causes', 'sources'], messages),
    '## Causes',
    table(['cause', 'meaning', 'owner', 'proved by', 'where to check'], causes),
    '## Findings of p2s-fix',
    'The sentence of each finding without the values of one computer, as a fleet shows it.',
    table(['finding', 'sentence'], findingRows()),
    '## Errors of p2s-fix',
    '`error.code` of the document, with its exit code.',
    table(['error', 'exit', 'meaning'], errorRows()),
  ].join('\n\n');
}

function sourcesText(ids: readonly (keyof typeof SOURCES)[]): string {
  return ids.map((id) => `[${id}](${SOURCES[id].url})`).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
