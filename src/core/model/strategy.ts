import { type Phrase, say } from './say.ts';

/** VS_* of ras.h; the others leave the choice to Windows. */
const STRATEGIES: ReadonlyMap<number, Phrase> = new Map([
  [1, only('PPTP')],
  [2, first('PPTP')],
  [3, only('L2TP')],
  [4, first('L2TP')],
  [5, only('SSTP')],
  [6, first('SSTP')],
  [7, only('IKEv2')],
  [8, first('IKEv2')],
  [12, thenSstp('PPTP')],
  [13, thenSstp('L2TP')],
  [14, thenSstp('IKEv2')],
]);

/** The strategy of a VPN entry by its number and meaning. */
export function strategyText(number: number): Phrase {
  return say('strategy {number} ({how})', { number, how: STRATEGIES.get(number) ?? say('automatic') });
}

function only(protocol: string): Phrase {
  return say('{protocol} only', { protocol });
}

function first(protocol: string): Phrase {
  return say('{protocol} first', { protocol });
}

function thenSstp(protocol: string): Phrase {
  return say('{protocol}, then SSTP', { protocol });
}
