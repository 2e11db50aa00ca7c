import { StageFailure } from '../transport/failure.ts';
import type { AddressQuestion } from './address-check.ts';

const MAX_BYTES = 256 * 1024;
/** RFC 6960 A.1: an encoded request shorter than this may use GET. */
const SHORTER_THAN = 255;
/**
 * The status codes of a server that does not support the method for this URL or for any (RFC 9110 15.5.6, 15.6.2).
 */
const NO_SUCH_METHOD: readonly unknown[] = [405, 501];

/**
 * Queries an OCSP responder by GET, as CryptoAPI does, and by POST if the request is too long or if the responder
 * itself refuses GET. `evidence.method` is the method used, `evidence.getRefused` the status that refused the GET.
 */
export async function fetchOcsp(
  { url, fetch, evidence }: Pick<AddressQuestion, 'url' | 'fetch' | 'evidence'>,
  request: Buffer,
): Promise<Buffer> {
  const common = { maxBytes: MAX_BYTES, ofOne: true };
  const byPost = (reported: Record<string, unknown>) => {
    Object.assign(evidence, { method: 'POST', ...reported });
    return fetch({ ...common, post: { body: request, contentType: 'application/ocsp-request' } });
  };
  const get = ocspGetUrl(url, request);
  if (get === null) return byPost({});
  evidence.method = 'GET';
  try {
    return await fetch({ ...common, url: get, post: null });
  } catch (failure) {
    const { httpStatus, squidError } = evidence;
    const isRefused = failure instanceof StageFailure && failure.reason === 'http-status';
    // Only Squid's own refusals have this code.
    if (!isRefused || !NO_SUCH_METHOD.includes(httpStatus) || squidError !== undefined) throw failure;
    for (const seen of Object.keys(evidence)) delete evidence[seen];
    return byPost({ getRefused: httpStatus });
  }
}

/**
 * The URL of a GET (RFC 6960 A.1): the base64 as one more path segment, with `/`, `+` and `=` encoded. `null` if
 * the request is too long, or if the URL ends in a query, after which no path can follow.
 */
export function ocspGetUrl(url: URL, request: Uint8Array): URL | null {
  const encoded = encodeURIComponent(Buffer.from(request).toString('base64'));
  if (encoded.length >= SHORTER_THAN || url.search !== '') return null;
  return new URL(`${url.origin}${url.pathname.replace(/\/$/, '')}/${encoded}`);
}
