import type { PictureMark } from '../../facts/picture/model.ts';
import type { LinkText, MarkedText, NodeKind, NodeText, PanelText } from '../../text/picture-text.ts';
import { printable } from './escape.ts';
import { shortName, wrapText } from './fit-text.ts';

/** A line of text at its position; `mark` is drawn before it. */
export interface PlacedText {
  x: number;
  y: number;
  text: string;
  kind: 'heading' | 'name' | 'row';
  mark: PictureMark | null;
}

export interface PlacedNode {
  kind: NodeKind;
  y: number;
  height: number;
  texts: readonly PlacedText[];
}

export interface PlacedLink {
  mark: PictureMark;
  /** From the node above to the node below. */
  from: number;
  to: number;
  texts: readonly PlacedText[];
}

/** A panel from top to bottom, in pixels. */
export interface Layout {
  height: number;
  nodes: readonly PlacedNode[];
  links: readonly PlacedLink[];
}

export const WIDTH = 320;
export const MARGIN = 2;
/** Horizontal position of the line, below the icons of the nodes. */
export const RAIL = 24;
const TEXT_LEFT = 46;
/** Width of a mark before its text. */
const MARK_WIDTH = 16;
const RIGHT = WIDTH - MARGIN - 10;
const ROW = 18;
const NODE_PADDING = 9;
const LINK_PADDING = 12;
const LEAST_LINK = 40;
const SIZES = { heading: 14, name: 13, row: 13 } as const;
const MOST_NAMES = 3;
const MOST_LINES = 4;

/** Panels side by side have the same height: shorter ones get longer links. */
export function layouts(panels: readonly PanelText[], more: (count: number) => string): Layout[] {
  const plans = panels.map((panel) => planOf(panel, more));
  const height = Math.max(0, ...plans.map(heightOf));
  return plans.map((plan) => placed(plan, height));
}

type Text = Omit<PlacedText, 'x' | 'y'>;

interface Plan {
  nodes: readonly { kind: NodeKind; texts: readonly Text[] }[];
  links: readonly { mark: PictureMark; texts: readonly Text[] }[];
}

function planOf({ nodes, links }: PanelText, more: (count: number) => string): Plan {
  return {
    nodes: nodes.map((node) => ({ kind: node.kind, texts: nodeTexts(node, more) })),
    links: links.map(({ mark, rows }: LinkText) => ({ mark, texts: rows.flatMap(rowTexts) })),
  };
}

function nodeTexts({ heading, names }: NodeText, more: (count: number) => string): Text[] {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const left = names.length - shown.length;
  const rest: Text[] = left === 0 ? [] : [{ kind: 'name', mark: null, text: more(left) }];
  return [
    ...wrapText(printable(heading), RIGHT - TEXT_LEFT, SIZES.heading, 2).map(
      (text) => ({ kind: 'heading', mark: null, text }) as const,
    ),
    ...shown.map(
      ({ mark, text }): Text => ({
        ...{ kind: 'name', mark },
        text: shortName(printable(text), RIGHT - TEXT_LEFT - (mark === null ? 0 : MARK_WIDTH), SIZES.name),
      }),
    ),
    ...rest,
  ];
}

/** Only the first line has the mark. */
function rowTexts({ mark, text }: MarkedText): Text[] {
  const lines = wrapText(printable(text), RIGHT - TEXT_LEFT - MARK_WIDTH, SIZES.row, MOST_LINES);
  return lines.map((line, index) => ({ kind: 'row', mark: index === 0 ? mark : null, text: line }));
}

function nodeHeight({ texts }: { texts: readonly Text[] }): number {
  return texts.length * ROW + 2 * NODE_PADDING;
}

function linkHeight({ texts }: { texts: readonly Text[] }): number {
  return Math.max(LEAST_LINK, texts.length * ROW + 2 * LINK_PADDING);
}

function heightOf({ nodes, links }: Plan): number {
  const parts = [...nodes.map(nodeHeight), ...links.map(linkHeight)];
  return parts.reduce((sum, part) => sum + part, 2 * MARGIN);
}

function placed(plan: Plan, height: number): Layout {
  const spare = Math.floor((height - heightOf(plan)) / Math.max(1, plan.links.length));
  const nodes: PlacedNode[] = [];
  const links: PlacedLink[] = [];
  let y = MARGIN;
  for (const [index, node] of plan.nodes.entries()) {
    const tall = nodeHeight(node);
    nodes.push({ kind: node.kind, y, height: tall, texts: textsAt(node.texts, y + NODE_PADDING, 0) });
    y += tall;
    const link = plan.links[index];
    if (link === undefined) continue;
    const long = linkHeight(link) + spare;
    const top = y + (long - link.texts.length * ROW) / 2;
    links.push({ mark: link.mark, from: y, to: y + long, texts: textsAt(link.texts, top, MARK_WIDTH) });
    y += long;
  }
  return { height, nodes, links };
}

/** `inset`: aligns texts with and without a mark. */
function textsAt(texts: readonly Text[], top: number, inset: number): PlacedText[] {
  return texts.map((text, index) => ({
    ...text,
    x: TEXT_LEFT + (inset > 0 ? inset : text.mark === null ? 0 : MARK_WIDTH),
    y: Math.round(top + index * ROW + ROW * 0.72),
  }));
}
