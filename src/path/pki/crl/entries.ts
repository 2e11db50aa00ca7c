import { readExtensions } from '../certificate-fields.ts';
import { contentOf, DerCursor, readTlv, TAG, type Tlv } from '../der.ts';
import { readOid, readSmallInteger, withoutLeadingZeros } from '../der-values.ts';

export interface CrlEntry {
  /** CRLReason (RFC 5280 5.3.1), `null` when none is given. */
  reason: number | null;
}

/** The revokedCertificates of a CRL. */
export interface CrlEntries {
  count: number;
  /** An entry has an unknown critical extension, so no entry counts (RFC 5280 5.3). */
  hasUnknownCritical: boolean;
  /** The entry of a serial (lower-case hex), `null` when it is not on the CRL. */
  entryOf(serial: string): CrlEntry | null;
}

const REASON_CODE = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const UNDERSTOOD: readonly string[] = [REASON_CODE, INVALIDITY_DATE];

/**
 * Reads the entries in place: parsers that create an object per entry need minutes and gigabytes for large CRLs.
 * Keeps a number per serial, so that most lookups of unlisted serials do not read the list again. Throws DerError.
 */
export function readEntries(bytes: Uint8Array, list: Tlv | null): CrlEntries {
  const numbers = new Set<number>();
  let hasUnknownCritical = false;
  const serialOf = (entry: Tlv) => withoutLeadingZeros(contentOf(bytes, entry));
  const count = eachEntry(bytes, list, (serial, rest) => {
    numbers.add(numberOf(serialOf(serial)));
    hasUnknownCritical ||= needsMore(bytes, rest);
  });
  return {
    count,
    hasUnknownCritical,
    entryOf(serial) {
      const serialBytes = Buffer.from(serial, 'hex');
      if (!numbers.has(numberOf(serialBytes))) return null;
      let found: CrlEntry | null = null;
      eachEntry(bytes, list, (one, rest) => {
        if (serialBytes.equals(serialOf(one))) found ??= { reason: reasonOf(bytes, rest) };
      });
      return found;
    },
  };
}

/** Calls back with each entry's serial INTEGER and the fields after it; returns the number of entries. */
function eachEntry(
  bytes: Uint8Array,
  list: Tlv | null,
  visit: (serial: Tlv, rest: DerCursor) => void,
): number {
  if (list === null) return 0;
  const entries = new DerCursor(bytes, list);
  let count = 0;
  while (!entries.atEnd) {
    const entry = entries.open(TAG.sequence);
    visit(entry.take(TAG.integer), entry);
    count += 1;
  }
  return count;
}

/** Whether there is an unknown critical extension among what follows a serial: revocationDate, then extensions. */
function needsMore(bytes: Uint8Array, rest: DerCursor): boolean {
  rest.next();
  if (rest.atEnd) return false;
  const extensions = rest.open(TAG.sequence);
  while (!extensions.atEnd) {
    const extension = extensions.open(TAG.sequence);
    const id = extension.take(TAG.oid);
    const flag = extension.option(TAG.boolean);
    if (flag === null || contentOf(bytes, flag)[0] === 0) continue;
    if (!UNDERSTOOD.includes(readOid(bytes, id))) return true;
  }
  return false;
}

function reasonOf(bytes: Uint8Array, rest: DerCursor): number | null {
  rest.next();
  const value = rest.atEnd ? undefined : readExtensions(bytes, rest).get(REASON_CODE)?.value;
  return value === undefined ? null : readSmallInteger(value, readTlv(value, 0, value.length));
}

/** 32 bits of a serial (FNV-1a); two serials may share one. */
function numberOf(serial: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of serial) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
