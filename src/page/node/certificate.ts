import { fromBER, OctetString, Sequence, Set as SetOf } from 'asn1js';
import { Buffer } from 'buffer/';

/** Short names of RFC 4519, as OpenSSL writes them; other attributes keep their number. */
const NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** The members of Node's class that profiles need. It reads names and verifies nothing. */
export class X509Certificate {
  readonly raw: Uint8Array;
  readonly subject: string | undefined;

  /** @throws Error when the bytes are not a certificate (RFC 5280 4.1) */
  constructor(der: Uint8Array) {
    const { offset, result } = fromBER(Uint8Array.from(der));
    const body = result instanceof Sequence ? result.valueBlock.value[0] : undefined;
    if (offset < 0 || !(body instanceof Sequence)) throw new Error('no certificate');
    this.raw = Buffer.from(der.subarray(0, offset));
    const fields = body.valueBlock.value;
    // An optional explicit version comes first; then number, algorithm, issuer, validity, subject, key.
    const at = fields[0]?.idBlock.tagClass === 3 ? 5 : 4;
    const [subject, key] = [fields[at], fields[at + 1]];
    if (!(subject instanceof Sequence) || !(key instanceof Sequence)) throw new Error('no certificate');
    const parts = subject.valueBlock.value.flatMap((set) =>
      set instanceof SetOf ? set.valueBlock.value : [],
    );
    const lines = parts.map(partOf).filter((line) => line !== null);
    this.subject = lines.length === 0 ? undefined : lines.join('\n');
  }
}

function partOf(part: unknown): string | null {
  if (!(part instanceof Sequence)) return null;
  const [type, value] = part.valueBlock.value;
  const oid = type?.valueBlock.toString() ?? '';
  const inner: unknown = value?.valueBlock;
  const text = value instanceof OctetString ? '' : String(Reflect.get(inner as object, 'value') ?? '');
  return `${NAMES[oid] ?? oid}=${text}`;
}
