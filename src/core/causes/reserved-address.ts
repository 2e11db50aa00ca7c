import { type Phrase, say } from '../model/say.ts';
import { type Step, step } from './rule.ts';
import type { Trace } from './trace.ts';

/** The name of the gateway leads to a reserved address, and what answers there, if anything, is not SSTP. */
export const reservedAddress = {
  code: 'gateway-unreachable.reserved-address',
  when: ({ reservedAddress: address, isAcknowledged, gateway }: Pick<Trace, Seen>) =>
    address !== null && !isAcknowledged && { address, gateway },
  says: (v: { address: string; gateway: string }): Phrase =>
    say(
      'The name {gateway} resolves to {address} on this computer, which is not the address of a VPN gateway: a DNS filter, or a line in the hosts file, leads it there.',
      v,
    ),
  steps: (v: { address: string; gateway: string }): Step[] => [
    step(
      'network-team',
      say(
        'find out why the name servers answer {address} for {gateway}; have a DNS filter allow that name',
        v,
      ),
    ),
    step('administrator', say('if a line in the hosts file of this computer names {gateway}, remove it', v)),
  ],
} as const;

type Seen = 'reservedAddress' | 'isAcknowledged' | 'gateway';
