import type { VerdictCode } from '../model/check.ts';
import { type Phrase, say } from '../model/say.ts';

/** A verdict in a sentence that is true of every path that has it, without the values of one. */
export const VERDICTS: Readonly<Record<VerdictCode, Phrase>> = {
  reachable: say('Both routes work.'),
  'proxy-unreachable': say('The proxy is unreachable.'),
  'proxy-auth-required': say('The proxy requires authentication (407), which SSTP does not support.'),
  'proxy-blocks-sstp': say('The proxy blocks CONNECT requests with the header of SSTP.'),
  'proxy-refused': say('The proxy refuses to connect to the gateway.'),
  'dns-failed': say('The name of the gateway does not resolve.'),
  'gateway-unreachable': say('The gateway is unreachable.'),
  timeout: say('There is no reply in time.'),
  'captive-portal': say('A sign-in page answers in place of the gateway.'),
  'tls-failed': say('The TLS handshake fails.'),
  'tls-inspection': say('The proxy inspects TLS, which SSTP does not support.'),
  'tls-offload': say('A reverse proxy terminates TLS in front of the gateway.'),
  'untrusted-root': say('The root certificate of the gateway is not trusted.'),
  'wrong-root': say('The root certificate of the gateway is not the one of the profile.'),
  'certificate-invalid': say('The certificate of the gateway is not valid.'),
  'no-sstp-port-free': say('The gateway has no free SSTP port.'),
  'sstp-not-offered': say('The gateway does not offer SSTP.'),
  'not-sstp': say('What answers is not an SSTP server, or its certificate is not accepted.'),
  revoked: say('The certificate of the gateway is revoked.'),
  'revocation-unreachable': say('The revocation of the certificate cannot be checked.'),
  'not-tested': say('The path was not tested to its end.'),
};
