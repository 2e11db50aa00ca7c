import { type Gateway, type GatewaySays, gatewayName } from '../../core/model/check.ts';
import { inARow, listed, type Phrase, say } from '../../core/model/say.ts';
import { strategyText } from '../../core/model/strategy.ts';

/** Limit: more gateways are only counted. */
const MOST = 20;

/** A line per file with facts about a gateway: whether it offers SSTP, its strategy, its root. */
export function gatewayLines(gateways: readonly Gateway[]): Phrase[] {
  const lines = gateways.flatMap((gateway) =>
    (gateway.profiles ?? []).map(
      (says): Phrase =>
        inARow(
          `${gatewayName(gateway)}: `,
          ...partsOf(says).flatMap((part, at) => (at === 0 ? [part] : ['; ', part])),
          ` (${says.file})`,
        ),
    ),
  );
  const left = lines.length - MOST;
  return left > 0 ? [...lines.slice(0, MOST), say('… and {count} more, in --json', { count: left })] : lines;
}

function partsOf({ entry, strategy: number, types, roots }: GatewaySays): Phrase[] {
  const names = roots.map(({ name, sha1 }) => name ?? `SHA-1 ${sha1 ?? ''}`);
  return [
    ...(entry === null ? [] : [say('entry "{name}"', { name: entry })]),
    number === null ? offers(types) : strategyText(number),
    ...(names.length === 0 ? [] : [say('expects the root {names}', { names: listed(names) })]),
  ];
}

function offers(types: GatewaySays['types']): Phrase {
  if (types === null || types.length === 0) return say('does not say which tunnels');
  return types.includes('SSTP')
    ? say('offers {types}', { types: listed(types) })
    : say('offers {types}, no SSTP', { types: listed(types) });
}
