import { verdictMark } from '../../core/causes/verdicts.ts';
import type { SiteGateway, SiteProtocol } from '../../core/fleet/sites.ts';
import { PROTOCOL_NAMES } from '../../core/migration/change-steps.ts';
import type { Outlook } from '../../core/migration/model.ts';
import { routeRow } from '../../core/migration/route-verdict.ts';
import { say } from '../../core/model/say.ts';
import { OUTLOOK_TEXTS } from './labels.ts';
import type { Mark } from './lines.ts';
import { routeResultText } from './migration.ts';
import type { Words } from './words.ts';

/** SSTP and its successors for one gateway. */
export type SideBySide = Pick<SiteGateway, 'sstp' | 'ikev2' | 'openvpn'>;

/** The result of one protocol: a word and the reasons. */
export interface ProtocolCell {
  mark: Mark;
  text: string;
  notes: readonly string[];
}

/** The column headings, the same in every language. */
export const PROTOCOL_COLUMNS = ['SSTP', PROTOCOL_NAMES.ikev2, PROTOCOL_NAMES.openvpn] as const;

const MARK_OF: Record<Outlook, Mark> = {
  works: 'pass',
  'works-through-proxy': 'warn',
  blocked: 'fail',
  unknown: 'skip',
};

/** A row of {@link PROTOCOL_COLUMNS}; `sstpMessage` is an additional text for SSTP. */
export function protocolCells(
  { sstp, ikev2, openvpn }: SideBySide,
  words: Words,
  sstpMessage: string | null,
): readonly [ProtocolCell, ProtocolCell, ProtocolCell] {
  const first: ProtocolCell = {
    mark: sstp === null ? 'skip' : verdictMark(sstp),
    text: sstp ?? words(say('not checked')),
    notes: sstpMessage === null ? [] : [sstpMessage],
  };
  return [first, nextCell(ikev2, words), nextCell(openvpn, words)];
}

function nextCell({ outlook, offered, ways }: SiteProtocol, words: Words): ProtocolCell {
  return {
    // A protocol that works but is in no profile cannot be used yet.
    mark: outlook === 'works' && offered === false ? 'warn' : MARK_OF[outlook],
    text: words(OUTLOOK_TEXTS[outlook]),
    notes: [
      ...(offered === false ? [words(say('the profile does not name it'))] : []),
      ...ways.map((route) => words(routeResultText(route))),
    ],
  };
}

/** Default when the width of the terminal is unknown. */
const COLUMNS = 80;

/**
 * The same for a terminal: below a heading each gateway's name, and indented below it one word per protocol with
 * the first reason; one row per protocol when they do not fit side by side. Uses the words of the JSON document,
 * which are the same in every language.
 */
export function compactTable(
  rows: readonly (SideBySide & { name: string })[],
  title: string,
  columns = COLUMNS,
): string[] {
  const cells = rows.map(({ sstp, ikev2, openvpn }) => [sstp ?? '-', shortly(ikev2), shortly(openvpn)]);
  const widths = PROTOCOL_COLUMNS.map((head, at) =>
    cells.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), head.length),
  );
  const line = (texts: readonly string[]) =>
    `    ${texts.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd();
  const table = [PROTOCOL_COLUMNS, ...cells].map(line);
  if (table.some((row) => row.length > columns)) return [`${title}:`, ...rows.flatMap(stacked)];
  return [`${title}:`, table[0] ?? '', ...rows.flatMap(({ name }, at) => [`  ${name}`, table[at + 1] ?? ''])];
}

function stacked({ name, sstp, ikev2, openvpn }: SideBySide & { name: string }): string[] {
  const cells = [sstp ?? '-', shortly(ikev2), shortly(openvpn)];
  const width = Math.max(...PROTOCOL_COLUMNS.map((head) => head.length));
  return [
    `  ${name}`,
    ...PROTOCOL_COLUMNS.map((head, at) => `    ${head.padEnd(width)}  ${cells[at] ?? ''}`),
  ];
}

/** `blocked (silent)`, `works (not-offered)`: a protocol outside the profile cannot be used yet. */
function shortly({ outlook, offered, ways }: SiteProtocol): string {
  if (offered === false) return `${outlook} (not-offered)`;
  const reasons = ways.flatMap(({ verdict, evidence }) =>
    routeRow(verdict).isReached
      ? []
      : [routeRow(verdict).isUntested ? String(evidence.reason ?? verdict) : verdict],
  );
  const works = outlook === 'works' || outlook === 'works-through-proxy';
  return works || reasons.length === 0 ? outlook : `${outlook} (${reasons[0]})`;
}
