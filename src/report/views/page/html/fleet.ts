import { say } from '../../../../core/model/say.ts';
import type { Mark } from '../../../text/lines.ts';
import type { Words } from '../../../text/words.ts';
import { type Html, html } from '../escape.ts';
import type { Bar, Block, Fact } from '../model.ts';

/** Maximum length of a cell that is not folded. */
const MAX_INLINE = 120;

/** Each cause with its bar, and the same numbers as text. */
export function barHtml(bar: Bar, sign: Readonly<Record<Mark, string>>, body: readonly Html[]): Html {
  const { mark, code, count, share, text, owner, notes } = bar;
  return html`<li class="cause">
<h3><span class="${mark}">${sign[mark]} ${count}</span> ${text === null ? code : text}</h3>
<svg class="bar ${mark}" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="4"/><rect width="${percent(share)}" height="100%" rx="4"/></svg>
<p>${owner === null ? [] : html`<b>${owner}</b> `}<span class="quiet">${percent(share)} · ${code}</span></p>
${notes.map((note) => html`<p>${note}</p>\n`)}${body}</li>
`;
}

/** `12.5%`; a positive share is never shown as 0. */
export function percent(share: number): string {
  return `${Math.max(share === 0 ? 0 : 0.1, Math.round(share * 1000) / 10)}%`;
}

/** A table of thousands of rows. The script adds sorting and filtering; without it the table is complete. */
export function machinesHtml(
  { title, columns, rows }: Extract<Block, { kind: 'machines' }>,
  words: Words,
  factsHtml: (facts: readonly Fact[]) => Html,
): Html {
  const hasFacts = rows.some(({ facts }) => facts.length > 0);
  return html`<div class="computers">
<p class="filter" hidden><label>${words(say('Filter'))} <input type="search" autocomplete="off" spellcheck="false"></label> <span role="status"></span></p>
<div class="wide" role="group" aria-label="${title}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}${hasFacts ? html`<th scope="col" class="still">${words(say('Details'))}</th>` : []}</tr></thead>
<tbody>${rows.map(
    ({ cells: [name = '', ...cells], facts }) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}${hasFacts ? html`<td>${factsCell(facts, words(say('Show')), factsHtml)}</td>` : []}</tr>\n`,
  )}</tbody>
</table></div>
<button type="button" class="more" hidden>${words(say('Show more'))}</button>
</div>
`;
}

/** Short facts are not folded: ten thousand rows that unfold take a browser three times as long. */
function factsCell(
  facts: readonly Fact[],
  show: string,
  factsHtml: (facts: readonly Fact[]) => Html,
): Html | string {
  const text = facts.map(([label, value]) => `${label}: ${value}`).join('; ');
  return text.length > MAX_INLINE
    ? html`<details><summary>${show}</summary>${factsHtml(facts)}</details>`
    : text;
}
