import { contentOf, DerError, TAG, type Tlv } from './der.ts';

/** Real ones have at most some twenty bytes. */
const MAX_OID_BYTES = 256;

/** An object identifier in dotted form. An arc has no limit: those below 2.25 are UUIDs (X.667). */
export function readOid(bytes: Uint8Array, tlv: Tlv): string {
  if (tlv.tag !== TAG.oid || tlv.end === tlv.content) throw new DerError('not an object identifier');
  if (tlv.end - tlv.content > MAX_OID_BYTES) throw new DerError('object identifier too long');
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  for (const byte of contentOf(bytes, tlv)) {
    const isExact: boolean = typeof arc === 'number' && arc <= Number.MAX_SAFE_INTEGER / 256;
    arc = isExact ? Number(arc) * 128 + (byte & 0x7f) : BigInt(arc) * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else if (typeof arc === 'bigint') arcs.push(2, arc - 80n);
    else arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    arc = 0;
  }
  return arcs.join('.');
}

/** UTCTime or GeneralizedTime in UTC (RFC 5280 4.1.2.5; fractions of a second as in OCSP are dropped). */
export function readTime(bytes: Uint8Array, tlv: Tlv): Date {
  const text = Buffer.from(contentOf(bytes, tlv)).toString('latin1');
  const pattern =
    tlv.tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?Z$/;
  const known = tlv.tag === TAG.utcTime || tlv.tag === TAG.generalizedTime;
  const fields = known
    ? pattern
        .exec(text)
        ?.slice(1)
        .map((field) => Number(field ?? 0))
    : undefined;
  if (fields === undefined) throw new DerError('not a time');
  const [shortYear = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const year = tlv.tag === TAG.utcTime ? shortYear + (shortYear >= 50 ? 1900 : 2000) : shortYear;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  const roundTrip =
    time.getUTCMonth() === month - 1 && time.getUTCDate() === day && time.getUTCHours() === hour;
  if (!roundTrip || minute > 59) throw new DerError('no such time');
  return time;
}

/** An integer's bytes as lower-case hex without leading zero bytes: how serial numbers are written. */
export function readSerial(bytes: Uint8Array, tlv: Tlv): string {
  if (tlv.tag !== TAG.integer || tlv.end === tlv.content) throw new DerError('not an integer');
  return Buffer.from(withoutLeadingZeros(contentOf(bytes, tlv))).toString('hex');
}

export function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  return bytes.subarray(from);
}

/** A BIT STRING that holds whole bytes (a key, a signature). */
export function readBits(bytes: Uint8Array, tlv: Tlv): Uint8Array {
  if (tlv.tag !== TAG.bitString || bytes[tlv.content] !== 0 || tlv.end === tlv.content) {
    throw new DerError('not a bit string of whole bytes');
  }
  return bytes.subarray(tlv.content + 1, tlv.end);
}

/** A small non-negative integer or enumeration. */
export function readSmallInteger(bytes: Uint8Array, tlv: Tlv): number {
  const content = contentOf(bytes, tlv);
  if (content.length === 0 || content.length > 4 || (content[0] ?? 0) >= 0x80)
    throw new DerError('not a small integer');
  return content.reduce((value, byte) => value * 256 + byte, 0);
}
