import type { VerdictCode } from '../causes/verdicts.ts';
import type { FindingCode } from '../model/finding.ts';
import type { CauseId } from './causes.ts';
import type { Proof } from './model.ts';

/** What proves a cause. p2s-fix cannot prove one without a row: it is seen elsewhere, or only in its code. */
export const PROOFS: Readonly<Partial<Record<CauseId, readonly Proof[]>>> = {
  'wininet-missing': [
    finding('wininet-strings-newer'),
    finding('wininet-strings-only'),
    finding('wininet-not-as-desired'),
    verdict('dns-failed'),
  ],
  'proxy-dead': [verdict('proxy-unreachable'), finding('winhttp-proxy-stale')],
  'proxy-auth': [verdict('proxy-auth-required'), finding('logged-proxy-authentication')],
  'proxy-refuses': [verdict('proxy-refused'), verdict('captive-portal')],
  'proxy-filters-sstp': [verdict('proxy-blocks-sstp')],
  'system-proxy': [
    finding('winhttp-not-aligned'),
    finding('winhttp-proxy-stale'),
    finding('service-account-proxy'),
  ],
  'winhttp-list': [finding('winhttp-not-aligned')],
  'name-unknown': [verdict('dns-failed')],
  'gateway-tcp': [verdict('gateway-unreachable')],
  silence: [verdict('timeout')],
  'sstp-off': [verdict('tls-failed', 'reset-at-client-hello')],
  'no-sstp-server': [verdict('not-sstp')],
  'no-port-free': [verdict('no-sstp-port-free')],
  'server-binding': [verdict('tls-failed', 'reset-at-client-hello')],
  'gateway-tls': [
    verdict('tls-failed', 'tls-1.3-only'),
    verdict('tls-failed', 'old-tls'),
    verdict('tls-failed', 'handshake-failure'),
    verdict('tls-failed', 'client-certificate'),
  ],
  'service-off': [finding('service-disabled'), finding('service-missing')],
  'auto-proxy-off': [finding('wpad-disabled'), finding('automatic-refused')],
  'pac-broken': [finding('automatic-refused')],
  'nothing-detected': [finding('automatic-resolved')],
  'revocation-not-aligned': [
    verdict('revocation-unreachable'),
    finding('winhttp-not-aligned'),
    finding('winhttp-proxy-stale'),
    finding('service-account-proxy'),
  ],
  'revocation-blocked': [verdict('revocation-unreachable')],
  'revocation-stale': [verdict('revocation-unreachable', 'expired')],
  'revocation-cache': [verdict('reachable'), finding('revocation-cached')],
  'no-revocation-address': [{ kind: 'check', stage: 'revocation', reason: 'no-revocation-url' }],
  inspection: [verdict('tls-inspection'), verdict('tls-offload'), finding('logged-interception')],
  'root-not-trusted': [verdict('untrusted-root')],
  'old-profile': [finding('gateway-root-migration')],
  'chain-incomplete': [verdict('untrusted-root')],
  'name-mismatch': [
    verdict('certificate-invalid', 'name-mismatch'),
    verdict('certificate-invalid', 'no-alternative-name'),
  ],
  'server-expired': [verdict('certificate-invalid', 'expired')],
  clock: [finding('clock-differs'), verdict('certificate-invalid', 'not-yet-valid')],
  'wrong-purpose': [verdict('certificate-invalid', 'wrong-purpose')],
  'chain-broken': [verdict('certificate-invalid', 'chain-invalid')],
  'server-revoked': [verdict('revoked')],
  'client-certificate': [finding('client-certificate'), verdict('reachable')],
  'client-chain': [finding('client-certificate'), verdict('reachable')],
  'client-certificate-bad': [verdict('reachable')],
  'eap-server-certificate': [verdict('reachable')],
  'eap-setup': [verdict('reachable')],
  account: [verdict('reachable')],
  policy: [verdict('reachable')],
  radius: [verdict('reachable')],
  addresses: [verdict('reachable')],
  'dropped-in-setup': [verdict('timeout'), verdict('tls-inspection')],
  'ikev2-blocked': [verdict('reachable')],
  'all-tunnels-failed': [verdict('proxy-refused'), verdict('gateway-unreachable'), verdict('timeout')],
  'other-tunnel': [verdict('reachable')],
  'ike-certificate': [verdict('reachable')],
};

function verdict(code: VerdictCode, reason?: string): Proof {
  return { kind: 'verdict', verdict: code, ...(reason === undefined ? {} : { reason }) };
}

function finding(code: FindingCode): Proof {
  return { kind: 'finding', finding: code };
}
