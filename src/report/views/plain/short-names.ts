import type { Gateway } from '../../../core/model/check.ts';

/** Letters of a long name that stay; those of Azure's gateways differ in the first eight digits behind `azuregateway-`. */
const KEPT = 21;
const LONG = 40;

/** Shortens the names of these gateways where they are long, and no two become alike. */
export function shortNames(gateways: readonly Pick<Gateway, 'host'>[]): (line: string) => string {
  const long = [...new Set(gateways.map(({ host }) => host))].filter((host) => host.length > LONG);
  const starts = long.map((host) => host.slice(0, KEPT));
  const own = long.filter((host) => starts.filter((start) => host.startsWith(start)).length === 1);
  // A command is copied, so its names stay whole.
  return (line) =>
    line.includes('p2s-fix ')
      ? line
      : own.reduce((text, host) => text.replaceAll(host, `${host.slice(0, KEPT)}\u2026`), line);
}
