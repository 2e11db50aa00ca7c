import {
  type PathState,
  pathNotes,
  routeText,
  type StageCell,
  visibleStages,
} from '../report/facts/paths.ts';
import type { Span } from './break-lines.ts';
import { type Display, type Sign, signOf, toneOf } from './display.ts';
import { type Line, line } from './Lines.tsx';

/** Between two stages on the rail, in columns. */
const GAP = 3;
const INDENT = 2;

/** One path as lines: whose, the tunnel's stages on a rail, what failed and why, each revocation fetch, the verdict. */
export function pathLines(path: PathState, part: 'look' | 'change', display: Display): Line[] {
  const failed = path.tunnel.filter(({ reason, status }) => reason !== null && status !== 'skip');
  return [
    titleLine(path, part, display),
    ...path.dead.map((cell) => fetchLine(cell, display)),
    ...railLines(visibleStages(path), display),
    ...failed.map((cell) =>
      line(INDENT + 2, { text: `${cell.stage}: ${cell.reason}`, tone: toneOf(cell.status) }),
    ),
    ...path.revocation.map((cell) => fetchLine(cell, display)),
    ...verdictLines(path, display),
  ];
}

/** Only the first line of it, for a path that has ended, where there is no room for more. */
export function titleLine(path: PathState, part: 'look' | 'change', display: Display): Line {
  const notes = pathNotes(path, part, display.texts.words);
  return line(0, signSpan(pathSign(path), display), ` ${path.gateway}`, {
    text: `  ${notes.join(display.texts.words.comma)}`,
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
function railLines(cells: readonly StageCell[], display: Display): Line[] {
  const rows: Span[][] = [];
  let used = 0;
  for (const cell of cells) {
    const spans = [signSpan(cell.status, display), { text: ` ${cell.stage}` }, ...timeSpans(cell)];
    const width = spans.reduce((sum, { text }) => sum + text.length, 0);
    const row = rows.at(-1);
    if (row === undefined || used + GAP + width > display.columns - INDENT) {
      rows.push(spans);
      used = width;
    } else {
      row.push({ text: ' '.repeat(GAP) }, ...spans);
      used += GAP + width;
    }
  }
  return rows.map((spans) => line(INDENT, ...spans));
}

function fetchLine(cell: StageCell, display: Display): Line {
  const client = cell.client === null ? '' : ` [${cell.client}]`;
  const reason: Span[] = cell.reason === null ? [] : [{ text: ` ${cell.reason}`, tone: toneOf(cell.status) }];
  const rest = {
    text: ` (${routeText(cell.via ?? '', display.texts.words)})${client}`,
    tone: 'quiet',
  } as const;
  return line(
    INDENT,
    signSpan(cell.status, display),
    ` ${cell.url ?? cell.stage}`,
    rest,
    ...timeSpans(cell),
    ...reason,
  );
}

function verdictLines({ verdict, facts }: PathState, { texts }: Display): Line[] {
  if (verdict === null) return [];
  const { message, next } = texts.verdict(verdict, facts);
  const reported = line(
    INDENT,
    { text: message, tone: 'strong' },
    { text: ` (${verdict.verdict})`, tone: 'quiet' },
  );
  return next === null ? [reported] : [reported, line(INDENT + 2, `${texts.words.next}${next}`)];
}

function timeSpans({ durationMs, status }: StageCell): Span[] {
  return durationMs === null || status === 'skip'
    ? []
    : [{ text: ` ${Math.round(durationMs)} ms`, tone: 'quiet' }];
}

function signSpan(sign: Sign, display: Display): Span {
  return { text: signOf(sign, display), tone: toneOf(sign) };
}
