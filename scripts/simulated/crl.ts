import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import {
  authorityKeyIdentifier,
  copy,
  extension,
  type Identity,
  keyIdentifier,
  pointsAt,
  time,
} from './certificate.ts';
import { signWithFullLength } from './signature.ts';

export interface CrlOptions {
  /**
   * Serials as in {@link Identity.serial}. An object may add a CRLReason other than keyCompromise, and a critical
   * extension with this identifier.
   */
  revoked?: readonly (string | { serial: string; reason?: number; critical?: string })[];
  /** Default: an hour before `now`. */
  thisUpdate?: Date;
  /** Default: a week after thisUpdate. `null` leaves it out. */
  nextUpdate?: Date | null;
  /** CRL number, default 1. `null` leaves it out. */
  number?: number | null;
  /** Makes it a delta list over the base list of this number (RFC 5280 5.2.4). */
  deltaOf?: number;
  /** Where its delta lists are (FreshestCRL). */
  freshestUrls?: readonly string[];
  /** The URL of its IssuingDistributionPoint. */
  scopeUrl?: string;
  /** Its IssuingDistributionPoint limits the list to some reasons. */
  someReasons?: boolean;
  /** The identifier of the key that signs, hex; default: that of the issuer's certificate. */
  keyId?: string;
}

const HOUR = 3_600_000;
const KEY_COMPROMISE = 1;

/** A v2 certificate revocation list (RFC 5280 section 5) signed by `issuer`, DER. */
export async function makeCrl(issuer: Identity, now: Date, options: CrlOptions = {}): Promise<Buffer> {
  const thisUpdate = options.thisUpdate ?? new Date(now.getTime() - HOUR);
  const crl = new pkijs.CertificateRevocationList();
  crl.version = 1;
  crl.issuer = issuer.certificate.subject;
  crl.thisUpdate = time(thisUpdate);
  if (options.nextUpdate !== null) {
    crl.nextUpdate = time(options.nextUpdate ?? new Date(thisUpdate.getTime() + 7 * 24 * HOUR));
  }
  const revoked = (options.revoked ?? []).map((one) => {
    const { serial, reason: value = KEY_COMPROMISE, critical } = entryOf(one);
    const extensions = [extension('2.5.29.21', new asn1js.Enumerated({ value }))];
    if (critical !== undefined) extensions.push(extension(critical, new asn1js.Null(), true));
    return new pkijs.RevokedCertificate({
      userCertificate: new asn1js.Integer({ valueHex: copy(Buffer.from(serial, 'hex')) }),
      revocationDate: time(thisUpdate),
      crlEntryExtensions: new pkijs.Extensions({ extensions }),
    });
  });
  // An empty list must be left out, not encoded (RFC 5280 5.1.2.6).
  if (revoked.length > 0) crl.revokedCertificates = revoked;
  crl.crlExtensions = new pkijs.Extensions({
    extensions: [
      options.keyId === undefined
        ? await authorityKeyIdentifier(issuer.certificate)
        : keyIdentifier(copy(Buffer.from(options.keyId, 'hex'))),
      ...(options.number === null ? [] : [number('2.5.29.20', options.number ?? 1)]),
      ...(options.deltaOf === undefined ? [] : [number('2.5.29.27', options.deltaOf, true)]),
      ...(options.freshestUrls === undefined ? [] : [pointsAt('2.5.29.46', options.freshestUrls)]),
      ...scope(options),
    ],
  });
  await signWithFullLength(async () => {
    await crl.sign(issuer.keys.privateKey, 'SHA-256');
    return crl.signatureValue;
  });
  return Buffer.from(crl.toSchema(true).toBER());
}

function entryOf(one: NonNullable<CrlOptions['revoked']>[number]): Exclude<typeof one, string> {
  return typeof one === 'string' ? { serial: one } : one;
}

function number(id: string, value: number, critical = false): pkijs.Extension {
  return extension(id, new asn1js.Integer({ value }), critical);
}

/** Its IssuingDistributionPoint; the reasons are keyCompromise and cACompromise, bits 1 and 2. */
function scope({ scopeUrl, someReasons = false }: CrlOptions): pkijs.Extension[] {
  if (scopeUrl === undefined && !someReasons) return [];
  const point = new pkijs.IssuingDistributionPoint(someReasons ? { onlySomeReasons: 0x60 } : {});
  if (scopeUrl !== undefined) point.distributionPoint = [new pkijs.GeneralName({ type: 6, value: scopeUrl })];
  return [extension('2.5.29.28', point.toSchema(), true)];
}
