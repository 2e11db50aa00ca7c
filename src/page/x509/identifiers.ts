import { contentOf, DerError, type Tlv } from '../../path/pki/der.ts';
import { readOid } from '../../path/pki/der-values.ts';

/** An object identifier in dotted form, which OpenSSL reads only in its shortest encoding. Throws DerError. */
export function identifierIn(bytes: Uint8Array, tlv: Tlv): string {
  const content = contentOf(bytes, tlv);
  const isPadded = content.some((byte, at) => byte === 0x80 && (content[at - 1] ?? 0) < 0x80);
  if (isPadded || (content.at(-1) ?? 0x80) >= 0x80) throw new DerError('not an object identifier');
  return readOid(bytes, tlv);
}
