import type { Check } from '../core/check.ts';

/** The checks of one path. A way that both variants share is walked once and told under the first. */
export function checksOf(checks: readonly Check[], gateway: string, stores: Check['stores']): Check[] {
  const all = checks.filter((check) => check.gateway === gateway);
  const mine = all.filter((check) => check.stores === stores);
  return mine.some(({ stage }) => stage !== 'revocation')
    ? mine
    : [...all.filter(({ stage }) => stage !== 'revocation'), ...mine];
}

/** The host of a gateway's name, without brackets and port. */
export function hostOfGateway(gateway: string): string {
  const [, bracketed, named] = /^\[([^\]]+)\]|^([^:]+)(?::\d+)?$/.exec(gateway) ?? [];
  return bracketed ?? named ?? gateway;
}

/** `HOST:PORT`, as a firewall rule needs it. */
export function targetOf(gateway: string): string {
  if (/^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(gateway)) return `[${gateway}]:443`;
  return gateway.includes(':') ? gateway : `${gateway}:443`;
}
