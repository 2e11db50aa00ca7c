import { byId } from './model.ts';

/** Causes in the server's certificate, its chain and its revocation. */
export const CERTIFICATE_CAUSES = byId({
  'revocation-not-aligned': {
    cause:
      'The revocation check uses WinHTTP, which has no proxy or one that does not answer, while the tunnel uses WinINET: the CRL and OCSP hosts are unreachable.',
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'revocation-unreachable' },
      { kind: 'finding', finding: 'winhttp-not-aligned' },
      { kind: 'finding', finding: 'winhttp-proxy-stale' },
      { kind: 'finding', finding: 'service-account-proxy' },
    ],
    look: null,
  },
  'revocation-blocked': {
    cause: 'The proxy or a firewall blocks the CRL and OCSP hosts, or requires authentication.',
    actor: 'proxy-team',
    proofs: [{ kind: 'verdict', verdict: 'revocation-unreachable' }],
    look: null,
  },
  'revocation-stale': {
    cause: 'The CRL has expired, or is not published at the address in the certificate.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'revocation-unreachable', reason: 'expired' }],
    look: null,
  },
  'revocation-cache': {
    cause: 'Windows still uses an older CRL, or an older failure, from its cache.',
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'reachable' },
      { kind: 'finding', finding: 'revocation-cached' },
    ],
    look: 'certutil -urlcache crl, in the account that makes the check; then reconnect the VPN.',
  },
  'no-revocation-address': {
    cause: 'The certificate has no CRL address and no OCSP address.',
    actor: 'vpn-team',
    proofs: [{ kind: 'check', stage: 'revocation', reason: 'no-revocation-url' }],
    look: null,
  },
  inspection: {
    cause:
      'A proxy, or a device in front of the gateway, decrypts TLS and presents its own certificate. SSTP fails even if its root is trusted.',
    actor: 'proxy-team',
    proofs: [
      { kind: 'verdict', verdict: 'tls-inspection' },
      { kind: 'verdict', verdict: 'tls-offload' },
      { kind: 'finding', finding: 'logged-interception' },
    ],
    look: "RasSstp event 6 in the System log: the certificate's hash does not match.",
  },
  'root-not-trusted': {
    cause: 'The chain ends in a root that this computer does not trust.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'untrusted-root' }],
    look: null,
  },
  'old-profile': {
    cause:
      'The root certificate of the gateway has changed, and the installed VPN profile has only the old root.',
    actor: 'vpn-team',
    proofs: [{ kind: 'finding', finding: 'gateway-root-migration' }],
    look: 'Download a new VPN client package and redeploy it.',
  },
  'chain-incomplete': {
    cause:
      'An intermediate certificate or a root update is missing, and Windows cannot fetch it through WinHTTP.',
    actor: 'admin',
    proofs: [{ kind: 'verdict', verdict: 'untrusted-root' }],
    look: 'HTTP through the proxy to the caIssuers addresses of the certificate and to ctldl.windowsupdate.com.',
  },
  'name-mismatch': {
    cause:
      'The server name of the VPN entry is not in the certificate: the entry has an IP address or an alias.',
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'certificate-invalid', reason: 'name-mismatch' },
      { kind: 'verdict', verdict: 'certificate-invalid', reason: 'no-alternative-name' },
    ],
    look: null,
  },
  'server-expired': {
    cause: "The server's certificate, or one above it, has expired.",
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'certificate-invalid', reason: 'expired' }],
    look: null,
  },
  clock: {
    cause: 'The clock of this computer is wrong.',
    actor: 'admin',
    proofs: [
      { kind: 'finding', finding: 'clock-differs' },
      { kind: 'verdict', verdict: 'certificate-invalid', reason: 'not-yet-valid' },
    ],
    look: 'w32tm /query /status',
  },
  'wrong-purpose': {
    cause: "The server's certificate is not valid for server authentication.",
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'certificate-invalid', reason: 'wrong-purpose' }],
    look: 'RasSstp event 16 in the System log.',
  },
  'chain-broken': {
    cause: "The chain of the server's certificate is not valid: a signature or a constraint is wrong.",
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'certificate-invalid', reason: 'chain-invalid' }],
    look: null,
  },
  revoked: {
    cause: 'The issuer has revoked the certificate.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'revoked' }],
    look: null,
  },
});
