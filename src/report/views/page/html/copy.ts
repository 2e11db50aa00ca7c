import { SOURCES, type SourceId } from '../../../../core/explain/sources.ts';
import type { Words } from '../../../text/words.ts';
import { type Html, html } from '../escape.ts';
import type { Block } from '../model.ts';

/** A command in one line, with its copy button. */
export function commandHtml({ label, text }: Extract<Block, { kind: 'command' }>, words: Words): Html {
  const before = label === null ? [] : html`<span class="quiet">${label}</span> `;
  return html`<div class="copy">${before}<code>${text}</code>${buttonHtml(text, words)}</div>\n`;
}

/** A text of several lines, with its copy button; a long text is folded. */
export function copyHtml({ title, text, form }: Extract<Block, { kind: 'copy' }>, words: Words): Html {
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
  return html`<button type="button" hidden>${words('page.copy')}<span class="unseen">${what}</span></button>`;
}

/** A link to a page of our own table only. */
export function linkHtml(id: SourceId): Html {
  const { title, url } = SOURCES[id];
  return html`<a href="${url}" rel="noreferrer">${title}</a>`;
}
