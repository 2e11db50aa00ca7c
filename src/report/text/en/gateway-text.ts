import { type Gateway, type GatewaySays, gatewayName } from '../../../core/model/check.ts';
import { listed } from '../listed.ts';

/** The texts for a gateway in a profile or phonebook, in one language. */
export interface GatewayWords {
  entry: (name: string) => string;
  /** `how` is the meaning of the number. */
  strategy: (number: number, how: string) => string;
  only: (protocol: string) => string;
  first: (protocol: string) => string;
  inTurn: (one: string, other: string) => string;
  automatic: string;
  offers: (types: string) => string;
  offersNoSstp: (types: string) => string;
  saysNoTypes: string;
  roots: (names: string) => string;
  /** The number of omitted lines. */
  more: (count: number) => string;
  list: (items: readonly string[]) => string;
}

export const GATEWAY_EN: GatewayWords = {
  entry: (name) => `entry "${name}"`,
  strategy: (number, how) => `strategy ${number} (${how})`,
  only: (protocol) => `${protocol} only`,
  first: (protocol) => `${protocol} first`,
  inTurn: (one, other) => `${one}, then ${other}`,
  automatic: 'automatic',
  offers: (types) => `offers ${types}`,
  offersNoSstp: (types) => `offers ${types}, no SSTP`,
  saysNoTypes: 'does not say which tunnels',
  roots: (names) => `expects the root ${names}`,
  more: (count) => `… and ${count} more, in --json`,
  list: (items) => listed(items, 'en'),
};

type Strategy = (words: GatewayWords) => string;
const only =
  (protocol: string): Strategy =>
  (words) =>
    words.only(protocol);
const first =
  (protocol: string): Strategy =>
  (words) =>
    words.first(protocol);
const inTurn =
  (one: string): Strategy =>
  (words) =>
    words.inTurn(one, 'SSTP');

/** VS_* of ras.h; the others leave the choice to Windows. */
const STRATEGIES: Readonly<Record<number, Strategy>> = {
  1: only('PPTP'),
  2: first('PPTP'),
  3: only('L2TP'),
  4: first('L2TP'),
  5: only('SSTP'),
  6: first('SSTP'),
  7: only('IKEv2'),
  8: first('IKEv2'),
  12: inTurn('PPTP'),
  13: inTurn('L2TP'),
  14: inTurn('IKEv2'),
};

/** Limit: more gateways are only counted. */
const MOST = 20;

/** A line per file with facts about a gateway: whether it offers SSTP, its strategy, its root. */
export function gatewayLines(gateways: readonly Gateway[], words: GatewayWords): string[] {
  const lines = gateways.flatMap((gateway) =>
    (gateway.profiles ?? []).map(
      (says) => `${gatewayName(gateway)}: ${partsOf(says, words).join('; ')} (${says.file})`,
    ),
  );
  const left = lines.length - MOST;
  return left > 0 ? [...lines.slice(0, MOST), words.more(left)] : lines;
}

function partsOf({ entry, strategy, types, roots }: GatewaySays, words: GatewayWords): string[] {
  const names = roots.map(({ name, sha1 }) => name ?? `SHA-1 ${sha1 ?? ''}`);
  return [
    ...(entry === null ? [] : [words.entry(entry)]),
    strategy === null ? offersText(types, words) : strategyText(strategy, words),
    ...(names.length === 0 ? [] : [words.roots(words.list(names))]),
  ];
}

/** A strategy by number and meaning. */
export function strategyText(strategy: number, words: GatewayWords): string {
  return words.strategy(strategy, STRATEGIES[strategy]?.(words) ?? words.automatic);
}

function offersText(types: GatewaySays['types'], words: GatewayWords): string {
  if (types === null || types.length === 0) return words.saysNoTypes;
  const list = words.list(types);
  return types.includes('SSTP') ? words.offers(list) : words.offersNoSstp(list);
}
