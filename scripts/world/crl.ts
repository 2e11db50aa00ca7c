import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { authorityKeyIdentifier, copy, extension, type Identity, pointsAt, time } from './certificate.ts';

export interface CrlOptions {
  /** Serials as in {@link Identity.serial}; with another CRLReason than keyCompromise where one is named. */
  revoked?: readonly (string | { serial: string; reason: number })[];
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
    const { serial, reason: value } = typeof one === 'string' ? { serial: one, reason: KEY_COMPROMISE } : one;
    const reason = new asn1js.Enumerated({ value });
    return new pkijs.RevokedCertificate({
      userCertificate: new asn1js.Integer({ valueHex: copy(Buffer.from(serial, 'hex')) }),
      revocationDate: time(thisUpdate),
      crlEntryExtensions: new pkijs.Extensions({ extensions: [extension('2.5.29.21', reason)] }),
    });
  });
  // An empty list must be left out, not encoded (RFC 5280 5.1.2.6).
  if (revoked.length > 0) crl.revokedCertificates = revoked;
  crl.crlExtensions = new pkijs.Extensions({
    extensions: [
      await authorityKeyIdentifier(issuer.certificate),
      ...(options.number === null ? [] : [number('2.5.29.20', options.number ?? 1)]),
      ...(options.deltaOf === undefined ? [] : [number('2.5.29.27', options.deltaOf, true)]),
      ...(options.freshestUrls === undefined ? [] : [pointsAt('2.5.29.46', options.freshestUrls)]),
      ...(options.scopeUrl === undefined ? [] : [scope(options.scopeUrl)]),
    ],
  });
  await crl.sign(issuer.keys.privateKey, 'SHA-256');
  return Buffer.from(crl.toSchema(true).toBER());
}

function number(id: string, value: number, critical = false): pkijs.Extension {
  return extension(id, new asn1js.Integer({ value }), critical);
}

function scope(url: string): pkijs.Extension {
  const distributionPoint = [new pkijs.GeneralName({ type: 6, value: url })];
  return extension('2.5.29.28', new pkijs.IssuingDistributionPoint({ distributionPoint }).toSchema(), true);
}
