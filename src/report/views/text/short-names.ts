import type { Gateway } from '../../../core/model/check.ts';
import { type Line, lineText } from '../../text/lines.ts';

/**
 * Characters that remain of a long name; Azure gateways differ in the first eight digits after `azuregateway-`.
 */
const KEPT = 21;
const LONG = 40;

/** Shortens long names of these gateways, unless two would become equal. Commands keep full names: they are copied. */
export function shortNames(gateways: readonly Pick<Gateway, 'host'>[]): (line: Line) => Line {
  const long = [...new Set(gateways.map(({ host }) => host))].filter((host) => host.length > LONG);
  const starts = long.map((host) => host.slice(0, KEPT));
  const own = long.filter((host) => starts.filter((start) => host.startsWith(start)).length === 1);
  const short = (text: string) =>
    own.reduce((rest, host) => rest.replaceAll(host, `${host.slice(0, KEPT)}\u2026`), text);
  return (one) =>
    lineText(one).includes('p2s-fix ')
      ? one
      : { ...one, spans: one.spans.map((span) => ({ ...span, text: short(span.text) })) };
}
