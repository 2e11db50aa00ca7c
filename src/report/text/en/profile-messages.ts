import { type Describe, words } from '../finding-text.ts';
import { GATEWAY_EN, strategyText } from './gateway-text.ts';

const ABOUT: Readonly<Record<string, string>> = {
  wininet: "the user's setting (WinINET)",
  winhttp: "the machine's setting (WinHTTP)",
  gateways: 'their gateways',
};

/** Findings about what profiles and phonebooks say. */
export const PROFILE_TEXTS = {
  'sstp-not-offered': (e) =>
    e.answered === true
      ? {
          message: `${e.gateway} answers by SSTP, though its profile names ${words(e.types)} alone: the profile is out of date (${words(e.files)}).`,
          remedy: 'VPN team: generate the VPN client package anew, and have it installed.',
        }
      : {
          message: `${e.gateway} does not offer SSTP: its profile names ${words(e.types)} (${words(e.files)}).`,
          remedy: 'VPN team: use what it offers; no proxy setting makes SSTP work here.',
        },
  'gateway-openvpn-only': (e) => ({
    message:
      e.reason === 'virtual-wan'
        ? `${e.gateway} is a gateway of Virtual WAN, which never had SSTP.`
        : `${e.gateway} speaks OpenVPN only, by its profile (${words(e.files)}).`,
    remedy: 'Use the Azure VPN Client. No proxy setting makes SSTP work here.',
  }),
  'profiles-conflict': (e) => ({
    message: `Profiles disagree about ${e.gateway}: ${String(e.about)} is ${sayings(e.says)}.`,
    remedy: 'VPN team: generate the VPN client package anew, and use that one only.',
  }),
  'recordings-conflict': (e) => ({
    message: `The recordings are of machines that differ in ${ABOUT[String(e.about)] ?? e.about}: ${sayings(e.says)}.`,
    remedy: 'Admin: look at each by itself: p2s-fix --machine FILE.',
  }),
  'openvpn-plugin-entry': (e) => ({
    message: `The entry ${e.entry} belongs to the Azure VPN Client (OpenVPN), whatever its strategy says (${e.file}).`,
    remedy: null,
  }),
  'entry-without-sstp': (e) => ({
    message: `The entry ${e.entry} dials ${e.gateway} without SSTP: ${strategyText(Number(e.strategy), GATEWAY_EN)} (${e.file}).`,
    remedy: null,
  }),
  'entry-unreadable': (e) => ({
    message: `The entry ${e.entry} may dial SSTP, and ${e.server === '' ? 'names no server' : `its server "${e.server}" is no host name`} (${e.file}): it was left out.`,
    remedy:
      'Admin: store one host name or address as its server, without https:// and path, or install its profile anew. If you know the gateway, name it: --gateway HOST.',
  }),
  'gateways-left-out': (e) => ({
    message: `The phonebooks name more gateways than are checked in one run (${e.limit}): ${e.leftOut} left out, and not tested.`,
    remedy: 'Name the gateways to check: p2s-fix --gateway HOST',
  }),
  'phonebook-unreadable': (e) => ({ message: `${e.problem} (${e.file})`, remedy: null }),
  'profile-root-old': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)} only, a root from before the migration that ends on ${e.deadline} (${words(e.files)}).`,
    remedy:
      'VPN team: where Microsoft has announced the migration of this gateway, generate the VPN client package anew, and have it installed before that day.',
  }),
  'profile-root-both': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)}: it serves before and after the migration of the root.`,
    remedy: null,
  }),
  'profile-root-new': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)} only, which is no root that gateways had before the migration.`,
    remedy: null,
  }),
  'profile-root-unknown': (e) => ({
    message: `The profile of ${e.gateway} expects ${words(e.roots)}, a root that is not known as one of Azure's (${words(e.files)}).`,
    remedy: null,
  }),
  'profile-root-untrusted': (e) => ({
    message: `${e.gateway} shows the root of its profile, but this system does not trust it.`,
    remedy:
      'Admin: install the VPN client package anew; a public root comes by itself where ctldl.windowsupdate.com is reached on the path of WinHTTP.',
  }),
} satisfies Record<string, Describe>;

function sayings(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value
    .map(({ file, value: said }: { file: string; value: string }) => `"${said}" in ${file}`)
    .join(', ');
}
