import type { Mark } from '../../../text/lines.ts';
import { STATES } from '../../../text/picture-labels.ts';
import type { Words } from '../../../text/words.ts';
import type { LinkText, MarkedText, NodeText, PanelText, PictureText } from '../../picture-text.ts';
import { type Html, html } from '../escape.ts';

/** A sign beside the words that say the same. */
export const SIGN: Readonly<Record<Mark, string>> = { pass: '\u2714', fail: '\u2716', warn: '!', skip: '-' };

/**
 * Each route as a list: its nodes, with a link between each two. The style sheet makes a row of it, in a narrow window a
 * column, so that nothing is measured and every word can be selected, read aloud and printed.
 */
export function pictureHtml({ panels, others }: PictureText, words: Words): Html {
  return html`<div class="picture">
${panels.map((panel) => routeHtml(panel, words))}</div>
${others === null ? [] : html`<p>${others}</p>\n`}`;
}

function routeHtml({ mark, route, state, settings, setting, nodes, links }: PanelText, words: Words): Html {
  const about = [settings, ...(setting === null ? [] : [setting])].join(' \u00b7 ');
  const parts = nodes.flatMap((node, at) => {
    const link = links[at];
    return [nodeHtml(node), ...(link === undefined ? [] : [linkHtml(link, words)])];
  });
  return html`<div class="route">
<h3><span class="${mark}">${SIGN[mark]} ${route}: ${state}</span> <span class="quiet">${about}</span></h3>
<ol>${parts}</ol>
</div>
`;
}

function nodeHtml({ heading, names }: NodeText): Html {
  return html`<li class="node"><b>${heading}</b>${names.map((name) => rowHtml(name))}</li>\n`;
}

/** A link without rows has at least its state. */
function linkHtml({ mark, rows }: LinkText, words: Words): Html {
  const shown = rows.some((row) => row.mark === mark) ? rows : [{ mark, text: words(STATES[mark]) }, ...rows];
  return html`<li class="link ${mark}"><div>${shown.map((row) => rowHtml(row))}</div></li>\n`;
}

function rowHtml({ mark, text }: MarkedText): Html {
  return mark === null
    ? html`<span>${text}</span>`
    : html`<span class="${mark}">${SIGN[mark]} ${text}</span>`;
}
