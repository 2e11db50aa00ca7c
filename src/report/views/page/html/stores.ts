import type { StoreTable } from '../../../facts/store-table.ts';
import type { Words } from '../../../text/words.ts';
import { type Html, html } from '../escape.ts';

/** Both settings side by side, part by part; differences and planned changes are marked in words. */
export function storesHtml(title: string, table: StoreTable, words: Words): Html {
  const cell = (text: string, changes: boolean) =>
    html`<td>${text}${changes ? note(words('settings.will-be-changed')) : []}</td>`;
  return html`<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${words('page.part')}</th><th scope="col">${words('settings.win-inet-of', { user: table.user })}</th><th scope="col">${words(table.bothViews ? 'settings.win-http.both' : 'settings.win-http')}</th></tr></thead>
<tbody>${table.rows.map(
    (row) =>
      html`<tr><th scope="row">${row.label}${row.differs ? note(words('settings.differs')) : []}</th>${[
        cell(row.winInet, row.winInetChanges),
        cell(row.winHttp, row.winHttpChanges),
      ]}</tr>`,
  )}</tbody>
</table>
${others(table, words)}`;
}

function note(text: string): Html {
  return html` <small class="warn">(${text})</small>`;
}

function others({ others: rest }: StoreTable, words: Words): Html | readonly Html[] {
  if (rest.length === 0) return [];
  return html`<h3>${words('page.other-stores')}</h3>
<dl>${rest.map(({ id, text, changes }) => html`<dt>${id}</dt><dd>${text}${changes ? note(words('settings.will-be-changed')) : []}</dd>`)}</dl>
`;
}
