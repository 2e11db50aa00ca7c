import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { extension, type Identity } from './certificate.ts';
import { signWithFullLength } from './signature.ts';

export type OcspStatus = 'good' | 'revoked' | 'unknown' | OcspError;
type OcspError = 'malformedRequest' | 'internalError' | 'tryLater' | 'unauthorized';

export interface OcspAnswer {
  status: OcspStatus;
  /** The identity that signs. */
  signer: Identity;
  /** Adds the signer's certificate to the answer: for every signer that is not the issuer itself. */
  includeSigner: boolean;
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** The place of an unknown critical extension: in the whole response, or in the part for each certificate. */
  critical?: 'response' | 'single' | undefined;
}

/** OCSPResponseStatus, RFC 6960 4.2.1. */
const ERROR_STATUS: Record<OcspError, number> = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  unauthorized: 6,
};
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const UNKNOWN = extension('1.2.3.4', new asn1js.Null(), true);

/**
 * Answers one DER OCSPRequest (RFC 6960). Every certificate asked about gets the same status, under the CertID and
 * nonce of the request. A request that cannot be read is answered with malformedRequest.
 */
export async function answerOcsp(request: Uint8Array, answer: OcspAnswer): Promise<Buffer> {
  const { status } = answer;
  if (status !== 'good' && status !== 'revoked' && status !== 'unknown') return failure(status);
  const asked = readRequest(request);
  if (asked === null) return failure('malformedRequest');

  const basic = new pkijs.BasicOCSPResponse();
  basic.tbsResponseData.responderID = answer.signer.certificate.subject;
  const thisUpdate = wholeSeconds(answer.thisUpdate);
  basic.tbsResponseData.producedAt = thisUpdate;
  basic.tbsResponseData.responses = asked.tbsRequest.requestList.map(({ reqCert }) => {
    const single = new pkijs.SingleResponse({
      certID: reqCert,
      certStatus: certStatus(status, thisUpdate),
    });
    single.thisUpdate = thisUpdate;
    if (answer.critical === 'single') single.singleExtensions = [UNKNOWN];
    if (answer.nextUpdate !== null) single.nextUpdate = wholeSeconds(answer.nextUpdate);
    return single;
  });
  const nonce = asked.tbsRequest.requestExtensions?.filter(({ extnID }) => extnID === NONCE) ?? [];
  const extensions = [...nonce, ...(answer.critical === 'response' ? [UNKNOWN] : [])];
  if (extensions.length > 0) basic.tbsResponseData.responseExtensions = extensions;
  if (answer.includeSigner) basic.certs = [answer.signer.certificate];
  await signWithFullLength(async () => {
    await basic.sign(answer.signer.keys.privateKey, 'SHA-256');
    return basic.signature;
  });

  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: 0 }),
    responseBytes: new pkijs.ResponseBytes({
      responseType: BASIC_RESPONSE,
      response: new asn1js.OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return Buffer.from(response.toSchema().toBER());
}

function readRequest(request: Uint8Array): pkijs.OCSPRequest | null {
  try {
    return pkijs.OCSPRequest.fromBER(Uint8Array.from(request).buffer);
  } catch {
    return null;
  }
}

function failure(status: OcspError): Buffer {
  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: ERROR_STATUS[status] }),
  });
  return Buffer.from(response.toSchema().toBER());
}

/** GeneralizedTime has no fractions here (RFC 6960 4.2.2.1 with RFC 5280 4.1.2.5.2). */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

/** CertStatus: [0] good, [1] RevokedInfo with its time, [2] unknown. */
function certStatus(status: 'good' | 'revoked' | 'unknown', at: Date): asn1js.BaseBlock {
  if (status === 'revoked') {
    return new asn1js.Constructed({
      idBlock: { tagClass: 3, tagNumber: 1 },
      value: [new asn1js.GeneralizedTime({ valueDate: at })],
    });
  }
  return new asn1js.Primitive({
    idBlock: { tagClass: 3, tagNumber: status === 'good' ? 0 : 2 },
    lenBlock: { length: 0 },
  });
}
