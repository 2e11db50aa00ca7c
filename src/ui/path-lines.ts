import { type PathState, pathNotes, type StageCell, visibleStages, wayText } from '../report/facts/paths.ts';
import type { Span } from './break-lines.ts';
import { type Line, line } from './Lines.tsx';
import { type Look, type Sign, signOf, toneOf } from './look.ts';

/** Between two stages on the rail, in columns. */
const GAP = 3;
const INDENT = 2;

/** One path as lines: whose, the tunnel's stages on a rail, what failed and why, each revocation fetch, the verdict. */
export function pathLines(path: PathState, part: 'look' | 'change', look: Look): Line[] {
  const failed = path.tunnel.filter(({ reason, status }) => reason !== null && status !== 'skip');
  return [
    titleLine(path, part, look),
    ...path.dead.map((cell) => fetchLine(cell, look)),
    ...railLines(visibleStages(path), look),
    ...failed.map((cell) =>
      line(INDENT + 2, { text: `${cell.stage}: ${cell.reason}`, tone: toneOf(cell.status) }),
    ),
    ...path.revocation.map((cell) => fetchLine(cell, look)),
    ...verdictLines(path, look),
  ];
}

/** Only the first line of it, for a path that has ended, where there is no room for more. */
export function titleLine(path: PathState, part: 'look' | 'change', look: Look): Line {
  const notes = pathNotes(path, part, look.texts.words);
  return line(0, signSpan(pathSign(path), look), ` ${path.gateway}`, {
    text: `  ${notes.join(look.texts.words.comma)}`,
    tone: 'quiet',
  });
}

/** How a path stands. */
export function pathSign({ verdict, tunnel, revocation }: PathState): Sign {
  if (verdict !== null)
    return verdict.verdict === 'reachable' ? 'pass' : verdict.verdict === 'not-tested' ? 'skip' : 'fail';
  return [...tunnel, ...revocation].every(({ status }) => status === 'waiting') ? 'waiting' : 'running';
}

/** Stages side by side, broken into as many lines as the width asks for. All of it is one column a character. */
function railLines(cells: readonly StageCell[], look: Look): Line[] {
  const rows: Span[][] = [];
  let used = 0;
  for (const cell of cells) {
    const spans = [signSpan(cell.status, look), { text: ` ${cell.stage}` }, ...timeSpans(cell)];
    const width = spans.reduce((sum, { text }) => sum + text.length, 0);
    const row = rows.at(-1);
    if (row === undefined || used + GAP + width > look.columns - INDENT) {
      rows.push(spans);
      used = width;
    } else {
      row.push({ text: ' '.repeat(GAP) }, ...spans);
      used += GAP + width;
    }
  }
  return rows.map((spans) => line(INDENT, ...spans));
}

function fetchLine(cell: StageCell, look: Look): Line {
  const client = cell.client === null ? '' : ` [${cell.client}]`;
  const reason: Span[] = cell.reason === null ? [] : [{ text: ` ${cell.reason}`, tone: toneOf(cell.status) }];
  const rest = { text: ` (${wayText(cell.via ?? '', look.texts.words)})${client}`, tone: 'quiet' } as const;
  return line(
    INDENT,
    signSpan(cell.status, look),
    ` ${cell.url ?? cell.stage}`,
    rest,
    ...timeSpans(cell),
    ...reason,
  );
}

function verdictLines({ verdict, facts }: PathState, { texts }: Look): Line[] {
  if (verdict === null) return [];
  const { message, next } = texts.verdict(verdict, facts);
  const told = line(INDENT, { text: `${verdict.verdict}: `, tone: 'strong' }, message);
  return next === null ? [told] : [told, line(INDENT + 2, `${texts.words.next}${next}`)];
}

function timeSpans({ durationMs, status }: StageCell): Span[] {
  return durationMs === null || status === 'skip'
    ? []
    : [{ text: ` ${Math.round(durationMs)} ms`, tone: 'quiet' }];
}

function signSpan(sign: Sign, look: Look): Span {
  return { text: signOf(sign, look), tone: toneOf(sign) };
}
