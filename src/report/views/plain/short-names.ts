import type { Gateway } from '../../../core/model/check.ts';

/**
 * Characters that remain of a long name; Azure gateways differ in the first eight digits after `azuregateway-`.
 */
const KEPT = 21;
const LONG = 40;

/** Shortens long names of these gateways, unless two would become equal. */
export function shortNames(gateways: readonly Pick<Gateway, 'host'>[]): (line: string) => string {
  const long = [...new Set(gateways.map(({ host }) => host))].filter((host) => host.length > LONG);
  const starts = long.map((host) => host.slice(0, KEPT));
  const own = long.filter((host) => starts.filter((start) => host.startsWith(start)).length === 1);
  // Commands keep full names, because they are copied.
  return (line) =>
    line.includes('p2s-fix ')
      ? line
      : own.reduce((text, host) => text.replaceAll(host, `${host.slice(0, KEPT)}\u2026`), line);
}
