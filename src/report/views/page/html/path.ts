import { type StageCell, visibleStages } from '../../../facts/paths.ts';
import type { Words } from '../../../text/words.ts';
import { fetchText, markOf, timeText } from '../cell-text.ts';
import { type Html, html } from '../escape.ts';
import type { Block, Mark } from '../model.ts';

/** A path as a row of connected stages, each with its sign, time and failure reason; then each fetch. */
export function pathHtml(
  { path, title, mark, verdict, next }: Extract<Block, { kind: 'path' }>,
  sign: Readonly<Record<Mark, string>>,
  words: Words,
): Html {
  const stages = path.verdict === null && path.checks.length === 0 ? [] : visibleStages(path);
  return html`<h3><span class="${mark}">${sign[mark]} ${words(`page-mark.${mark}`)}</span> ${title}</h3>
${fetchesHtml(path.dead, sign, words)}${stages.length === 0 ? [] : html`<ol class="stages">${stages.map((cell) => stageHtml(cell, sign))}</ol>\n`}${fetchesHtml(path.revocation, sign, words)}${verdict === null ? [] : html`<p>${verdict}</p>\n`}${next === null ? [] : html`<p>${next}</p>\n`}`;
}

function stageHtml(cell: StageCell, sign: Readonly<Record<Mark, string>>): Html {
  const mark = markOf(cell);
  const reason = cell.reason === null ? [] : html`<small>${cell.reason}</small>`;
  return html`<li><span class="${mark}">${sign[mark]} ${cell.stage}${timeText(cell)}${reason}</span></li>`;
}

function fetchesHtml(
  cells: readonly StageCell[],
  sign: Readonly<Record<Mark, string>>,
  words: Words,
): readonly Html[] {
  if (cells.length === 0) return [];
  return [html`<ul class="fetches">${cells.map((cell) => fetchHtml(cell, sign, words))}</ul>\n`];
}

function fetchHtml(cell: StageCell, sign: Readonly<Record<Mark, string>>, words: Words): Html {
  const mark = markOf(cell);
  const reason = cell.reason === null ? [] : html`<small>${cell.reason}</small>`;
  return html`<li><span class="${mark}">${sign[mark]} ${words(`page-mark.${mark}`)}</span> ${fetchText(cell, words)}${timeText(cell)}${reason}</li>`;
}
