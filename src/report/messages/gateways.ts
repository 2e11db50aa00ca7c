import { type Gateway, type GatewaySays, gatewayName } from '../../core/model/check.ts';
import { listed } from './parts.ts';
import { joined, type Text, text } from './text.ts';

/** VS_* of ras.h; the others leave the choice to Windows. */
const STRATEGIES: Readonly<Record<string, readonly ['only' | 'first' | 'then-sstp', protocol: string]>> = {
  1: ['only', 'PPTP'],
  2: ['first', 'PPTP'],
  3: ['only', 'L2TP'],
  4: ['first', 'L2TP'],
  5: ['only', 'SSTP'],
  6: ['first', 'SSTP'],
  7: ['only', 'IKEv2'],
  8: ['first', 'IKEv2'],
  12: ['then-sstp', 'PPTP'],
  13: ['then-sstp', 'L2TP'],
  14: ['then-sstp', 'IKEv2'],
};

/** Limit: more gateways are only counted. */
const MOST = 20;

/** A line per file with facts about a gateway: whether it offers SSTP, its strategy, its root. */
export function gatewayLines(gateways: readonly Gateway[]): Text[] {
  const lines = gateways.flatMap((gateway) =>
    (gateway.profiles ?? []).map(
      (says): Text => [`${gatewayName(gateway)}: `, joined(partsOf(says), '; '), ` (${says.file})`],
    ),
  );
  const left = lines.length - MOST;
  return left > 0 ? [...lines.slice(0, MOST), text('gateway.more', { count: left })] : lines;
}

function partsOf({ entry, strategy: number, types, roots }: GatewaySays): Text[] {
  const names = roots.map(({ name, sha1 }) => name ?? `SHA-1 ${sha1 ?? ''}`);
  return [
    ...(entry === null ? [] : [text('gateway.entry', { name: entry })]),
    number === null ? offers(types) : strategy(number),
    ...(names.length === 0 ? [] : [text('gateway.roots', { names: listed(names) })]),
  ];
}

/** A strategy by number and meaning. */
export function strategy(number: number): Text {
  const [how, protocol] = ownEntry(STRATEGIES, String(number)) ?? [];
  return text('gateway.strategy', {
    number,
    how:
      how === undefined || protocol === undefined
        ? text('gateway.strategy.automatic')
        : text(`gateway.strategy.${how}`, { protocol }),
  });
}

function offers(types: GatewaySays['types']): Text {
  if (types === null || types.length === 0) return text('gateway.offers.not-known');
  return text(types.includes('SSTP') ? 'gateway.offers' : 'gateway.offers.no-sstp', { types: listed(types) });
}

/** The entry of a table for an untrusted word; excludes inherited members such as `toString`. */
function ownEntry<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
