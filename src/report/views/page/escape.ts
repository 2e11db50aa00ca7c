import { withoutControls } from '../../../core/model/neutralise.ts';

const MAX_LINE = 10_000;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is known to be ours. Only {@link html} makes it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** A template of HTML: whatever is put into it is text, in elements and quoted attributes alike, unless it is markup already. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  return new Html(parts.map((part, index) => part + markupOf(values[index])).join(''));
}

function markupOf(value: string | number | Html | readonly Html[] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string')
    return printable(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  return value.map(({ markup }) => markup).join('');
}

/** Text without what a screen, a printer or a viewer may act on; lines stay lines. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => withoutControls(line, MAX_LINE))
    .join('\n');
}

/** Text for Markdown that means itself: no emphasis, no markup, no link, nobody called by name. On one line. */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll('\n', ' ')
    .replace(/[\\`*_[\]<>|~#&]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/@/g, '@\u2060');
}

/** A value for Markdown, as code: as it is, to be copied. On one line. */
export function markdownCode(text: string): string {
  const line = printable(text).replaceAll('\n', ' ');
  const fence = fenceFor(line, 1);
  const pad = /^`|`$|^ .* $/.test(line) || line.trim() === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Several lines for Markdown, to be copied. */
export function markdownBlock(text: string): string {
  const fence = fenceFor(text, 3);
  return `${fence}text\n${printable(text)}\n${fence}`;
}

/** More backquotes than stand together anywhere in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
