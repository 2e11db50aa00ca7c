import { say } from '../../../core/model/say.ts';
import type { PictureMark } from '../../facts/picture/model.ts';
import {
  type MarkedText,
  type PanelText,
  type PictureText,
  panelDescription,
  panelTitle,
} from '../../text/picture-text.ts';
import type { Texts } from '../../text/texts.ts';
import { type Html, html } from './escape.ts';
import {
  type Layout,
  layouts,
  MARGIN,
  type PlacedLink,
  type PlacedNode,
  type PlacedText,
  RAIL,
  WIDTH,
} from './picture-layout.ts';

/** Shapes of 12 by 12, independent of fonts and of color. */
const MARKS: Readonly<Record<PictureMark, string>> = {
  pass: 'M1.5 6.5 4.5 9.5 10.5 2.5',
  fail: 'M2 2 10 10M10 2 2 10',
  warn: 'M6 1.5V7M6 9.5V10.5',
  skip: 'M2 6H10',
};

/** Shapes of 20 by 20. */
const ICONS: Readonly<Record<PlacedNode['kind'], string>> = {
  computer: 'M2 3H18V13H2ZM10 13V17M5 17H15',
  proxy: 'M2 6H15M11 2 15 6 11 10M18 14H5M9 10 5 14 9 18',
  gateway: 'M10 1 17 4V10C17 14 14 17 10 19C6 17 3 14 3 10V4Z',
  publishers: 'M4 1H13L16 4V19H4ZM7 7H13M7 11H13M7 15H11',
};
const ARROW = 7;

/** The routes side by side, or one below the other in a narrow window. */
export function pictureHtml(picture: PictureText, texts: Texts): Html {
  const { panels, others } = picture;
  const drawn = layouts(panels, (count) => texts.words(say('and {count} more', { count })));
  return html`<section class="picture" aria-labelledby="picture">
<h2 id="picture">${texts.words(say('Routes'))}</h2>
<div class="routes">
${panels.map((panel, index) => panelHtml(panel, drawn[index], index, texts))}</div>
<ul class="legend quiet">${picture.legend.map(legendHtml)}</ul>
${others === null ? [] : html`<p>${others}</p>\n`}</section>
`;
}

function panelHtml(panel: PanelText, layout: Layout | undefined, index: number, texts: Texts): Html {
  const id = `route-${index + 1}`;
  const name = panelTitle(panel);
  const [title, description] = [`${id}-title`, `${id}-description`];
  return html`<div class="route">
<h3 class="${panel.mark}"><svg class="sign" viewBox="0 0 12 12" aria-hidden="true"><path d="${MARKS[panel.mark]}"/></svg> ${name}</h3>
<p><b>${panel.settings}</b></p>
${panel.setting === null ? [] : html`<p class="quiet">${panel.setting}</p>\n`}
<svg viewBox="0 0 ${WIDTH} ${layout?.height ?? 0}" role="img" aria-labelledby="${title}" aria-describedby="${description}">
<title id="${title}">${name}</title>
<desc id="${description}">${panelDescription(panel, texts)}</desc>
${layout === undefined ? [] : [...layout.links.map(linkSvg), ...layout.nodes.map(nodeSvg)]}</svg>
</div>
`;
}

/** A sample of the line that it explains. */
function legendHtml({ mark, text }: MarkedText): Html {
  return html`<li><svg viewBox="0 0 40 10" aria-hidden="true"><path class="line ${mark ?? ''}" d="M2 5H38"/></svg> ${text}</li>`;
}

function nodeSvg({ kind, y, height, texts }: PlacedNode): Html {
  const middle = Math.round(y + height / 2) - 10;
  return html`<rect class="node" x="${MARGIN}" y="${y}" width="${WIDTH - 2 * MARGIN}" height="${height}" rx="8"/>
<path class="icon" transform="translate(${RAIL - 10} ${middle})" d="${ICONS[kind]}"/>
${texts.map(textSvg)}`;
}

/** The line ends in an arrow at the next node. */
function linkSvg({ mark, from, to, texts }: PlacedLink): Html {
  const [left, right, wing] = [RAIL - ARROW, RAIL + ARROW, to - ARROW - 2];
  return html`<path class="line ${mark}" d="M${RAIL} ${from}V${to - 3}"/>
<path class="arrow ${mark}" d="M${left} ${wing} ${RAIL} ${to - 2} ${right} ${wing}"/>
${texts.map(textSvg)}`;
}

function textSvg({ x, y, text, kind, mark }: PlacedText): Html {
  const sign =
    mark === null
      ? []
      : html`<path class="mark ${mark}" transform="translate(${x - 16} ${y - 10})" d="${MARKS[mark]}"/>`;
  return html`${sign}<text class="${kind}" x="${x}" y="${y}">${text}</text>\n`;
}
