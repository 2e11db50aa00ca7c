import { verdictMark } from '../core/causes/verdicts.ts';
import { say } from '../core/model/say.ts';
import {
  type PathState,
  pathNotes,
  routeText,
  type StageCell,
  visibleStages,
} from '../report/facts/paths.ts';
import { type Line, line, type Span } from '../report/text/lines.ts';
import { type Display, type Sign, signOf, toneOf, waitedText } from './display.ts';
import { sideBySide } from './rows.ts';

/** Columns between two stages. */
const GAP = 3;
const INDENT = 2;

/**
 * One path as lines: its gateway, the tunnel's stages, failures with reasons, each revocation fetch, the verdict.
 */
export function pathLines(path: PathState, part: 'audit' | 'change', display: Display): Line[] {
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

/** Only the first line, for a finished path that does not fit. */
export function titleLine(path: PathState, part: 'audit' | 'change', display: Display): Line {
  const notes = pathNotes(path, part, display.texts.words);
  return line(0, signSpan(pathSign(path), display), ` ${path.gateway}`, {
    text: `  ${notes.join(display.texts.words.between.items)}`,
    tone: 'quiet',
  });
}

/** The state of a path. */
export function pathSign({ verdict, tunnel, revocation }: PathState): Sign {
  if (verdict !== null) return verdictMark(verdict.verdict);
  return [...tunnel, ...revocation].every(({ status }) => status === 'waiting') ? 'waiting' : 'running';
}

function railLines(cells: readonly StageCell[], display: Display): Line[] {
  const parts = cells.map((cell) => [
    signSpan(cell.status, display),
    { text: ` ${cell.stage}` },
    ...timeSpans(cell, display),
  ]);
  return sideBySide(parts, GAP, display.columns - INDENT).map((spans) => line(INDENT, ...spans));
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
    ...timeSpans(cell, display),
    ...reason,
  );
}

function verdictLines({ verdict, facts, other }: PathState, { texts }: Display): Line[] {
  if (verdict === null) return [];
  const { message, next } = texts.verdict(verdict, facts, other);
  const reported = line(
    INDENT,
    { text: message, tone: 'strong' },
    { text: ` (${verdict.verdict})`, tone: 'quiet' },
  );
  return next === null ? [reported] : [reported, line(INDENT + 2, `${texts.words(say('Next: '))}${next}`)];
}

function timeSpans(cell: StageCell, display: Display): Span[] {
  const { durationMs, status } = cell;
  if (status === 'running') return [{ text: waitedText(cell, display), tone: 'quiet' }];
  return durationMs === null || status === 'skip'
    ? []
    : [{ text: ` ${Math.round(durationMs)} ms`, tone: 'quiet' }];
}

function signSpan(sign: Sign, display: Display): Span {
  return { text: signOf(sign, display), tone: toneOf(sign) };
}
