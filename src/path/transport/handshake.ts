import { isIP, type Socket } from 'node:net';
import tls, { type SecureContextOptions } from 'node:tls';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import { countingBytes, errorCode, StageFailure, tlsReasonOf } from './failure.ts';
import type { Lifetime } from './lifetime.ts';
import type { PeerCertificates } from './transport.ts';

/** What a handshake is to be; see {@link prepareHandshake}. */
export type HandshakeOptions = Pick<tls.ConnectionOptions, 'secureContext' | 'servername'>;

/** Created once for each newest TLS version, for all handshakes of a run. */
export type TrustContext = (newest: TlsVersion) => tls.SecureContext;

/** Cipher suites of TLS 1.3. TLS_CHACHA20_POLY1305_SHA256 exists, but is disabled by default. */
const SUITES_1_3 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
/** Cipher suites of TLS 1.2, by OpenSSL's names; 3DES, which OpenSSL no longer has, is left out. */
const SUITES_1_2 = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-RSA-AES128-SHA',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-SHA256',
  'AES128-SHA256',
  'AES256-SHA',
  'AES128-SHA',
];

/**
 * What Schannel of Windows 10 and 11 offers as signature_algorithms, in its order, as captures show (JA4_r, extension
 * 13: 0804,0805,0806,0401,0501,0201,0403,0503,0203,0202,0601,0603). Left out: SHA-1, which OpenSSL no longer offers.
 * Not among them: Ed25519, Ed448 and keys for RSASSA-PSS alone (rsa_pss_pss_*). Windows cannot use such certificates.
 */
const SIGNATURES = [
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pkcs1_sha512',
  'ecdsa_secp521r1_sha512',
];

/**
 * The TLS offer of Windows by default, because OpenSSL offers more: SSTP cannot reach a gateway that accepts only
 * the rest. Source: Microsoft, "TLS Cipher Suites in Windows 10 v1903, v1909, and v2004", the same for Windows 11,
 * and "TLS Elliptic Curves in Windows 10 version 1607 and later".
 */
const SCHANNEL_OFFERS: Pick<SecureContextOptions, 'ciphers' | 'ecdhCurve' | 'sigalgs'> = {
  ciphers: [...SUITES_1_3, ...SUITES_1_2].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  sigalgs: SIGNATURES.join(':'),
};

/**
 * Node's own roots and `extraRoots` (PEM). Adding to the existing store takes one millisecond; a `ca` list would
 * replace the store and be parsed again, which takes twenty. The method is internal to Node: without it, only our
 * own code builds the chain (trust.ts).
 */
export function trustContext(extraRoots: readonly string[]): TrustContext {
  const ready = new Map<TlsVersion, tls.SecureContext>();
  return (newest) => {
    const known = ready.get(newest);
    if (known !== undefined) return known;
    const made = tls.createSecureContext({ ...SCHANNEL_OFFERS, minVersion: 'TLSv1.2', maxVersion: newest });
    for (const pem of extraRoots) made.context.addCACert?.(pem);
    ready.set(newest, made);
    return made;
  };
}

/**
 * Does the slow preparation before the first byte can be sent; call it while another answer is in transit. Sends
 * the name as SNI unless it is an address.
 */
export function prepareHandshake(host: string, trust: TrustContext, newest: TlsVersion): HandshakeOptions {
  const secureContext = trust(newest);
  // Calls isIP here: tls.connect also calls it for the name, and the first call compiles its patterns.
  return { secureContext, ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}) };
}

/**
 * The TLS handshake of an SSTP client: TLS 1.2 to the newest of the options, with what Windows offers, no ALPN, no
 * client certificate. Trust is judged afterwards by the caller, so every certificate is accepted here.
 */
export async function handshake(
  raw: Socket,
  options: HandshakeOptions,
  lifetime: Lifetime,
): Promise<tls.TLSSocket> {
  const bytesBefore = raw.bytesRead;
  const socket = lifetime.adopt(
    tls.connect({
      ...options,
      socket: raw,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    }),
  );
  // Node reports an alert after the handshake only by this event, and then ends the stream as if it was closed.
  socket.on('error', (error) => void socket.destroy(error));
  const done = new Promise<tls.TLSSocket>((resolve, reject) => {
    socket.once('secureConnect', () => resolve(socket));
    socket.once('close', () => reject(tlsFailure(socket.errored, raw.bytesRead - bytesBefore)));
  });
  return countingBytes(lifetime.race(done), () => raw.bytesRead - bytesBefore);
}

function tlsFailure(error: Error | null, bytesReceived: number): StageFailure {
  const errno = errorCode(error);
  // No byte was received: a gateway that supports only OpenVPN resets connections with other protocols.
  const ended = bytesReceived === 0 ? 'reset-at-client-hello' : 'closed';
  return new StageFailure(tlsReasonOf(errno) ?? ended, { errno, bytesReceived });
}

/** The negotiated parameters. */
export function tlsEvidence(socket: tls.TLSSocket): AnyFields {
  return {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().standardName,
    alpn: socket.alpnProtocol || null,
  };
}

/** More certificates than any server sends. */
const MAX_SENT = 32;

/** The certificates, and OpenSSL's verdict on them. */
export function peerCertificates(socket: tls.TLSSocket): PeerCertificates {
  return { chain: peerChain(socket), authorizationError: authorizationCode(socket) };
}

/**
 * The certificates as DER, leaf first: OpenSSL's own chain, which may end with a root from its store, then the others
 * that were sent. Node links that chain by name, so it can have an expired certificate and lack its valid twin. Read
 * first, because it is cut off after the call for the others.
 */
function peerChain(socket: tls.TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  const add = (der: Buffer) => {
    const isNew = chain.length < MAX_SENT && !chain.some((seen) => seen.equals(der));
    if (isNew) chain.push(der);
    return isNew;
  };
  let linked: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (linked?.raw !== undefined && add(linked.raw)) linked = linked.issuerCertificate;
  let sent = socket.getPeerX509Certificate();
  for (let count = 0; sent !== undefined && count < MAX_SENT; count += 1) {
    add(sent.raw);
    sent = sent.issuerCertificate;
  }
  return chain;
}

/** Node sets the code, although its types declare an Error. */
function authorizationCode(socket: tls.TLSSocket): string | null {
  return socket.authorizationError ? String(socket.authorizationError) : null;
}
