import { CAUSES } from '../../src/core/explain/causes.ts';
import { numberText } from '../../src/core/explain/code-number.ts';
import { KNOWN_CODES } from '../../src/core/explain/codes/codes.ts';
import { KNOWN_MESSAGES } from '../../src/core/explain/messages.ts';
import { SOURCES } from '../../src/core/explain/sources.ts';
import type { RouteVerdict } from '../../src/core/migration/model.ts';
import { toText } from '../../src/core/model/say.ts';
import { proofsText } from '../../src/report/messages/explanation.ts';
import { ROUTE_VERDICTS } from '../../src/report/messages/labels.ts';
import { commandsPage } from './commands-page.ts';
import { errorRows, findingRows } from './own-codes.ts';
import { ROUTE_TABLE } from './route-table.ts';
import { runOrder } from './run-order.ts';
import { VERDICT_TABLE, type VerdictRow } from './verdict-table.ts';

/** The generated part of each page under docs/: the text between the markers that name it. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'verdicts.md': verdictTable,
  'codes.md': codeTables,
  'commands.md': commandsPage,
  'how-it-works.md': orderTable,
};

/**
 * A page with its generated part updated; the rest stays.
 *
 * @throws Error for a page without markers
 */
export function withGenerated(name: string, page: string): string {
  const [start, end] = ['<!-- generated: npm run docs -->', '<!-- end of generated -->'];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  const make = GENERATED[name];
  if (from < 0 || to < from || make === undefined) throw new Error(`docs/${name}: the markers are missing`);
  return `${page.slice(0, from)}${start}\n\n${make()}\n\n${page.slice(to)}`;
}

function orderTable(): string {
  const { head, rows } = runOrder();
  return table(head, rows);
}

function verdictTable(): string {
  return [
    wordTable('verdict', VERDICT_TABLE),
    '## Results of `migrate`',
    'Each route of IKEv2 (UDP 500 and 4500) and OpenVPN (TCP, direct and through the proxy) gets one of these results.',
    wordTable('result', routeRows()),
  ].join('\n\n');
}

/** The page says of a result what `migrate` says. */
function routeRows(): Record<string, VerdictRow> {
  const rows = Object.entries(ROUTE_TABLE) as [RouteVerdict, (typeof ROUTE_TABLE)[RouteVerdict]][];
  return Object.fromEntries(
    rows.map(([word, row]) => [word, { seen: toText(ROUTE_VERDICTS[word]), ...row }]),
  );
}

function wordTable(head: string, words: Readonly<Record<string, VerdictRow>>): string {
  const rows = Object.entries(words).map(([word, { seen, acts, tests }]) => {
    // As text: the package ships this page, and not the tests.
    const links = tests.map((path) => `\`${path}\``);
    return [`\`${word}\``, seen, acts, links.join(', ')];
  });
  return table([head, 'observed', 'owner', 'tests'], rows);
}

function codeTables(): string {
  const codes = KNOWN_CODES.map(({ value, name, meaning, proxy, basis, causes, sources }) => [
    numberText(value),
    `\`${name}\``,
    `${meaning}${basis === 'documented' ? '' : ' *'}`,
    proxy,
    causes.map((id) => `[${id}](#${id})`).join(', '),
    sources.map((id) => `[${id}](#page-${id})`).join(', '),
  ]);
  const messages = Object.values(KNOWN_MESSAGES).map((row) => [
    `\`${row.id}\``,
    row.name,
    `${row.meaning}${row.basis === 'documented' ? '' : ' *'}`,
    row.proxy ?? '-',
    row.causes.map((id) => `[${id}](#${id})`).join(', ') || '-',
    row.sources.map((id) => `[${id}](#page-${id})`).join(', ') || '-',
  ]);
  const causes = Object.entries(CAUSES).map(([id, { cause, actor, proofs, look }]) => [
    `<a id="${id}"></a>${id}`,
    cause,
    actor.replace('-', ' '),
    toText(proofsText(proofs)) || '-',
    look ?? '-',
  ]);
  const pages = Object.entries(SOURCES).map(([id, { title, url }]) => [
    `<a id="page-${id}"></a>${id}`,
    `[${title}](${url})`,
  ]);
  return [
    '## Codes',
    table(['code', 'name', 'meaning for SSTP', 'caused by a proxy?', 'causes', 'sources'], codes),
    '## Messages and settings',
    table(['id', 'name', 'meaning for SSTP', 'caused by a proxy?', 'causes', 'sources'], messages),
    '## Causes',
    table(['cause', 'meaning', 'owner', 'proved by', 'where to check'], causes),
    '## Sources',
    table(['source', 'page'], pages),
    '## Findings of p2s-fix',
    'The sentence of each finding without the values of one computer, as a fleet shows it.',
    table(['finding', 'sentence'], findingRows()),
    '## Errors of p2s-fix',
    '`error.code` of the document, with its exit code.',
    table(['error', 'exit', 'meaning'], errorRows()),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
