import { createHash } from 'node:crypto';
import { SOURCES, type SourceId } from '../../../../core/explain/sources.ts';
import { say } from '../../../../core/model/say.ts';
import { type StageCell, visibleStages } from '../../../facts/paths.ts';
import type { StoreTable } from '../../../facts/store-table.ts';
import { MARKS, SEVERITY_TEXTS } from '../../../messages/labels.ts';
import type { RunRecord } from '../../../model/record.ts';
import { ENGLISH, type Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import { pageOf } from '../build.ts';
import { fetchText, markOf, timeText } from '../cell-text.ts';
import { Html, html } from '../escape.ts';
import type { Block, Fact, Section } from '../model.ts';
import { pictureHtml } from '../picture-svg.ts';
import { SCRIPT } from '../script.ts';
import { STYLE } from '../style.ts';
import { barHtml, machinesHtml } from './fleet.ts';

/** The page's content security policy, by digest. */
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const SIGN = { pass: '\u2714', fail: '\u2716', warn: '!', skip: '-' } as const;

/**
 * A run as one self-contained HTML file: no images, no requests, only our own script, and a policy that makes a
 * browser enforce this.
 */
export function reportHtml(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, texts.forRun(record.followUps));
  const { conclusion } = page;
  const title = `${page.title}: ${page.facts.map(([, value]) => value).join(texts.words.between.items)}`;
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body data-copy="${texts.words(say('Copy'))}" data-copied="${texts.words(say('Copied'))}" data-selected="${texts.words(say('Selected: press Ctrl+C'))}">
<header>
<p class="name">${page.title}</p>
<dl>${page.facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
<div class="outcome ${conclusion.mark}">
<h1><span class="label">${SIGN[conclusion.mark]} ${conclusion.label}</span> ${conclusion.text}</h1>
${conclusion.lines.length === 0 ? [] : factsHtml(conclusion.lines)}</div>
${page.picture === null ? [] : pictureHtml(page.picture, texts)}${page.sections.map((section) => sectionHtml(section, texts.words))}</main>
<footer><p>${page.footer}</p></footer>
<p id="status" class="status" role="status"></p>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;
}

function sectionHtml({ id, title, blocks, folded = false }: Section, words: Words): Html {
  const head = html`<h2 id="${id}">${title}</h2>`;
  const body = blocks.map((block) => blockHtml(block, words));
  return html`<section aria-labelledby="${id}">
${folded ? html`<details>\n<summary>${head}</summary>\n${body}</details>` : html`${head}\n${body}`}</section>
`;
}

function blockHtml(block: Block, words: Words): Html {
  switch (block.kind) {
    case 'text':
      return html`<p>${block.text}</p>\n`;
    case 'facts':
      return factsHtml(block.facts);
    case 'list':
      return html`<ul>${block.items.map(
        ({ mark, text }) =>
          html`<li><span class="${mark}">${SIGN[mark]} ${words(MARKS[mark])}</span> ${text}</li>`,
      )}</ul>\n`;
    case 'stores':
      return storesHtml(block.title, block.table, words);
    case 'table':
      return tableHtml(block);
    case 'bars':
      return html`<ol class="causes">${block.bars.map((bar) =>
        barHtml(
          bar,
          SIGN,
          bar.blocks.map((one) => blockHtml(one, words)),
        ),
      )}</ol>\n`;
    case 'machines':
      return machinesHtml(block, words, factsHtml);
    case 'path':
      return pathHtml(block, words);
    case 'finding':
      return html`<div class="finding ${block.severity}">
<h3>${words(SEVERITY_TEXTS[block.severity])}: ${block.code}</h3>
<p>${block.message}</p>
${block.remedy === null ? [] : html`<p>${block.remedy}</p>\n`}${block.source === null ? [] : html`<p>${linkHtml(block.source)}</p>\n`}</div>
`;
    case 'diff':
      return html`<h3>${block.title}</h3>
<pre><del class="removed">${block.removed.map((line) => `- ${line}`).join('\n')}</del>
<ins class="added">${block.added.map((line) => `+ ${line}`).join('\n')}</ins></pre>
`;
    case 'owner':
      return html`<div class="owner">
<h3>${block.name}</h3>
${block.blocks.map((one) => blockHtml(one, words))}</div>
`;
    case 'command':
      return commandHtml(block, words);
    case 'copy':
      return copyHtml(block, words);
    case 'links':
      return html`<h3>${block.title}</h3>\n<ul>${block.sources.map((id) => html`<li>${linkHtml(id)}</li>`)}</ul>\n`;
    case 'details':
      return html`<details>
<summary>${block.title}</summary>
${factsHtml(block.facts)}</details>
`;
  }
}

function tableHtml({ title, columns, rows }: Extract<Block, { kind: 'table' }>): Html {
  // A table that is too wide scrolls sideways, also by keyboard.
  return html`<div class="wide" role="region" aria-label="${title}" tabindex="0"><table>
<caption>${title}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, cells }) =>
      html`<tr><th scope="row">${name}</th>${cells.map(
        ({ mark, text, notes }) =>
          html`<td><span class="${mark}">${SIGN[mark]} ${text}</span>${
            notes.length === 0 ? [] : html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`
          }</td>`,
      )}</tr>\n`,
  )}</tbody>
</table></div>
`;
}

function factsHtml(facts: readonly Fact[]): Html {
  return html`<dl>${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>\n`;
}

/** A command in one line, with its copy button. */
function commandHtml({ label, text }: Extract<Block, { kind: 'command' }>, words: Words): Html {
  const before = label === null ? [] : html`<span class="quiet">${label}</span> `;
  return html`<div class="copy">${before}<code>${text}</code>${buttonHtml(text, words)}</div>\n`;
}

/** A text of several lines, with its copy button; a long text is folded. */
function copyHtml({ title, text, form }: Extract<Block, { kind: 'copy' }>, words: Words): Html {
  const button = buttonHtml(title, words);
  if (form !== 'folded')
    return html`${form === 'bare' ? [] : html`<h3>${title}</h3>\n`}<div class="copy"><pre>${text}</pre>${button}</div>\n`;
  return html`<div class="copy"><details>
<summary>${title}</summary>
<pre>${text}</pre>
</details>${button}</div>
`;
}

/** Hidden until the script shows it, because it needs the script. */
function buttonHtml(what: string, words: Words): Html {
  return html`<button type="button" hidden>${words(say('Copy'))}<span class="unseen">${what}</span></button>`;
}

/** A link to a page of our own table only. */
function linkHtml(id: SourceId): Html {
  const { title, url } = SOURCES[id];
  return html`<a href="${url}" rel="noreferrer">${title}</a>`;
}

/** A path as a row of connected stages, each with its sign, time and failure reason; then each fetch. */
function pathHtml(
  { path, title, mark, verdict, next }: Extract<Block, { kind: 'path' }>,
  words: Words,
): Html {
  const stages = path.verdict === null && path.checks.length === 0 ? [] : visibleStages(path);
  return html`<h3><span class="${mark}">${SIGN[mark]} ${words(MARKS[mark])}</span> ${title}</h3>
${fetchesHtml(path.dead, words)}${stages.length === 0 ? [] : html`<ol class="stages">${stages.map((cell) => stageHtml(cell))}</ol>\n`}${fetchesHtml(path.revocation, words)}${verdict === null ? [] : html`<p>${verdict}</p>\n`}${next === null ? [] : html`<p>${next}</p>\n`}`;
}

function stageHtml(cell: StageCell): Html {
  const mark = markOf(cell);
  const reason = cell.reason === null ? [] : html`<small>${cell.reason}</small>`;
  return html`<li><span class="${mark}">${SIGN[mark]} ${cell.stage}${timeText(cell)}${reason}</span></li>`;
}

function fetchesHtml(cells: readonly StageCell[], words: Words): readonly Html[] {
  if (cells.length === 0) return [];
  return [html`<ul class="fetches">${cells.map((cell) => fetchHtml(cell, words))}</ul>\n`];
}

function fetchHtml(cell: StageCell, words: Words): Html {
  const mark = markOf(cell);
  const reason = cell.reason === null ? [] : html`<small>${cell.reason}</small>`;
  return html`<li><span class="${mark}">${SIGN[mark]} ${words(MARKS[mark])}</span> ${fetchText(cell, words)}${timeText(cell)}${reason}</li>`;
}

/** Both settings side by side, part by part; differences and planned changes are marked in words. */
function storesHtml(title: string, table: StoreTable, words: Words): Html {
  const cell = (text: string, changes: boolean) =>
    html`<td>${text}${changes ? noteHtml(words(say('will be changed'))) : []}</td>`;
  return html`<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${words(say('Part'))}</th><th scope="col">${words(say('WinINET of {user}', { user: table.user }))}</th><th scope="col">${words(table.bothViews ? say('WinHTTP (64/32-bit)') : say('WinHTTP'))}</th></tr></thead>
<tbody>${table.rows.map(
    (row) =>
      html`<tr><th scope="row">${row.label}${row.differs ? noteHtml(words(say('differs'))) : []}</th>${[
        cell(row.winInet, row.winInetChanges),
        cell(row.winHttp, row.winHttpChanges),
      ]}</tr>`,
  )}</tbody>
</table>
${othersHtml(table, words)}`;
}

function noteHtml(text: string): Html {
  return html` <small class="warn">(${text})</small>`;
}

function othersHtml({ others: rest }: StoreTable, words: Words): Html | readonly Html[] {
  if (rest.length === 0) return [];
  return html`<h3>${words(say('Other settings'))}</h3>
<dl>${rest.map(({ name, text, changes }) => html`<dt>${name}</dt><dd>${text}${changes ? noteHtml(words(say('will be changed'))) : []}</dd>`)}</dl>
`;
}
