import { withoutControls } from '../../../core/model/neutralise.ts';

const MAX_LINE = 10_000;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Trusted markup. Only {@link html} creates it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/**
 * An HTML template: every inserted value is escaped, in elements and quoted attributes, unless it is {@link
 * Html}.
 */
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

/** Text without characters that a screen, printer or viewer may interpret; keeps line breaks. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => withoutControls(line, MAX_LINE))
    .join('\n');
}

/** Text escaped for Markdown: no emphasis, markup, link, or mention. On one line. */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll('\n', ' ')
    .replace(/[\\`*_[\]<>|~#&]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/@/g, '@\u2060');
}

/** A value for Markdown as inline code, exact, to be copied. On one line. */
export function markdownCode(text: string): string {
  const line = printable(text).replaceAll('\n', ' ');
  const fence = fenceFor(line, 1);
  const pad = /^`|`$|^ .* $/.test(line) || line.trim() === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Several lines for Markdown as a code block, to be copied. */
export function markdownBlock(text: string): string {
  const fence = fenceFor(text, 3);
  return `${fence}text\n${printable(text)}\n${fence}`;
}

/** More backquotes than any run of them in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
