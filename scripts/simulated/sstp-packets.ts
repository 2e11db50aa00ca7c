/** SSTP packets as a server sees them (MS-SSTP 2.2); everything is big-endian. */

export const MESSAGE = {
  callConnectRequest: 1,
  callConnectAck: 2,
  callConnectNak: 3,
  callConnected: 4,
  callAbort: 5,
  callDisconnect: 6,
  callDisconnectAck: 7,
  echoRequest: 8,
  echoResponse: 9,
} as const;

const VERSION = 0x10;
const CRYPTO_BINDING_REQUEST = 4;
const STATUS_INFO = 2;
const ENCAPSULATED_PROTOCOL = 1;
const VALUE_NOT_SUPPORTED = 4;

export interface Packet {
  control: boolean;
  /** Message type; `null` for a data packet. */
  type: number | null;
  length: number;
}

/**
 * The first packet of a buffer; `null` while it is not complete.
 * Throws RangeError on another version or an impossible length.
 */
export function firstPacket(buffer: Buffer): Packet | null {
  if (buffer.length < 4) return null;
  const length = buffer.readUInt16BE(2) & 0x0fff;
  const control = (buffer.readUInt8(1) & 1) === 1;
  if (buffer.readUInt8(0) !== VERSION || length < (control ? 8 : 4)) {
    throw new RangeError(`no SSTP packet: ${buffer.subarray(0, 8).toString('hex')}`);
  }
  if (buffer.length < length) return null;
  return { control, type: control ? buffer.readUInt16BE(4) : null, length };
}

/** The 48-byte Ack: one Crypto Binding Request with the hash bits (1 SHA-1, 2 SHA-256, 3 both) and a nonce of 32 bytes. */
export function callConnectAck(nonce: Uint8Array, hashes = 3): Buffer {
  const value = Buffer.concat([Buffer.from([0, 0, 0, hashes]), nonce]);
  return control(MESSAGE.callConnectAck, [attribute(CRYPTO_BINDING_REQUEST, value)]);
}

/** A Nak that names the encapsulated protocol as the value not supported, and repeats it. */
export function callConnectNak(): Buffer {
  const value = Buffer.from([0, 0, 0, ENCAPSULATED_PROTOCOL, 0, 0, 0, VALUE_NOT_SUPPORTED, 0, 1]);
  return control(MESSAGE.callConnectNak, [attribute(STATUS_INFO, value)]);
}

/** The 20-byte form with a Status Info of "no error". */
export function callAbort(): Buffer {
  return control(MESSAGE.callAbort, [attribute(STATUS_INFO, Buffer.alloc(8))]);
}

/** A message without attributes. */
export function bare(type: number): Buffer {
  return control(type, []);
}

/** A PPP frame in a data packet: an LCP Configure-Request with a magic number. */
export function lcpConfigureRequest(): Buffer {
  const frame = Buffer.from('ff03c0210101000a0506deadbeef', 'hex');
  const head = Buffer.from([VERSION, 0, 0, 0]);
  head.writeUInt16BE(head.length + frame.length, 2);
  return Buffer.concat([head, frame]);
}

function control(type: number, attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(8);
  head.writeUInt8(VERSION, 0);
  head.writeUInt8(1, 1);
  head.writeUInt16BE(head.length + body.length, 2);
  head.writeUInt16BE(type, 4);
  head.writeUInt16BE(attributes.length, 6);
  return Buffer.concat([head, body]);
}

function attribute(id: number, value: Buffer): Buffer {
  const head = Buffer.from([0, id, 0, 0]);
  head.writeUInt16BE(head.length + value.length, 2);
  return Buffer.concat([head, value]);
}
