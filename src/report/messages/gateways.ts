import { type Gateway, type GatewaySays, gatewayName } from '../../core/model/check.ts';
import { strategyText } from '../../core/model/strategy.ts';
import { listed } from './parts.ts';
import { joined, type Text, text } from './text.ts';

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
    number === null ? offers(types) : strategyText(number),
    ...(names.length === 0 ? [] : [text('gateway.roots', { names: listed(names) })]),
  ];
}

function offers(types: GatewaySays['types']): Text {
  if (types === null || types.length === 0) return text('gateway.offers.not-known');
  return text(types.includes('SSTP') ? 'gateway.offers' : 'gateway.offers.no-sstp', { types: listed(types) });
}
