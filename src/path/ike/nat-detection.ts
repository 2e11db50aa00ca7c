import { createHash } from 'node:crypto';
import net from 'node:net';

/** The numeric address of one end of a UDP path. */
export interface Endpoint {
  address: string;
  port: number;
}

/**
 * The hash of NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP: SHA-1 over SPIs, address, port
 * (RFC 7296 2.23).
 */
export function natHash(
  initiatorSpi: Uint8Array,
  responderSpi: Uint8Array,
  { address, port }: Endpoint,
): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(port, 0);
  return createHash('sha1')
    .update(initiatorSpi)
    .update(responderSpi)
    .update(addressBytes(address))
    .update(number)
    .digest();
}

/** Four or sixteen bytes. A zone (`%eth0`) applies only to this computer. */
function addressBytes(address: string): Buffer {
  const plain = address.split('%')[0] ?? '';
  if (net.isIPv4(plain)) return Buffer.from(plain.split('.').map(Number));
  const [head = '', tail] = withoutDots(plain).split('::');
  const words = (text: string) =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
  const [before, after] = [words(head), words(tail ?? '')];
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const bytes = Buffer.alloc(16);
  for (const [index, word] of [...before, ...new Array<number>(gap).fill(0), ...after].entries())
    bytes.writeUInt16BE(word, 2 * index);
  return bytes;
}

/** `::ffff:192.0.2.1` with its last four bytes as two words. */
function withoutDots(address: string): string {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  if (dotted === undefined) return address;
  const hex = Buffer.from(dotted.split('.').map(Number)).toString('hex');
  return `${address.slice(0, -dotted.length)}${hex.slice(0, 4)}:${hex.slice(4)}`;
}
