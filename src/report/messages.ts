import type { Finding, FindingCode } from '../core/finding.ts';
import type { ConversionCode } from '../core/proxy/conversion-table.ts';
import { conversionText } from './conversion-text.ts';

interface FindingText {
  message: string;
  remedy: string | null;
}

type Describe = (evidence: Record<string, unknown>, store: string) => FindingText;

const TEXTS: Record<FindingCode, Describe> = {
  'winhttp-not-aligned': (_, store) => ({
    message: `${store} does not hold what the revocation check needs to get through.`,
    remedy: 'Run p2s-fix --apply as an administrator.',
  }),
  'wininet-not-as-desired': (_, store) => ({
    message: `${store} does not hold the wanted proxy setting.`,
    remedy: 'Run p2s-fix --apply.',
  }),
  'wininet-mirror-differs': (e, store) => ({
    message: `${store}: the string values (${words(e.values)}) disagree with the setting that Windows uses.`,
    remedy: 'Another tool wrote only one of the two. p2s-fix --apply brings the strings in line.',
  }),
  'wininet-direct-bit-missing': (_, store) => ({
    message: `${store}: flag bit 0 (direct) is missing; Windows may ignore the setting.`,
    remedy: 'p2s-fix --apply sets it.',
  }),
  'wininet-blob-absent': (_, store) => ({
    message: `${store}: nothing is stored yet; Windows makes the setting from the string values at its next use.`,
    remedy: null,
  }),
  'store-unreadable': (e, store) => ({
    message: `${store}: ${e.bytes} bytes that cannot be read (${e.reason}).`,
    remedy: 'It is never guessed at. p2s-fix --apply can replace it whole, after a backup.',
  }),
  'store-unseen': (e, store) => ({
    message: `${store} is not visible: ${e.key} was not exported, or access was denied.`,
    remedy: 'Export that key too, or run as an administrator.',
  }),
  'store-managed': (e, store) => ({
    message: `${store} is managed (${e.by}); p2s-fix never writes it.`,
    remedy: 'Ask whoever owns that policy.',
  }),
  'change-blocked': (e, store) =>
    e.reason === 'unknown-version'
      ? {
          message: `${store} would have to change, but its blob has a version that is not known here; it is never overwritten.`,
          remedy: 'Look for a newer p2s-fix, or set the proxy by the means of this Windows.',
        }
      : {
          message: `${store} would have to change, but is managed (${e.reason}); nothing was written anywhere.`,
          remedy: 'Ask whoever owns that policy to set it there.',
        },
  'per-machine-policy': () => ({
    message: 'Policy ProxySettingsPerUser=0: all users share the machine-wide setting.',
    remedy: null,
  }),
  'alignment-refused': (e) => ({
    message: `The setting cannot be carried over: ${conversion(e)}.`,
    remedy: 'Name what WinHTTP should hold with --proxy or --direct.',
  }),
  'alignment-note': (e) => ({ message: `Carried over with a remark: ${conversion(e)}.`, remedy: null }),
  'auto-detect-not-resolved': (_, store) => ({
    message: `${store}: auto-detect is on. What it answers on this network was not resolved; only what is set by hand was looked at.`,
    remedy: null,
  }),
  'machine-wide-proxy': () => ({
    message:
      'A WinHTTP proxy holds for every service of this machine and stays when it leaves the network; Windows Update and others will use it too.',
    remedy: 'On a portable machine, clear it off the network: p2s-fix --apply --direct, or p2s-fix rollback.',
  }),
  'no-gateway-known': () => ({
    message: 'No gateway is known, so the path was not checked.',
    remedy: 'Name it: p2s-fix --gateway azuregateway-….vpn.azure.com',
  }),
  'service-disabled': (e) => ({
    message: `Service ${e.service} is disabled.`,
    remedy: `Set its start type back to manual: sc.exe config ${e.service} start= demand`,
  }),
  'revocation-check-disabled': () => ({
    message:
      'NoCertRevocationCheck=1 switches the revocation check of SSTP off: a security downgrade that hides the cause.',
    remedy: 'Remove the value once the revocation path works.',
  }),
  'restart-pending': (e) => ({
    message: `Windows waits for a restart (${words(e.reasons)}). Proxy changes do not need one.`,
    remedy: null,
  }),
  'change-interrupted': (e) => ({
    message: `An earlier change was interrupted (backup ${e.backup}).`,
    remedy: 'p2s-fix --apply puts it back first and goes on; p2s-fix rollback puts it back.',
  }),
  'candidate-fails': (e) => ({
    message: `The proposed setting does not get through (${e.verdict}), while the present one does.`,
    remedy: 'p2s-fix --apply does not write it. To write it all the same, add --yes.',
  }),
  'sstp-retirement': (e) => ({
    message: `Azure stops SSTP on ${e.date}; this connection has to move to IKEv2 or OpenVPN before that.`,
    remedy: null,
  }),
  'gateway-name-unusual': (e) => ({
    message: `${e.host} does not look like an Azure VPN gateway (azuregateway-….vpn.azure.com). It is checked all the same.`,
    remedy: null,
  }),
  'path-not-checked': (e) =>
    e.reason === 'recording'
      ? {
          message: 'The path was not checked: from this desk it is not the path of the recorded machine.',
          remedy: 'To check it from here all the same, add --probe.',
        }
      : { message: 'The path was not checked, as asked.', remedy: null },
};

/** What a finding says to a person, in English: one sentence, and the next step where there is one. */
export function describeFinding(finding: Finding): FindingText {
  return TEXTS[finding.code](finding.evidence, finding.store ?? '');
}

function conversion({ reason, detail }: Record<string, unknown>): string {
  return conversionText(reason as ConversionCode, String(detail));
}

function words(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
