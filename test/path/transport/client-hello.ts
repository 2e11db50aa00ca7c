/** A ClientHello in one record, as a server receives it (RFC 8446 4.1.2). */
const RECORD_AND_HANDSHAKE_HEADER = 9;
const VERSION_AND_RANDOM = 34;

/** The cipher suites that it offers, in hexadecimal. */
export function suitesOf(hello: Buffer): string[] {
  const { suites } = partsOf(hello);
  return suites.toString('hex').match(/.{4}/g) ?? [];
}

/** Its extensions by their number, in hexadecimal. */
export function extensionsOf(hello: Buffer): Map<number, string> {
  const { extensions } = partsOf(hello);
  const found = new Map<number, string>();
  for (let at = 0; at < extensions.length; ) {
    const length = extensions.readUInt16BE(at + 2);
    found.set(extensions.readUInt16BE(at), extensions.toString('hex', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function partsOf(hello: Buffer): { suites: Buffer; extensions: Buffer } {
  let at = RECORD_AND_HANDSHAKE_HEADER + VERSION_AND_RANDOM;
  at += 1 + hello.readUInt8(at);
  const suites = hello.subarray(at + 2, at + 2 + hello.readUInt16BE(at));
  at += 2 + suites.length;
  at += 1 + hello.readUInt8(at);
  return { suites, extensions: hello.subarray(at + 2, at + 2 + hello.readUInt16BE(at)) };
}
