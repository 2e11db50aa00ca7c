import { createHash } from 'node:crypto';
import type { RunRecord } from '../../model/run-record.ts';
import { ENGLISH, type Texts } from '../../text/texts.ts';
import { withCommands } from '../../text/with-commands.ts';
import type { Words } from '../../text/words.ts';
import { pageOf } from './build.ts';
import { Html, html } from './escape.ts';
import { pathHtml } from './html-path.ts';
import { storesHtml } from './html-stores.ts';
import type { Block, Fact, Section } from './model.ts';
import { STYLE } from './style.ts';

const SIGN = { pass: '\u2714', fail: '\u2716', warn: '!', skip: '-' } as const;

/**
 * A run as one HTML file that needs nothing beside it: no script, no image, no request, and a policy that lets a
 * viewer hold it to that.
 */
export function reportHtml(record: RunRecord, texts: Texts = ENGLISH): string {
  const page = pageOf(record, withCommands(texts, record.document.followUps));
  const digest = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const title = `${page.title}: ${page.facts.map(([, value]) => value).join(texts.words.comma)}`;
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<h1>${page.title}</h1>
<div class="outcome ${page.conclusion.mark}">
<p>${SIGN[page.conclusion.mark]} ${page.conclusion.label}: ${page.conclusion.text}</p>
${page.conclusion.lines.length === 0 ? [] : factsHtml(page.conclusion.lines)}</div>
${factsHtml(page.facts)}</header>
<main>
${page.sections.map((section) => sectionHtml(section, texts.words))}</main>
<footer><p>${page.footer}</p></footer>
</body>
</html>
`.markup;
}

function sectionHtml({ id, title, blocks }: Section, words: Words): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${blocks.map((block) => blockHtml(block, words))}</section>
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
          html`<li><span class="${mark}">${SIGN[mark]} ${words.page.marks[mark]}</span> ${text}</li>`,
      )}</ul>\n`;
    case 'stores':
      return storesHtml(block.title, block.table, words);
    case 'table':
      return tableHtml(block);
    case 'path':
      return pathHtml(block, SIGN, words);
    case 'finding':
      return html`<div class="finding ${block.severity}">
<h3>${words.severity[block.severity]}: ${block.code}</h3>
<p>${block.message}</p>
${block.remedy === null ? [] : html`<p>${block.remedy}</p>\n`}</div>
`;
    case 'diff':
      return html`<h3>${block.title}</h3>
<pre><del class="removed">${block.removed.map((line) => `- ${line}`).join('\n')}</del>
<ins class="added">${block.added.map((line) => `+ ${line}`).join('\n')}</ins></pre>
`;
    case 'copy':
      return html`<h3>${block.title}</h3>\n<pre>${block.text}</pre>\n`;
    case 'details':
      return html`<details>
<summary>${block.title}</summary>
${factsHtml(block.facts)}</details>
`;
  }
}

function tableHtml({ title, columns, rows }: Extract<Block, { kind: 'table' }>): Html {
  // What is too wide for a window is moved sideways, by keys too.
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
