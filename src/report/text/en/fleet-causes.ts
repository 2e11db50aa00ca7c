import type { VerdictCode } from '../../../core/model/check.ts';
import type { FindingCode } from '../../../core/model/finding.ts';

/** Findings that can be the most severe of a computer in a fleet. */
type FleetFindingCode = Extract<
  FindingCode,
  | 'winhttp-not-aligned'
  | 'wininet-not-as-desired'
  | 'wininet-mirror-differs'
  | 'wininet-strings-only'
  | 'wininet-strings-newer'
  | 'wininet-direct-bit-missing'
  | 'value-wrong-type'
  | 'policy-proxy-differs'
  | 'vpn-entry-proxy'
  | 'winhttp-proxy-empty'
  | 'winhttp-proxy-stale'
  | 'winhttp-wininet-shaped'
  | 'tunnel-without-proxy'
  | 'machine-wide-proxy'
  | 'auto-detect-not-resolved'
  | 'automatic-refused'
  | 'alignment-refused'
  | 'user-setting-not-followed'
  | 'store-unreadable'
  | 'store-unseen'
  | 'store-managed'
  | 'change-blocked'
  | 'change-interrupted'
  | 'change-unconfirmed'
  | 'changed-since-apply'
  | 'values-not-put-back'
  | 'service-disabled'
  | 'service-missing'
  | 'revocation-check-disabled'
  | 'sstp-retirement'
  | 'gateway-root-migration'
>;
export type TitledCause = FleetFindingCode | Exclude<VerdictCode, 'not-tested'> | 'drift' | 'out-of-reach';

/** A cause in one sentence that is true of each of its computers, without their individual values. */
export const FLEET_CAUSES_EN: Readonly<Record<TitledCause, string>> = {
  drift: 'The proxy settings are not as desired.',
  'out-of-reach': 'The gateway or a revocation server is unreachable.',
  'winhttp-not-aligned': 'WinHTTP is not set to the desired proxy.',
  'wininet-not-as-desired': 'WinINET is not set to the desired proxy.',
  'wininet-mirror-differs': 'The string values of WinINET disagree with the setting that Windows uses.',
  'wininet-strings-only': 'The string values of WinINET name a setting that Windows does not use.',
  'wininet-strings-newer': 'The string values of WinINET disagree with its setting, and may be newer.',
  'wininet-direct-bit-missing': 'The WinINET setting lacks a flag; Windows may ignore the setting.',
  'value-wrong-type': 'A registry value has the wrong type.',
  'policy-proxy-differs': 'A policy names another setting than the one that is used.',
  'vpn-entry-proxy': 'A VPN entry has a proxy setting of its own.',
  'winhttp-proxy-empty': 'WinHTTP is set to use a proxy, but names none.',
  'winhttp-proxy-stale': 'WinHTTP has a proxy, but WinINET names none.',
  'winhttp-wininet-shaped': 'The WinHTTP value has the format of WinINET and cannot be used.',
  'tunnel-without-proxy': 'WinINET names no proxy for https, so the tunnel connects directly.',
  'machine-wide-proxy': 'WinHTTP has a proxy, which also applies on other networks.',
  'auto-detect-not-resolved': 'WinINET uses auto-detection, so the desired proxy is not known.',
  'automatic-refused': 'The PAC file or auto-detection gives no single proxy for WinHTTP.',
  'alignment-refused': 'The WinINET setting cannot be used for WinHTTP.',
  'user-setting-not-followed': 'The WinINET setting names a proxy that is not allowed.',
  'store-unreadable': 'A proxy setting cannot be read.',
  'store-unseen': 'A proxy setting is not visible.',
  'store-managed': 'A policy manages the setting.',
  'change-blocked': 'A needed change is blocked.',
  'change-interrupted': 'An earlier change did not finish.',
  'change-unconfirmed': 'A change was not confirmed.',
  'changed-since-apply': 'The setting was changed outside p2s-fix after the last apply.',
  'values-not-put-back': 'Some values could not be restored.',
  'service-disabled': 'A service that the VPN needs is disabled.',
  'service-missing': 'A service that the VPN needs is missing.',
  'revocation-check-disabled': 'The revocation check is turned off.',
  'sstp-retirement': 'Azure stops SSTP soon.',
  'gateway-root-migration': 'The root certificate of the gateway changes soon.',
  reachable: 'Both routes work.',
  'proxy-unreachable': 'The proxy is unreachable.',
  'proxy-auth-required': 'The proxy requires authentication (407), which SSTP does not support.',
  'proxy-blocks-sstp': 'The proxy blocks CONNECT requests with the header of SSTP.',
  'proxy-refused': 'The proxy refuses to connect to the gateway.',
  'dns-failed': 'The name of the gateway does not resolve.',
  'gateway-unreachable': 'The gateway is unreachable.',
  timeout: 'There is no reply in time.',
  'captive-portal': 'A sign-in page answers in place of the gateway.',
  'tls-failed': 'The TLS handshake fails.',
  'tls-inspection': 'The proxy inspects TLS, which SSTP does not support.',
  'tls-offload': 'A reverse proxy ends TLS in front of the gateway.',
  'untrusted-root': 'The root certificate of the gateway is not trusted.',
  'wrong-root': 'The root certificate of the gateway is not the one of the profile.',
  'certificate-invalid': 'The certificate of the gateway is not valid.',
  'no-sstp-port-free': 'The gateway has no free SSTP port.',
  'sstp-not-offered': 'The gateway does not offer SSTP.',
  'not-sstp': 'What answers is not an SSTP server.',
  revoked: 'The certificate of the gateway is revoked.',
  'revocation-unreachable': 'The revocation of the certificate cannot be checked.',
};
