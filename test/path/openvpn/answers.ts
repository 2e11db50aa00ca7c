import type { ControlKey } from '../../../src/core/security/control-key.ts';
import { SecretBytes } from '../../../src/core/security/control-key.ts';
import { controlWrap } from '../../../src/path/openvpn/control-wrap.ts';

export const SERVER_SESSION = Buffer.from('5e55105e55105e55', 'hex');

/** The key of the other end: the send key of one end is the receive key of the other. */
export function otherEnd(key: ControlKey): ControlKey {
  if (key.kind === 'tls-auth')
    return { ...key, direction: key.direction === null ? null : key.direction === 0 ? 1 : 0 };
  if (key.kind === 'none') return key;
  const bytes = key.key.reveal();
  return {
    kind: 'tls-crypt',
    key: new SecretBytes(Buffer.concat([bytes.subarray(128), bytes.subarray(0, 128)])),
  };
}

/** A HARD_RESET_SERVER_V2 that by default acknowledges the first packet of this session. */
export function serverReset(
  key: ControlKey,
  session: Uint8Array,
  change: { first?: number; rest?: Uint8Array } = {},
): Buffer {
  const rest = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), session, Buffer.alloc(4)]);
  const packet = { first: 8 << 3, session: SERVER_SESSION, rest, ...change };
  return controlWrap(otherEnd(key)).seal(packet, 1_800_000_000);
}
