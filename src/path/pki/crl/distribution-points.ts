import { parseUrl } from '../../../core/model/parse-url.ts';
import { type CertificateFields, OID } from '../certificate-fields.ts';
import { contentOf, DerCursor, encoded, firstContent, openSequence, TAG } from '../der.ts';

/** DistributionPoint: [0] the name, [1] reasons, [2] cRLIssuer. */
const NAME = 0xa0;
const REASONS = 0x81;
const CRL_ISSUER = 0xa2;
/** DistributionPointName: [0] fullName, [1] nameRelativeToCRLIssuer. */
const RELATIVE = 0xa1;
/** GeneralName: [4] directoryName, [6] uniformResourceIdentifier. */
const DIRECTORY = 0xa4;
const URI = 0x86;
const SET = 0x31;

/** A DistributionPoint (RFC 5280 4.2.1.13). Names are keys: equal keys are equal names. */
export interface DistributionPoint {
  /** The names of the point; without any, those of cRLIssuer (RFC 5280 6.3.3 b 2 i). */
  names: readonly string[];
  /** The signer of the CRL, if the certificate names one. */
  crlIssuers: readonly string[];
  /** Its CRL covers only some revocation reasons. */
  someReasons: boolean;
}

/** The distribution points of a certificate; none without the extension. Throws DerError. */
export function distributionPoints({ extensions, issuer }: CertificateFields): DistributionPoint[] {
  const value = extensions.get(OID.crlDistributionPoints)?.value;
  if (value === undefined) return [];
  const list = openSequence(value);
  const points: DistributionPoint[] = [];
  while (!list.atEnd) {
    const point = list.open(TAG.sequence);
    const name = point.option(NAME);
    const someReasons = point.option(REASONS) !== null;
    const signer = point.option(CRL_ISSUER);
    const crlIssuers = signer === null ? [] : generalNames(value, new DerCursor(value, signer));
    const names = name === null ? crlIssuers : pointNames(value, new DerCursor(value, name), issuer);
    points.push({ names, crlIssuers, someReasons });
  }
  return points;
}

/** The names of a DistributionPointName. `issuer` completes a relative one: the Name of the CRL's issuer. */
export function pointNames(bytes: Uint8Array, choice: DerCursor, issuer: Uint8Array): string[] {
  const name = choice.next();
  if (name.tag !== RELATIVE) return generalNames(bytes, new DerCursor(bytes, name));
  // [1] replaces the tag of the SET.
  const last = [Uint8Array.of(SET), bytes.subarray(name.start + 1, name.end)];
  return [directoryKey(Buffer.concat([firstContent(issuer), ...last]))];
}

/** The key of a Name (encoded). */
export function nameKey(name: Uint8Array): string {
  return directoryKey(firstContent(name));
}

function generalNames(bytes: Uint8Array, names: DerCursor): string[] {
  const keys: string[] = [];
  while (!names.atEnd) {
    const name = names.next();
    const content = contentOf(bytes, name);
    if (name.tag === DIRECTORY) keys.push(directoryKey(firstContent(content)));
    else if (name.tag === URI) keys.push(uriKey(Buffer.from(content).toString('latin1')));
    else keys.push(Buffer.from(encoded(bytes, name)).toString('hex'));
  }
  return keys;
}

function directoryKey(rdns: Uint8Array): string {
  return `name ${Buffer.from(rdns).toString('hex')}`;
}

/** Scheme and host are case-insensitive (RFC 5280 7.4). */
function uriKey(uri: string): string {
  return `uri ${parseUrl(uri)?.href ?? uri}`;
}
