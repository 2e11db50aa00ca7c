import type { ConversionCode } from '../../../core/proxy/conversion-table.ts';
import { applyCommand, type Describe, isFailing, isUnproved, presentPath, words } from '../finding-text.ts';
import { conversionText } from './conversion-text.ts';

/** What to do about a change that was tested and fails. */
function notYet(evidence: Record<string, unknown>): string {
  return presentPath(evidence) === 'works'
    ? 'Leave it as it is: see candidate-fails.'
    : 'Applying this now will not help. Fix the problem reported above first.';
}

const BESIDE_PRESENT = { works: ', while the current one does', fails: ' either', unknown: '' };

/** The desired setting fails; adds what is known about the current one. */
function failing({ candidateFails, ...evidence }: Record<string, unknown>): string {
  if (isUnproved(candidateFails)) return 'is not proved to work, while the current one does';
  return `does not work${BESIDE_PRESENT[presentPath(evidence)]} (${candidateFails})`;
}

function heldAndDesired({ holds, desired }: Record<string, unknown>, store: string): string {
  return holds === undefined
    ? `${store} is not set to the desired proxy setting.`
    : `${store} is set to ${holds}; the desired setting is ${desired}.`;
}

/** The option that an apply requires to replace a value that cannot be read. */
export function withYes({ yes }: Record<string, unknown>): string {
  return yes === true ? ' --yes' : '';
}

/** Findings about the settings and their desired values. */
export const STORE_TEXTS = {
  'winhttp-not-aligned': (e, store) => ({
    message: isFailing(e)
      ? `${store} is not set to the desired proxy setting, which ${failing(e)}.`
      : `${heldAndDesired(e, store)}${e.works === true ? ' Both routes work today.' : ''}`,
    remedy: isFailing(e) ? notYet(e) : `Run ${applyCommand(e)}`,
  }),
  'wininet-not-as-desired': (e, store) => ({
    message: isFailing(e)
      ? `${store} is not set to the desired proxy setting, which ${failing(e)}.`
      : heldAndDesired(e, store),
    remedy: isFailing(e) ? notYet(e) : `Run ${applyCommand(e)}`,
  }),
  'wininet-mirror-differs': (e, store) => ({
    message: `${store}: the string values (${words(e.values)}) disagree with the setting that Windows uses.`,
    remedy: `Another tool wrote only one of the two. To update the strings: ${applyCommand(e)}`,
  }),
  'wininet-strings-only': (e, store) => ({
    message: `${store}: the string values say ${e.strings}, but Windows uses ${e.used}: another tool wrote the strings only.`,
    remedy:
      'p2s-fix --apply --proxy … writes what Windows uses as well; without --proxy the strings are updated to match it.',
  }),
  'wininet-strings-newer': (e, store) => ({
    message:
      e.newer === 'strings'
        ? `${store}: the string values (${words(e.values)}) say ${e.strings} and were changed last, but Windows has not adopted them yet. It uses ${e.used}; programs may use the strings from their next start.`
        : `${store}: the string values (${words(e.values)}) say ${e.strings}, the setting says ${e.used}. Which is newer cannot be determined (${e.reason}); programs may use either.`,
    remedy: `Name the state: p2s-fix --apply --proxy HOST:PORT${withYes(e)}, or p2s-fix --apply --direct${withYes(e)}. Without --proxy or --direct, neither is changed.`,
  }),
  'wininet-legacy-missing': (e, store) => ({
    message:
      e.reason === 'absent'
        ? `${store}: SavedLegacySettings is absent, so Windows cannot see whether the string values were changed.`
        : `${store}: SavedLegacySettings cannot be read (${e.reason}), so Windows cannot see whether the string values were changed.`,
    remedy: 'p2s-fix writes it when it next changes this setting.',
  }),
  'value-wrong-type': (e, store) => ({
    message: `${store}: the value ${e.value} has the type ${e.type} instead of ${e.wanted}. Programs may ignore it or misread it.`,
    remedy: 'Name the state with --proxy or --direct: p2s-fix then writes the right type.',
  }),
  'policy-proxy-differs': (e, store) => ({
    message: `${store}: policy says ${e.policy}, but the setting says ${e.used}.`,
    remedy: 'Ask whoever owns that policy which of the two is right.',
  }),
  'vpn-entry-proxy': (e, store) => ({
    message: `${store}: this VPN entry has its own proxy setting (${e.settings}), while the LAN setting is direct. p2s-fix uses the LAN setting.`,
    remedy: null,
  }),
  'winhttp-proxy-empty': (_, store) => ({
    message: `${store} is set to use a proxy but names no server, which has the same effect as direct.`,
    remedy: 'If it should have a proxy, name it with --proxy.',
  }),
  'tunnel-without-proxy': (e, store) => ({
    message: `${store}: ${e.settings} names no proxy for https, so the VPN tunnel connects directly.`,
    remedy:
      'To send the tunnel through a proxy, name one for all protocols: p2s-fix --apply --proxy HOST:PORT.',
  }),
  'auto-detect-hidden': (_, store) => ({
    message: `${store}: auto-detect is on, but Windows reports it as off. Windows may hide it on a network where nothing was detected.`,
    remedy: null,
  }),
  'wininet-legacy-differs': (e, store) => ({
    message: `${store}: SavedLegacySettings next to it says ${e.legacy}. Windows uses the LAN setting; old programs may not.`,
    remedy: null,
  }),
  'winhttp-wininet-shaped': (e, store) => ({
    message: `${store} holds a setting in the WinINET format: some tools show a proxy there, but Windows uses none.`,
    remedy: `Another tool wrote it. To replace it completely, after a backup: ${applyCommand({ ...e, yes: true })}`,
  }),
  'winhttp-proxy-stale': (e, store) => ({
    message: e.fails
      ? `${store}: ${e.proxy} is set for the whole computer and does not work, while the user's setting names no proxy.`
      : `${store}: ${e.proxy} is set for the whole computer, while the user's setting names no proxy.`,
    remedy: isFailing(e) ? notYet(e) : `To clear it: ${applyCommand(e)}`,
  }),
  'service-account-proxy': (e, store) => ({
    message: e.decides
      ? `${store}: ${e.settings}. The revocation check runs as this account and uses it while WinHTTP names no proxy.`
      : `${store}: ${e.settings}. Services of this account use it where WinHTTP names no proxy.`,
    remedy: null,
  }),
  'wpad-disabled': (_, store) => ({
    message: `${store}: auto-detect is on, but DisableWpad switches it off for WinHTTP.`,
    remedy: null,
  }),
  'changed-since-apply': (e, store) => ({
    message: `${store} was changed outside p2s-fix since p2s-fix last wrote it (${e.appliedAt}, backup ${e.backup}).`,
    remedy:
      'A policy, a management agent or another tool may set it. Find out which before you write it again.',
  }),
  'bypass-matches': (e, store) => ({
    message: `${store}: the bypass entry ${e.entry} makes ${e.host} bypass the proxy.`,
    remedy: 'If this computer cannot reach it directly, remove the entry.',
  }),
  'loopback-proxy': (e, store) => ({
    message: `${store}: the proxy ${e.host}:${e.port} is on this computer itself (loopback)${listenerText(e)}.`,
    remedy:
      'This is usually a per-user proxy agent. Services, and a VPN that connects before sign-in, cannot rely on it.',
  }),
  'wininet-direct-bit-missing': (e, store) => ({
    message: `${store}: flag bit 0 (direct) is missing; Windows may ignore the setting.`,
    remedy: `To set it: ${applyCommand(e)}`,
  }),
  'wininet-blob-absent': (_, store) => ({
    message: `${store}: nothing is stored yet; Windows creates the setting from the string values at its next use.`,
    remedy: null,
  }),
  'store-unreadable': (e, store) => ({
    message: `${store}: ${e.bytes} bytes that cannot be read (${e.reason}).`,
    remedy: unreadableRemedy(e),
  }),
  'store-unseen': (e, store) => ({
    message: `${store} is not visible: ${e.key} was not exported, or access was denied.`,
    remedy: 'Export that key as well, or run as an administrator.',
  }),
  'policy-unseen': () => ({
    message:
      'The keys under Policies are not visible. p2s-fix assumes that no policy manages the proxy settings.',
    remedy: null,
  }),
  'store-managed': (e, store) => ({
    message: `${store} is managed (${e.by}); p2s-fix never writes it.`,
    remedy: 'Ask whoever owns that policy.',
  }),
  'change-blocked': (e, store) =>
    e.reason === 'unknown-version'
      ? {
          message: `${store} needs a change, but p2s-fix does not support the version of its blob; it is never overwritten.`,
          remedy: 'Check for a newer p2s-fix, or set the proxy with the tools of this Windows.',
        }
      : {
          message: `${store} needs a change, but is managed (${e.reason}). Nothing was written.`,
          remedy: 'Ask whoever owns that policy to set it there.',
        },
  'per-machine-policy': () => ({
    message: 'Policy ProxySettingsPerUser=0: all users share the machine-wide setting.',
    remedy: null,
  }),
  'alignment-refused': (e) => ({
    message: `The setting cannot be copied to WinHTTP: ${conversion(e)}.`,
    remedy:
      e.needless === true
        ? 'Both routes work today, so no change is needed.'
        : typeof e.meant === 'string'
          ? `Administrator: if ${e.meant} is the right proxy, set it in WinINET and WinHTTP: p2s-fix --apply --proxy ${e.meant}`
          : 'Name the desired WinHTTP setting with --proxy or --direct.',
  }),
  'alignment-note': (e) => ({ message: `About this setting: ${conversion(e)}.`, remedy: null }),
  'machine-wide-proxy': (e) => ({
    message:
      e.portable === true
        ? 'A WinHTTP proxy applies to every service on this computer, which is portable: off the network that proxy is unreachable, and Windows Update, other services and the revocation check of the VPN fail until it is cleared.'
        : 'A WinHTTP proxy applies to every service on this computer, including Windows Update, and stays set on other networks.',
    remedy: 'On a portable computer, clear it off the network: p2s-fix --apply --direct',
  }),
} satisfies Record<string, Describe>;

function listenerText({ known, listening, process, pid }: Record<string, unknown>): string {
  if (known !== true) return '';
  if (listening !== true) return ', and nothing listens there';
  return process === null
    ? ', where a process listens whose name is not known'
    : `, where ${process} listens (process ${pid})`;
}

function unreadableRemedy({ reason, decides, ...e }: Record<string, unknown>): string {
  if (reason === 'unknown-version')
    return 'A version that p2s-fix does not support is never overwritten. Check for a newer p2s-fix.';
  return decides === true
    ? 'p2s-fix never guesses it. Name the state: p2s-fix --apply --proxy … --yes replaces it completely, after a backup.'
    : `p2s-fix never guesses it. To replace it completely, after a backup: ${applyCommand({ ...e, yes: true })}`;
}

function conversion({ reason, detail }: Record<string, unknown>): string {
  return conversionText(reason as ConversionCode, String(detail));
}
