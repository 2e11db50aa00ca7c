import {
  type ControlKey,
  DIGESTS,
  type OpenVpnAccess,
  SecretBytes,
  STATIC_KEY_BYTES,
} from '../core/control-key.ts';
import { type Said, say } from '../core/say.ts';
import type { OvpnText } from './ovpn-text.ts';
import { refusedFile } from './refused.ts';

/** Blocks that hold, or may hold, a key of the control channel. */
export const KEY_BLOCKS = ['tls-auth', 'tls-crypt', 'tls-crypt-v2'];

/**
 * How the server of a `remote` line is reached, by the options of OpenVPN's manual: `proto` (udp unless it is named),
 * `auth` (SHA1), `key-direction`, `tls-auth`, `tls-crypt`.
 *
 * @throws P2sError `input` for a key that is none; it is not repeated
 */
export function accessOf(text: OvpnText, remote: readonly string[], file: string): OpenVpnAccess {
  const option = (name: string) => text.options.findLast(({ words }) => words[0] === name)?.words;
  const transport = (remote[3] ?? option('proto')?.[1] ?? 'udp').startsWith('tcp') ? 'tcp' : 'udp';
  return { transport, key: keyOf(text, option, file) };
}

function keyOf(
  { blocks }: OvpnText,
  option: (name: string) => readonly string[] | undefined,
  file: string,
): OpenVpnAccess['key'] {
  if (blocks.has('tls-crypt-v2') || option('tls-crypt-v2'))
    return { kind: 'unsupported', reason: 'tls-crypt-v2' };
  const crypt = blocks.get('tls-crypt');
  if (crypt !== undefined) return { kind: 'tls-crypt', key: staticKey(crypt, 'tls-crypt', file) };
  const auth = blocks.get('tls-auth');
  if (auth === undefined)
    return option('tls-auth') || option('tls-crypt')
      ? { kind: 'unsupported', reason: 'key-file' }
      : { kind: 'none' };
  const named = (option('auth')?.[1] ?? 'SHA1').toLowerCase().replace(/^(?:rsa-)?sha-?/, 'sha');
  const digest = DIGESTS.find((one) => one === named);
  if (digest === undefined) return { kind: 'unsupported', reason: 'digest' };
  return { kind: 'tls-auth', key: staticKey(auth, 'tls-auth', file), direction: directionOf(option), digest };
}

function directionOf(option: (name: string) => readonly string[] | undefined): 0 | 1 | null {
  const word = option('key-direction')?.[1];
  return word === '0' ? 0 : word === '1' ? 1 : null;
}

/** The block of `openvpn --genkey`: hexadecimal lines between two marks. */
function staticKey(lines: readonly string[], block: string, file: string): SecretBytes {
  const hex = lines.filter((line) => /^[0-9a-f]+$/i.test(line)).join('');
  return keyFromHex(hex, say`its block <${block}> holds no key of ${KEY_DIGITS} hexadecimal digits`, file);
}

const KEY_DIGITS = 2 * STATIC_KEY_BYTES;

/** @throws P2sError `input` */
function keyFromHex(hex: string, what: Said, file: string): SecretBytes {
  if (/^[0-9a-f]+$/i.test(hex) && hex.length === KEY_DIGITS) return new SecretBytes(Buffer.from(hex, 'hex'));
  throw refusedFile(file, what);
}

/**
 * The access of azurevpnconfig.xml: `serversecret` is a static key, used for tls-auth by a client, which sends with the
 * second half. That the digest is SHA-256, as in the .ovpn of the same gateways, is general knowledge; the file has none.
 *
 * @throws P2sError `input` for a secret that is no key; it is not repeated
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
            say`its serversecret is no key of ${KEY_DIGITS} hexadecimal digits`,
            file,
          ),
          direction: 1,
          digest: 'sha256',
        };
  return { transport: transport?.toLowerCase() === 'udp' ? 'udp' : 'tcp', key };
}
