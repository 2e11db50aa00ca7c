import { type Describe, words } from '../finding-text.ts';
import { GATEWAY_EN, strategyText } from './gateway-text.ts';

const ABOUT: Readonly<Record<string, string>> = {
  wininet: "the user's setting (WinINET)",
  winhttp: 'the setting of the computer (WinHTTP)',
  gateways: 'their gateways',
};

/** Findings about profiles and phonebooks. */
export const PROFILE_TEXTS = {
  'sstp-not-offered': (e) =>
    e.answered === true
      ? {
          message: `${e.gateway} answers SSTP, although its profile names only ${words(e.types)}: the profile is out of date (${words(e.files)}).`,
          remedy: 'VPN team: download a new VPN client package and redeploy it.',
        }
      : {
          message: `${e.gateway} does not offer SSTP: its profile names ${words(e.types)} (${words(e.files)}).`,
          remedy: 'VPN team: use a protocol that it offers. No proxy setting makes SSTP work with it.',
        },
  'gateway-openvpn-only': (e) => ({
    message:
      e.reason === 'virtual-wan'
        ? `${e.gateway} is a gateway of Virtual WAN, which never had SSTP.`
        : `${e.gateway} supports only OpenVPN, according to its profile (${words(e.files)}).`,
    remedy: 'Use the Azure VPN Client. No proxy setting makes SSTP work with it.',
  }),
  'profiles-conflict': (e) => ({
    message: `Profiles disagree about ${e.gateway}: ${String(e.about)} is ${sayings(e.says)}.`,
    remedy: 'VPN team: download a new VPN client package, and use only that one.',
  }),
  'recordings-conflict': (e) => ({
    message: `The recordings are of computers that differ in ${ABOUT[String(e.about)] ?? e.about}: ${sayings(e.says)}.`,
    remedy: 'Administrator: check each recording alone: p2s-fix --machine FILE.',
  }),
  'openvpn-plugin-entry': (e) => ({
    message: `The entry ${e.entry} belongs to the Azure VPN Client (OpenVPN), whatever its strategy says (${e.file}).`,
    remedy: null,
  }),
  'entry-without-sstp': (e) => ({
    message: `The entry ${e.entry} connects to ${e.gateway} without SSTP: ${strategyText(Number(e.strategy), GATEWAY_EN)} (${e.file}).`,
    remedy: null,
  }),
  'entry-unreadable': (e) => ({
    message: `The entry ${e.entry} may use SSTP, but ${e.server === '' ? 'names no server' : `its server "${e.server}" is not a host name`} (${e.file}): it was left out.`,
    remedy:
      'Administrator: set one host name or address as its server, without https:// and path, or install its profile again. If you know the gateway, name it: --gateway HOST.',
  }),
  'gateways-left-out': (e) => ({
    message: `The phonebooks name more gateways than are checked in one run (${e.limit}): ${e.leftOut} left out, and not tested.`,
    remedy: 'Name the gateways to check: p2s-fix --gateway HOST',
  }),
  'phonebook-unreadable': (e) => ({ message: `${e.problem} (${e.file})`, remedy: null }),
  'profile-root-old': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)} only, a root from before the migration that ends on ${e.deadline} (${words(e.files)}).`,
    remedy:
      'VPN team: where Microsoft has announced the migration of this gateway, download a new VPN client package and redeploy it before that day.',
  }),
  'profile-root-both': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)}: it works before and after the root migration.`,
    remedy: null,
  }),
  'profile-root-new': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)} only, a root that gateways did not have before the migration.`,
    remedy: null,
  }),
  'profile-root-unknown': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)}, a root that is not known as one of Azure's (${words(e.files)}).`,
    remedy: null,
  }),
  'profile-root-untrusted': (e) => ({
    message: `${e.gateway} shows the root of its profile, but this system does not trust it.`,
    remedy:
      'Administrator: install the VPN client package again. Windows downloads a public root automatically if ctldl.windowsupdate.com is reachable through WinHTTP.',
  }),
} satisfies Record<string, Describe>;

function sayings(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value
    .map(({ file, value: named }: { file: string; value: string }) => `"${named}" in ${file}`)
    .join(', ');
}
