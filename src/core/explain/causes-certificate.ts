import { byId } from './model.ts';

/** Causes in the server's certificate, its chain and its revocation. */
export const CERTIFICATE_CAUSES = byId({
  'revocation-not-aligned': {
    cause:
      "The check goes WinHTTP's way, which names no proxy or a dead one, while the tunnel goes WinINET's: the CRL and OCSP hosts are out of reach.",
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
    cause: 'The proxy or a firewall does not let the CRL and OCSP hosts through, or wants authentication.',
    actor: 'proxy-team',
    proofs: [{ kind: 'verdict', verdict: 'revocation-unreachable' }],
    look: null,
  },
  'revocation-stale': {
    cause: 'The list is expired, or was not published where the certificate says.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'revocation-unreachable', reason: 'expired' }],
    look: null,
  },
  'revocation-cache': {
    cause: 'Windows still uses an older list, or an older failure, from its cache.',
    actor: 'admin',
    proofs: [
      { kind: 'verdict', verdict: 'reachable' },
      { kind: 'finding', finding: 'revocation-cached' },
    ],
    look: 'certutil -urlcache crl, in the account that checks; dial again afterwards.',
  },
  'no-revocation-address': {
    cause: 'The certificate names neither a CRL nor OCSP.',
    actor: 'vpn-team',
    proofs: [{ kind: 'check', stage: 'revocation', reason: 'no-revocation-url' }],
    look: null,
  },
  inspection: {
    cause:
      'A proxy, or something in front of the gateway, opens TLS and shows its own certificate. SSTP fails even where its root is trusted.',
    actor: 'proxy-team',
    proofs: [
      { kind: 'verdict', verdict: 'tls-inspection' },
      { kind: 'verdict', verdict: 'tls-offload' },
      { kind: 'finding', finding: 'logged-interception' },
    ],
    look: "RasSstp event 6 in the System log: the certificate's hash does not match.",
  },
  'root-not-trusted': {
    cause: 'The chain ends in a root that this machine does not trust.',
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'untrusted-root' }],
    look: null,
  },
  'old-profile': {
    cause: 'The gateway has changed its root, and the installed VPN profile knows only the old one.',
    actor: 'vpn-team',
    proofs: [{ kind: 'finding', finding: 'gateway-root-migration' }],
    look: 'Generate the profile anew and install it.',
  },
  'chain-incomplete': {
    cause:
      "An intermediate certificate or a root update is missing, and Windows cannot fetch it along WinHTTP's way.",
    actor: 'admin',
    proofs: [{ kind: 'verdict', verdict: 'untrusted-root' }],
    look: 'The caIssuers addresses of the certificate, and ctldl.windowsupdate.com, by http through the proxy.',
  },
  'name-mismatch': {
    cause: 'The name that is dialled is not in the certificate: an address or an alias is used.',
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
    cause: 'The clock of this machine is wrong.',
    actor: 'admin',
    proofs: [
      { kind: 'finding', finding: 'clock-differs' },
      { kind: 'verdict', verdict: 'certificate-invalid', reason: 'not-yet-valid' },
    ],
    look: 'w32tm /query /status',
  },
  'wrong-purpose': {
    cause: "The server's certificate is not meant for server authentication.",
    actor: 'vpn-team',
    proofs: [{ kind: 'verdict', verdict: 'certificate-invalid', reason: 'wrong-purpose' }],
    look: 'RasSstp event 16 in the System log.',
  },
  'chain-broken': {
    cause: "The chain of the server's certificate does not hold: a signature or a constraint is wrong.",
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
