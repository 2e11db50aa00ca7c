import { byId } from './model.ts';

/** Causes in the server's certificate, its chain and its revocation. */
export const CERTIFICATE_CAUSES = byId({
  'revocation-not-aligned': {
    cause:
      'The revocation check uses WinHTTP, which has no proxy or one that does not answer, while the tunnel uses WinINET: the CRL and OCSP hosts are unreachable.',
    actor: 'admin',
    look: null,
  },
  'revocation-blocked': {
    cause: 'The proxy or a firewall blocks the CRL and OCSP hosts, or requires authentication.',
    actor: 'proxy-team',
    look: null,
  },
  'revocation-stale': {
    cause: 'The CRL has expired, or is not published at the address in the certificate.',
    actor: 'vpn-team',
    look: null,
  },
  'revocation-cache': {
    cause: 'Windows still uses an older CRL, or an older failure, from its cache.',
    actor: 'admin',
    look: 'certutil -urlcache crl, in the account that makes the check; then reconnect the VPN.',
  },
  'no-revocation-address': {
    cause: 'The certificate has no CRL address and no OCSP address.',
    actor: 'vpn-team',
    look: null,
  },
  inspection: {
    cause:
      'A proxy, or a device in front of the gateway, decrypts TLS and presents its own certificate. SSTP fails even if its root is trusted.',
    actor: 'proxy-team',
    look: "RasSstp event 6 in the System log: the certificate's hash does not match.",
  },
  'root-not-trusted': {
    cause: 'The chain ends in a root that this computer does not trust.',
    actor: 'vpn-team',
    look: null,
  },
  'old-profile': {
    cause:
      'The root certificate of the gateway has changed, and the installed VPN profile has only the old root.',
    actor: 'vpn-team',
    look: 'Download a new VPN client package and redeploy it.',
  },
  'chain-incomplete': {
    cause:
      'An intermediate certificate or a root update is missing, and Windows cannot fetch it through WinHTTP.',
    actor: 'admin',
    look: 'HTTP through the proxy to the caIssuers addresses of the certificate and to ctldl.windowsupdate.com.',
  },
  'name-mismatch': {
    cause:
      'The server name of the VPN entry is not in the certificate: the entry has an IP address or an alias.',
    actor: 'admin',
    look: null,
  },
  'server-expired': {
    cause: "The server's certificate, or one above it, has expired.",
    actor: 'vpn-team',
    look: null,
  },
  clock: {
    cause: 'The clock of this computer is wrong.',
    actor: 'admin',
    look: 'w32tm /query /status',
  },
  'wrong-purpose': {
    cause: "The server's certificate is not valid for server authentication.",
    actor: 'vpn-team',
    look: 'RasSstp event 16 in the System log.',
  },
  'chain-broken': {
    cause: "The chain of the server's certificate is not valid: a signature or a constraint is wrong.",
    actor: 'vpn-team',
    look: null,
  },
  'server-revoked': {
    cause: 'The issuer has revoked the certificate.',
    actor: 'vpn-team',
    look: null,
  },
});
