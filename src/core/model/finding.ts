import type { WithMessages } from './say.ts';

/** The most severe first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Sorts the most severe first. */
export function byGravity(a: { severity: Severity }, b: { severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

/**
 * One finding about a computer. The code is stable. The report makes the text from code and evidence, so that it
 * can be translated. `messages`: the parts of the evidence that are sentences.
 */
export interface Finding extends WithMessages {
  code: FindingCode;
  severity: Severity;
  /** The affected setting, or `null` for the whole computer. */
  store: string | null;
  evidence: Record<string, unknown>;
}

/** Findings that block a change, unless their severity is info. */
export const REFUSALS: readonly FindingCode[] = [
  'alignment-refused',
  'auto-detect-not-resolved',
  'automatic-refused',
  'change-blocked',
  'policy-proxy-differs',
  'store-unreadable',
  'wininet-strings-newer',
];

export type FindingCode =
  | 'winhttp-not-aligned'
  | 'wininet-not-as-desired'
  | 'wininet-mirror-differs'
  | 'wininet-strings-only'
  | 'wininet-strings-newer'
  | 'wininet-legacy-differs'
  | 'wininet-legacy-missing'
  | 'value-wrong-type'
  | 'value-not-restorable'
  | 'policy-proxy-differs'
  | 'vpn-entry-proxy'
  | 'winhttp-proxy-empty'
  | 'winhttp-proxy-unusable'
  | 'tunnel-without-proxy'
  | 'auto-detect-hidden'
  | 'winhttp-wininet-shaped'
  | 'winhttp-proxy-stale'
  | 'service-account-proxy'
  | 'wpad-disabled'
  | 'changed-since-apply'
  | 'bypass-matches'
  | 'loopback-proxy'
  | 'wininet-direct-bit-missing'
  | 'wininet-blob-absent'
  | 'store-unreadable'
  | 'store-unseen'
  | 'policy-unseen'
  | 'store-managed'
  | 'change-blocked'
  | 'per-machine-policy'
  | 'alignment-refused'
  | 'alignment-note'
  | 'auto-detect-not-resolved'
  | 'automatic-resolved'
  | 'automatic-refused'
  | 'automatic-unavailable'
  | 'pac-file-unused'
  | 'machine-wide-proxy'
  | 'domain-not-bypassed'
  | 'other-proxy-setting'
  | 'partly-applied'
  | 'no-gateway-known'
  | 'service-disabled'
  | 'service-missing'
  | 'revocation-check-disabled'
  | 'revocation-check-misplaced'
  | 'logged-proxy-authentication'
  | 'logged-interception'
  | 'logged-sstp-event'
  | 'logged-vpn-error'
  | 'client-certificate'
  | 'revocation-cached'
  | 'clock-differs'
  | 'evidence-unseen'
  | 'restart-pending'
  | 'change-interrupted'
  | 'other-change-interrupted'
  | 'state-folder-unusable'
  | 'change-unconfirmed'
  | 'values-not-put-back'
  | 'candidate-fails'
  | 'sstp-retirement'
  | 'gateway-root-migration'
  | 'gateway-name-unusual'
  | 'name-needs-proxy'
  | 'proxy-passed-over'
  | 'gateway-openvpn-only'
  | 'sstp-not-offered'
  | 'profiles-conflict'
  | 'recordings-conflict'
  | 'openvpn-plugin-entry'
  | 'entry-without-sstp'
  | 'entry-unreadable'
  | 'phonebook-unreadable'
  | 'gateways-left-out'
  | 'profile-root-old'
  | 'profile-root-both'
  | 'profile-root-new'
  | 'profile-root-unknown'
  | 'profile-root-untrusted'
  | 'schedule-undone'
  | 'schedule-users-disagree'
  | 'schedule-user-unanswered'
  | 'schedule-not-ours'
  | 'user-setting-not-followed'
  | 'user-setting-machine-wide'
  | 'path-not-checked'
  | 'program-folder-writable'
  | 'constrained-language'
  | 'powershell-fallback'
  | 'written-not-notified'
  | 'windows-reader-unavailable'
  | 'winhttp-client-unavailable'
  | 'chain-check-unavailable'
  | 'windows-chain-refused'
  | 'windows-revocation-offline'
  | 'delta-crl-unavailable'
  | 'revocation-from-cache'
  | 'revocation-by-another-way'
  | 'chain-incomplete'
  | 'issuer-not-fetched'
  | 'root-update-blocked'
  | 'inspection-suspected';
