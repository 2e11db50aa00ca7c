/** What a profile or phonebook says about a gateway. */
export const GATEWAYS_EN = {
  'gateway.entry': 'entry "{name}"',
  'gateway.offers': 'offers {types}',
  'gateway.offers.no-sstp': 'offers {types}, no SSTP',
  'gateway.offers.not-known': 'does not say which tunnels',
  'gateway.roots': 'expects the root {names}',
  'gateway.more': '… and {count} more, in --json',
} as const;
