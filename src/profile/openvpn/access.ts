import { type Message, say } from '../../core/model/say.ts';
import {
  type ControlKey,
  DIGESTS,
  type OpenVpnAccess,
  SecretBytes,
  STATIC_KEY_BYTES,
} from '../../core/security/control-key.ts';
import { refusedFile } from '../refused.ts';
import type { OvpnConnection, OvpnKeys } from './connections.ts';
import type { OvpnOption } from './text.ts';

/** Blocks that can hold a key of the control channel. */
export const KEY_BLOCKS = ['tls-auth', 'tls-crypt', 'tls-crypt-v2'];

/**
 * The access options of a server, from OpenVPN's manual (openvpn(8)): `proto`, `tls-auth`, `tls-crypt`,
 * `key-direction`, and `auth` for the digest (default SHA1).
 *
 * @throws P2sError `input` for an invalid key, which the message does not contain, and for an unknown transport
 */
export function accessOf(
  { proto, keys, line }: Pick<OvpnConnection, 'proto' | 'keys' | 'line'>,
  options: readonly OvpnOption[],
  file: string,
): OpenVpnAccess {
  const [, transport] = /^(tcp|udp)/.exec(proto.toLowerCase()) ?? [];
  if (transport === undefined)
    throw refusedFile(file, say('its transport is neither tcp nor udp'), { place: `line ${line}` });
  const digest = options.findLast(({ name }) => name === 'auth')?.words[0] ?? 'SHA1';
  return { transport: transport === 'tcp' ? 'tcp' : 'udp', key: keyOf(keys, digest, file) };
}

function keyOf(
  { auth, crypt, cryptV2, direction }: OvpnKeys,
  named: string,
  file: string,
): OpenVpnAccess['key'] {
  if (cryptV2 !== null) return { kind: 'unsupported', reason: 'tls-crypt-v2' };
  if (crypt === 'file' || (crypt === null && auth === 'file'))
    return { kind: 'unsupported', reason: 'key-file' };
  if (crypt !== null) return { kind: 'tls-crypt', key: staticKey(crypt, 'tls-crypt', file) };
  if (auth === null || auth === 'file') return { kind: 'none' };
  // `RSA-SHA256`, `SHA-256` and `SHA2-256` are OpenSSL's aliases.
  const plain = named.toLowerCase().replace(/^(?:rsa-)?sha-?(?:2-)?/, 'sha');
  const digest = DIGESTS.find((one) => one === plain);
  if (digest === undefined) return { kind: 'unsupported', reason: 'digest' };
  return {
    kind: 'tls-auth',
    key: staticKey(auth, 'tls-auth', file),
    direction: directionOf(direction),
    digest,
  };
}

function directionOf(word: string | null): 0 | 1 | null {
  return word === '0' ? 0 : word === '1' ? 1 : null;
}

/** The block of `openvpn --genkey`: hexadecimal lines between two markers. */
function staticKey(lines: readonly string[], block: string, file: string): SecretBytes {
  const hex = lines.filter((line) => /^[0-9a-f]+$/i.test(line)).join('');
  return keyFromHex(
    hex,
    say('its block <{block}> holds no key of {keyDigits} hexadecimal digits', {
      block,
      keyDigits: KEY_DIGITS,
    }),
    file,
  );
}

const KEY_DIGITS = 2 * STATIC_KEY_BYTES;

/** @throws P2sError `input` */
function keyFromHex(hex: string, what: Message, file: string): SecretBytes {
  if (/^[0-9a-f]+$/i.test(hex) && hex.length === KEY_DIGITS) return new SecretBytes(Buffer.from(hex, 'hex'));
  throw refusedFile(file, what);
}

/**
 * The access options of azurevpnconfig.xml. `serversecret` is a static key for tls-auth; a client sends with its
 * second half. The file has no digest: SHA-256, as in the .ovpn of the same gateways, is general knowledge.
 *
 * @throws P2sError `input` for a secret that is not a key; the message does not contain it
 */
export function azureAccess(
  secret: string | undefined,
  transport: string | undefined,
  file: string,
): OpenVpnAccess {
  const key: ControlKey =
    secret === undefined
      ? { kind: 'none' }
      : {
          kind: 'tls-auth',
          key: keyFromHex(
            secret.replace(/\s+/g, ''),
            say('its serversecret is not a key of {keyDigits} hexadecimal digits', { keyDigits: KEY_DIGITS }),
            file,
          ),
          direction: 1,
          digest: 'sha256',
        };
  return { transport: transport?.toLowerCase() === 'udp' ? 'udp' : 'tcp', key };
}
