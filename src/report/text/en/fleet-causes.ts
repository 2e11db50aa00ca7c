import { type FleetCause, NO_ANSWERS, type NoAnswer } from '../../../core/fleet/result.ts';
import type { MigrationAnswer } from '../../../core/migration/model.ts';
import type { VerdictCode } from '../../../core/model/check.ts';

/** Causes that need a sentence; a finding needs one only if it can be the most severe of a computer. */
type Titled =
  | NoAnswer
  | MigrationAnswer
  | Exclude<VerdictCode, 'not-tested'>
  | 'aligned'
  | 'changed'
  | 'confirmed'
  | 'unchanged'
  | 'not-judged'
  | 'input'
  | 'drift'
  | 'out-of-reach';
type Sentences = Record<`fleet-cause.${Titled}`, string> &
  Partial<Record<`fleet-cause.${FleetCause}` | `fleet-next.${FleetCause}`, string>>;

/** A cause in one sentence that is true of each of its computers, without their individual values; then what to do. */
export const FLEET_CAUSES_EN = {
  'fleet-cause.aligned': 'As desired.',
  'fleet-cause.changed': 'Changed and read back.',
  'fleet-cause.not-judged': 'Cannot be judged: a proxy setting is not visible.',
  'fleet-cause.input': 'A file or another input cannot be used.',
  'fleet-cause.user-ambiguous': 'Several users could be the VPN user.',
  'fleet-cause.confirmed': 'The unconfirmed change is kept.',
  'fleet-cause.unchanged': 'No change was needed there.',
  'fleet-cause.ready': 'Ready to move from SSTP.',
  'fleet-cause.ready-after-changes': 'Ready to move after changes.',
  'fleet-cause.not-possible': 'No move is possible from that network.',
  'fleet-cause.not-known': 'Whether it can move is not known.',
  'fleet-cause.unreachable': NO_ANSWERS.unreachable,
  'fleet-cause.sign-in-refused': NO_ANSWERS['sign-in-refused'],
  'fleet-cause.no-powershell': NO_ANSWERS['no-powershell'],
  'fleet-cause.no-remoting': NO_ANSWERS['no-remoting'],
  'fleet-cause.hangs': NO_ANSWERS.hangs,
  'fleet-cause.lost': NO_ANSWERS.lost,
  'fleet-cause.remote-error': NO_ANSWERS['remote-error'],
  'fleet-cause.no-result': NO_ANSWERS['no-result'],
  'fleet-cause.not-run': NO_ANSWERS['not-run'],
  'fleet-cause.drift': 'The proxy settings are not as desired.',
  'fleet-cause.out-of-reach': 'The gateway or a revocation server is unreachable.',
  'fleet-cause.winhttp-not-aligned': 'WinHTTP is not set to the desired proxy.',
  'fleet-cause.wininet-not-as-desired': 'WinINET is not set to the desired proxy.',
  'fleet-cause.wininet-mirror-differs':
    'The string values of WinINET disagree with the setting that Windows uses.',
  'fleet-cause.wininet-strings-only':
    'The string values of WinINET name a setting that Windows does not use.',
  'fleet-cause.wininet-strings-newer':
    'The string values of WinINET disagree with its setting, and may be newer.',
  'fleet-cause.wininet-direct-bit-missing':
    'The WinINET setting lacks a flag; Windows may ignore the setting.',
  'fleet-cause.value-wrong-type': 'A registry value has the wrong type.',
  'fleet-cause.policy-proxy-differs': 'A policy names another setting than the one that is used.',
  'fleet-cause.vpn-entry-proxy': 'A VPN entry has a proxy setting of its own.',
  'fleet-cause.winhttp-proxy-empty': 'WinHTTP is set to use a proxy, but names none.',
  'fleet-cause.winhttp-proxy-stale': 'WinHTTP has a proxy, but WinINET names none.',
  'fleet-cause.winhttp-wininet-shaped': 'The WinHTTP value has the format of WinINET and cannot be used.',
  'fleet-cause.tunnel-without-proxy': 'WinINET names no proxy for https, so the tunnel connects directly.',
  'fleet-cause.machine-wide-proxy': 'WinHTTP has a proxy, which also applies on other networks.',
  'fleet-cause.auto-detect-not-resolved': 'WinINET uses auto-detection, so the desired proxy is not known.',
  'fleet-cause.automatic-refused': 'The PAC file or auto-detection gives no single proxy for WinHTTP.',
  'fleet-cause.alignment-refused': 'The WinINET setting cannot be used for WinHTTP.',
  'fleet-cause.user-setting-not-followed': 'The WinINET setting names a proxy that is not allowed.',
  'fleet-cause.store-unreadable': 'A proxy setting cannot be read.',
  'fleet-cause.store-unseen': 'A proxy setting is not visible.',
  'fleet-cause.store-managed': 'A policy manages the setting.',
  'fleet-cause.change-blocked': 'A needed change is blocked.',
  'fleet-cause.change-interrupted': 'An earlier change did not finish.',
  'fleet-cause.other-change-interrupted': 'A change of another computer did not finish.',
  'fleet-cause.change-unconfirmed': 'A change was not confirmed.',
  'fleet-cause.changed-since-apply': 'The setting was changed outside p2s-fix after the last apply.',
  'fleet-cause.values-not-put-back': 'Some values could not be restored.',
  'fleet-cause.service-disabled': 'A service that the VPN needs is disabled.',
  'fleet-cause.service-missing': 'A service that the VPN needs is missing.',
  'fleet-cause.revocation-check-disabled': 'The revocation check is turned off.',
  'fleet-cause.client-certificate': 'No client certificate can be used to sign in.',
  'fleet-cause.logged-vpn-error': 'Windows logged that a VPN connection failed.',
  'fleet-cause.logged-proxy-authentication':
    'Windows logged that a proxy requires authentication, which SSTP does not support.',
  'fleet-cause.logged-interception':
    "Windows logged that the certificate which the tunnel saw is not the server's own.",
  'fleet-cause.logged-sstp-event': 'Windows logged an error of the SSTP client.',
  'fleet-cause.inspection-suspected': 'The certificate of the gateway shows signs of an inspecting proxy.',
  'fleet-cause.clock-differs': 'The clock differs from that of the servers on the path.',
  'fleet-cause.candidate-fails': 'The proposed setting was tested and does not work.',
  'fleet-cause.revocation-from-cache': 'Windows accepts the certificate of the gateway only from a cache.',
  'fleet-cause.revocation-by-another-way':
    'Windows reached the revocation lists through another route than that of the service.',
  'fleet-cause.windows-revocation-offline':
    'The revocation lists are reachable, but the check of Windows fails.',
  'fleet-cause.windows-chain-refused': 'Windows itself does not accept the certificate of the gateway.',
  'fleet-cause.delta-crl-unavailable': 'A revocation list names a delta list that cannot be read.',
  'fleet-cause.chain-incomplete': 'The gateway does not send all its certificates.',
  'fleet-cause.issuer-not-fetched':
    'The gateway does not send all its certificates, and a missing one could not be downloaded.',
  'fleet-cause.root-update-blocked':
    'The root certificate of the gateway is missing, and the list of new roots is unreachable.',
  'fleet-cause.gateway-openvpn-only': 'The gateway supports only OpenVPN.',
  'fleet-cause.profiles-conflict': 'The profiles disagree about the gateway.',
  'fleet-cause.profile-root-old': 'The profile expects only a root certificate that is being retired.',
  'fleet-cause.profile-root-untrusted':
    'The root certificate of the gateway is that of its profile, but is not trusted.',
  'fleet-cause.entry-unreadable': 'The server of a VPN entry is not a host name.',
  'fleet-cause.gateway-name-unusual': 'The gateway does not have a usual name of an Azure VPN gateway.',
  'fleet-cause.proxy-passed-over': 'The setting names several routes, and the first gives no connection.',
  'fleet-cause.name-needs-proxy':
    'The name of the gateway does not resolve, and the tunnel connects directly.',
  'fleet-cause.bypass-matches': 'A bypass entry makes a needed address bypass the proxy.',
  'fleet-cause.automatic-resolved':
    'The PAC file or auto-detection also names proxies that WinHTTP cannot use or that do not answer.',
  'fleet-cause.automatic-unavailable': 'Windows could not resolve auto-detection or the PAC file.',
  'fleet-cause.service-account-proxy':
    'A service account has a proxy setting of its own, which the revocation check uses.',
  'fleet-cause.sstp-retirement': 'Azure is ending SSTP: the connection must move to IKEv2 or OpenVPN.',
  'fleet-cause.gateway-root-migration': 'The root certificate of the gateway is being replaced.',
  'fleet-cause.reachable': 'Both routes work.',
  'fleet-cause.proxy-unreachable': 'The proxy is unreachable.',
  'fleet-cause.proxy-auth-required': 'The proxy requires authentication (407), which SSTP does not support.',
  'fleet-cause.proxy-blocks-sstp': 'The proxy blocks CONNECT requests with the header of SSTP.',
  'fleet-cause.proxy-refused': 'The proxy refuses to connect to the gateway.',
  'fleet-cause.dns-failed': 'The name of the gateway does not resolve.',
  'fleet-cause.gateway-unreachable': 'The gateway is unreachable.',
  'fleet-cause.timeout': 'There is no reply in time.',
  'fleet-cause.captive-portal': 'A sign-in page answers in place of the gateway.',
  'fleet-cause.tls-failed': 'The TLS handshake fails.',
  'fleet-cause.tls-inspection': 'The proxy inspects TLS, which SSTP does not support.',
  'fleet-cause.tls-offload': 'A reverse proxy terminates TLS in front of the gateway.',
  'fleet-cause.untrusted-root': 'The root certificate of the gateway is not trusted.',
  'fleet-cause.wrong-root': 'The root certificate of the gateway is not the one of the profile.',
  'fleet-cause.certificate-invalid': 'The certificate of the gateway is not valid.',
  'fleet-cause.no-sstp-port-free': 'The gateway has no free SSTP port.',
  'fleet-cause.sstp-not-offered': 'The gateway does not offer SSTP.',
  'fleet-cause.not-sstp': 'What answers is not an SSTP server.',
  'fleet-cause.revoked': 'The certificate of the gateway is revoked.',
  'fleet-cause.revocation-unreachable': 'The revocation of the certificate cannot be checked.',
  'fleet-next.changed': 'Reconnect the VPN there: open connections keep the old setting.',
  'fleet-next.service-disabled':
    'Run p2s-fix there: it names the service, and the command that enables it again.',
  'fleet-next.logged-vpn-error': 'Run p2s-fix there: it shows the error and its most likely cause.',
  'fleet-next.client-certificate': 'Run p2s-fix there as the VPN user: it shows what is missing.',
  'fleet-next.user-ambiguous':
    'Run p2s-fix there with --user SID. A list for fleet audit or fleet apply can name it in the column vpnuser.',
  'fleet-next.input': 'Fix or replace each: its message (--verbose) names what is wrong.',
  'fleet-next.not-judged': 'For a recording, run this there in PowerShell as the VPN user: {command}',
  'fleet-next.ready-after-changes':
    'They are listed for each computer; the requests to the owners are ready to send.',
  'fleet-next.not-possible': 'Use another network, or ask for an exemption from the proxy.',
  'fleet-next.not-known':
    'What is missing is listed for each computer. Often it is the profile (--profile FILE): the OpenVPN check needs its key.',
  'fleet-next.unreachable':
    'Check the name, and that sshd or WinRM runs there and that no firewall blocks it. Laptops: collect results with fleet report.',
  'fleet-next.sign-in-refused': 'Sign in by hand (ssh, Enter-PSSession) and read the error that it shows.',
  'fleet-next.no-powershell':
    'sshd_config there needs the subsystem powershell; --subsystem names another one.',
  'fleet-next.no-remoting':
    'SSH needs PowerShell 7.3 or later on this computer (--powershell FILE); WinRM needs Windows.',
  'fleet-next.hangs': 'Run it again with a longer --deadline; if it still fails, restart the computer.',
  'fleet-next.lost': 'Run it again: it finds the unfinished change there and rolls it back first.',
  'fleet-next.remote-error': 'The evidence shows which one.',
  'fleet-next.no-result':
    'It may not have run the script yet, or application control or a virus scanner stopped it there.',
} as const satisfies Sentences;
