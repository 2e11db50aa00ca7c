import { createHash } from 'node:crypto';
import type { RunRecord } from '../../../model/run-record.ts';
import { ENGLISH, type Texts } from '../../../text/texts.ts';
import { withCommands } from '../../../text/with-commands.ts';
import type { Words } from '../../../text/words.ts';
import { pageOf } from '../build.ts';
import { Html, html } from '../escape.ts';
import type { Block, Fact, Section } from '../model.ts';
import { pictureHtml } from '../picture-svg.ts';
import { SCRIPT } from '../script.ts';
import { STYLE } from '../style.ts';
import { commandHtml, copyHtml, linkHtml } from './copy.ts';
import { barHtml, machinesHtml } from './fleet.ts';
import { pathHtml } from './path.ts';
import { storesHtml } from './stores.ts';

/** The page's content security policy, by digest. */
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const SIGN = { pass: '\u2714', fail: '\u2716', warn: '!', skip: '-' } as const;

/**
 * A run as one self-contained HTML file: no images, no requests, only our own script, and a policy that makes a
 * browser enforce this.
 */
export function reportHtml(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, withCommands(texts, record.document.followUps));
  const { conclusion } = page;
  const title = `${page.title}: ${page.facts.map(([, value]) => value).join(texts.words('between.items'))}`;
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
<body data-copy="${texts.words('page.copy')}" data-copied="${texts.words('page.copied')}" data-selected="${texts.words('page.selected')}">
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
          html`<li><span class="${mark}">${SIGN[mark]} ${words(`page-mark.${mark}`)}</span> ${text}</li>`,
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
      return pathHtml(block, SIGN, words);
    case 'finding':
      return html`<div class="finding ${block.severity}">
<h3>${words(`severity.${block.severity}`)}: ${block.code}</h3>
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
