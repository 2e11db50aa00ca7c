import { createHash, X509Certificate } from 'node:crypto';
import { shownName } from '../core/model/neutralise.ts';
import { pemBlocks } from '../core/model/pem.ts';
import type { ExpectedRoot } from '../core/path/gateway-profile.ts';

const MAX_CERTIFICATES = 20;
/** A file with that many certificates has some ten kilobytes. */
const MAX_BYTES = 1024 * 1024;

/** A certificate from DER; `null` when it is not valid. */
export function rootFromDer(der: Uint8Array): ExpectedRoot | null {
  try {
    const certificate = new X509Certificate(der);
    const print = (hash: string) => createHash(hash).update(certificate.raw).digest('hex');
    return {
      name: commonName(certificate.subject),
      sha1: print('sha1'),
      sha256: print('sha256'),
      der: Uint8Array.from(certificate.raw),
    };
  } catch {
    return null;
  }
}

/** A certificate from base64, with or without white space. */
export function rootFromBase64(text: string): ExpectedRoot | null {
  const compact = text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? rootFromDer(Buffer.from(compact, 'base64')) : null;
}

/** The certificates of a `.cer`: DER, one or more PEM blocks, or bare base64. Empty when it is no such file. */
export function rootsInFile(bytes: Uint8Array): ExpectedRoot[] {
  if (bytes.length > MAX_BYTES) return [];
  if (bytes[0] === 0x30) return [rootFromDer(bytes)].filter((root) => root !== null);
  const text = asciiOf(bytes);
  const blocks = pemBlocks(text, 'CERTIFICATE');
  const found = blocks.length > 0 ? blocks : [text];
  return found.slice(0, MAX_CERTIFICATES).flatMap((block) => rootFromBase64(block) ?? []);
}

/** Accepts UTF-16 too, because Notepad can save it. */
function asciiOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  return (wide ? buffer.toString('utf16le') : buffer.toString('latin1')).replace(
    /^(?:\ufeff|\xef\xbb\xbf)/,
    '',
  );
}

/** The last CN of a subject, as Windows shows it; the whole subject when it has no CN. */
function commonName(subject: string | undefined): string {
  const lines = (subject ?? '').split('\n');
  const common = lines.findLast((line) => line.startsWith('CN='));
  return shownName(common === undefined ? subject : common.slice(3));
}
