import { createHash } from 'node:crypto';
import { SOURCES, type SourceId } from '../../../../core/explain/sources.ts';
import { say } from '../../../../core/model/say.ts';
import type { PartNow, StoreTable } from '../../../facts/store-table.ts';
import type { RunRecord } from '../../../model/record.ts';
import { MARKS } from '../../../text/labels.ts';
import { ENGLISH, type Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import { pageOf } from '../build.ts';
import { Html, html } from '../escape.ts';
import { type Block, type Fact, type PathPart, type Section, sectionsIn } from '../model.ts';
import { SCRIPT } from '../script.ts';
import { STYLE } from '../style.ts';
import { barHtml, machinesHtml } from './fleet.ts';
import { pictureHtml, SIGN } from './picture.ts';

/** The page's content security policy, by digest. */
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;

export const MARK_OF = { good: 'pass', plain: 'warn', bad: 'fail' } as const;
/** The section of the owners has these, with their commands. */
export const LISTED_BELOW: readonly string[] = ['change', 'next', 'then'];

/**
 * A run as one self-contained HTML file: no images, no requests, only our own script, and a policy that makes a
 * browser enforce this.
 */
export function reportHtml(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, texts.forRun(record.followUps));
  const [outcome, ...more] = page.conclusion;
  const mark = outcome === undefined ? 'warn' : MARK_OF[outcome.mood];
  const facts = more.flatMap(({ kind, label, text }) =>
    LISTED_BELOW.includes(kind) ? [] : [[label, text] as const],
  );
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
<div class="outcome ${mark}">
<h1><span class="label">${SIGN[mark]} ${outcome?.label ?? ''}</span> ${outcome?.text ?? ''}</h1>
${facts.length === 0 ? [] : factsHtml(facts)}</div>
${sectionsIn(page, 'file').map((section) => sectionHtml(section, texts.words))}</main>
<footer><p>${page.footer}</p></footer>
<p id="status" class="status" role="status"></p>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;
}

function sectionHtml({ id, title, blocks, closed = false }: Section, words: Words): Html {
  const head = html`<h2 id="${id}">${title}</h2>`;
  const body = blocks.map((block) => blockHtml(block, words));
  return html`<section aria-labelledby="${id}">
${closed ? html`<details>\n<summary>${head}</summary>\n${body}</details>` : html`${head}\n${body}`}</section>
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
    case 'lines':
    case 'side-by-side':
      return html``;
    case 'picture':
      return pictureHtml(block.picture, words);
    case 'stores':
      return storesHtml(block.table, words);
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
<h3>${block.label}: ${block.code}</h3>
<p>${block.message}</p>
${block.remedy === null ? [] : html`<p>${block.remedy}</p>\n`}${block.source === null ? [] : html`<p>${linkHtml(block.source)}</p>\n`}</div>
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
  { title, mark, skipped, stages, fetches, notes }: Extract<Block, { kind: 'path' }>,
  words: Words,
): Html {
  const reasonHtml = ({ reason }: PathPart) => (reason === null ? [] : html`<small>${reason}</small>`);
  const list = (parts: readonly PathPart[]) =>
    parts.length === 0
      ? []
      : html`<ul class="fetches">${parts.map(
          (part) =>
            html`<li><span class="${part.mark}">${SIGN[part.mark]} ${words(MARKS[part.mark])}</span> ${part.name}${part.time}${reasonHtml(part)}</li>`,
        )}</ul>\n`;
  const row = stages.map(
    (part) =>
      html`<li><span class="${part.mark}">${SIGN[part.mark]} ${part.name}${part.time}${reasonHtml(part)}</span></li>`,
  );
  return html`<h3><span class="${mark}">${SIGN[mark]} ${words(MARKS[mark])}</span> ${title}</h3>
${list(skipped)}${row.length === 0 ? [] : html`<ol class="stages">${row}</ol>\n`}${list(fetches)}${notes.map((note) => html`<p>${note}</p>\n`)}`;
}

/** The settings that the routes use, part by part, with what changes; the others in a line each. */
function storesHtml({ user, bothViews, rows, others, strings }: StoreTable, words: Words): Html {
  const names = [
    words(say('WinINET of {user}', { user })),
    words(bothViews ? say('WinHTTP (64/32-bit)') : say('WinHTTP')),
  ];
  const cell = ({ now, after }: PartNow, at: number) =>
    html`<td data-of="${names[at] ?? ''}">${after === null ? now : html`<del>${now}</del> \u2192 <ins>${after}</ins>`}</td>`;
  return html`<table class="parts">
<thead><tr><td></td>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ label, differs, winInet, winHttp }) =>
      html`<tr><th scope="row">${label}${differs ? html` <small class="warn">(${words(say('differs'))})</small>` : []}</th>${[winInet, winHttp].map(cell)}</tr>`,
  )}</tbody>
</table>
${[...others.map(({ name, text }) => `${name}: ${text}`), ...strings].map((text) => html`<p class="quiet">${text}</p>\n`)}`;
}
