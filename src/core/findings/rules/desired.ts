import type { Step } from '../../causes/rule.ts';
import { isUntested, verdictRow } from '../../causes/verdicts.ts';
import { command, type Phrase, say, sentences } from '../../model/say.ts';
import type { ConversionCode } from '../../proxy/conversion-table.ts';
import { withQuotes } from '../../proxy/list-issue.ts';
import { NAME_HTTP_PROXY, SET_WINHTTP_ALONE } from './automatic.ts';
import {
  change,
  type Evidence,
  type FindingRule,
  fill,
  filled,
  isFailing,
  presentPath,
  todo,
  wordsFor,
} from './finding-rule.ts';

/** How a token without the same meaning in both settings was converted, as a sentence without its full stop. */
export const CONVERSIONS: Readonly<Record<ConversionCode, Phrase>> = {
  'ftp-dropped': say('WinHTTP has no ftp proxy; it is left out'),
  'same-server-collapsed': say('the same server for http and https is written once'),
  'socks-dropped': say('WinHTTP cannot use SOCKS; it is left out'),
  'socks-only': say('WinHTTP and SSTP cannot use a SOCKS proxy'),
  'tls-proxy': say('WinHTTP and SSTP are not known to work with an https:// proxy'),
  'port-left-out': say('no port is written; Windows is assumed to use port 80'),
  'pac-needs-resolution': say('WinHTTP cannot hold a PAC file'),
  'pac-not-http': say('Windows reads a PAC file by http and https only'),
  'auto-detect-needs-resolution': say('WinHTTP cannot hold auto-detect'),
  'pac-overrides': say('WinINET uses the PAC file before the manual proxy'),
  'auto-detect-overrides': say('WinINET tries auto-detect before the manual proxy'),
  'loopback-subtraction': say('<-loopback> is copied; WinHTTP does not document it'),
  'wildcard-not-leftmost': say(
    'WinHTTP supports a wildcard only at the left end; the entry is copied but may work only in WinINET',
  ),
  'bypass-scheme-or-port': say(
    'WinHTTP does not document schemes and ports in a bypass list; the entry is copied but may work only in WinINET',
  ),
  'bypass-too-long': say('the bypass list is longer than WinINET accepts (2064 characters)'),
  'several-proxies': say('WinHTTP uses the first proxy of a list only'),
  'loopback-proxy': say('a loopback proxy belongs to one user session; services cannot rely on it'),
  'loopback-proxy-allowed': say('a loopback proxy; it is written because you named it'),
  'no-usable-server': say('no server in the list can be used'),
  'prefix-removed': say('the prefix in front of the proxy (such as http://) is left out; it means the same'),
  'trailing-slash': say('the slash after the proxy is left out'),
  'comma-separator': say('commas are replaced by semicolons'),
  'blank-separator': say('blanks separate entries, so this is a list'),
  'idn-to-ascii': say('the name is stored in its ASCII form'),
  'comma-in-entry': say('an entry has a comma'),
  'unknown-scheme': say('a proxy list does not support this protocol'),
  'empty-entry': say('an empty entry is left out'),
  credentials: say('the proxy string has a user name or password; it is never copied'),
  quotes: say('the string has quotation marks, probably from a command copied from a web page'),
  'non-ascii': say('characters outside ASCII cannot be stored safely'),
  'unknown-prefix': say('the prefix in front of the proxy is not supported'),
  path: say('the proxy has a path'),
  'no-host': say('the entry has no host'),
  'bad-host': say('the host is not a host name'),
  'bad-port': say('the port is not a port'),
  'ipv6-without-brackets': say('an IPv6 address needs brackets'),
  'bad-entry': say('the entry cannot be read'),
};

/** The settings against the desired ones, and beside others. */
export const DESIRED = {
  'winhttp-not-aligned': {
    title: say('WinHTTP is not set to the desired proxy.'),
    says: (e) =>
      sentences(notAsDesired(e), e.works === true && !isFailing(e) && say('Both routes work today.')),
    steps: makeIt('Run {command}'),
  },
  'wininet-not-as-desired': {
    title: say('WinINET is not set to the desired proxy.'),
    says: notAsDesired,
    steps: makeIt('Run {command}'),
  },
  'winhttp-proxy-stale': {
    title: say('WinHTTP has a proxy, but WinINET names none.'),
    says: (e) =>
      e.fails
        ? fill(
            "{store}: {proxy} is set for the whole computer and does not work, while the user's setting names no proxy.",
            e,
          )
        : fill("{store}: {proxy} is set for the whole computer, while the user's setting names no proxy.", e),
    steps: makeIt('To clear it: {command}'),
  },
  'policy-proxy-differs': {
    title: say('A policy names another setting than the one that is used.'),
    says: filled('{store}: policy says {policy}, but the setting says {used}.'),
    steps: (e) =>
      e.disputed === true && e.needless !== true
        ? todo(
            'Ask whoever owns that policy which of the two is right. If it is the setting, name it with --proxy or --direct. If it is the policy, apply that first: gpupdate /force',
          )(e)
        : todo('Ask whoever owns that policy which of the two is right.')(e),
  },
  'vpn-entry-proxy': {
    title: say('A VPN entry has a proxy setting of its own.'),
    says: filled(
      '{store}: this VPN entry has its own proxy setting ({settings}), while the LAN setting is direct. p2s-fix uses the LAN setting.',
    ),
  },
  'auto-detect-hidden': {
    title: say('Auto-detection is on, but Windows reports it as off.'),
    says: filled(
      '{store}: auto-detect is on, but Windows reports it as off. Windows may hide it on a network where nothing was detected.',
    ),
  },
  'wpad-disabled': {
    title: say('Auto-detection is on, but DisableWpad switches it off for WinHTTP.'),
    says: filled('{store}: auto-detect is on, but DisableWpad switches it off for WinHTTP.'),
  },
  'service-account-proxy': {
    title: say('A service account has a proxy setting of its own, which the revocation check uses.'),
    says: (e) =>
      e.decides
        ? fill(
            '{store}: {settings}. The revocation check runs as this account and uses it while WinHTTP names no proxy.',
            e,
          )
        : fill('{store}: {settings}. Services of this account use it where WinHTTP names no proxy.', e),
  },
  'bypass-matches': {
    title: say('A bypass entry makes a needed address bypass the proxy.'),
    says: filled('{store}: the bypass entry {entry} makes {host} bypass the proxy.'),
    steps: todo('If this computer cannot reach it directly, remove the entry.'),
  },
  'loopback-proxy': {
    title: say('The proxy is on the computer itself (loopback).'),
    says: (e) => {
      if (e.known !== true)
        return fill('{store}: the proxy {host}:{port} is on this computer itself (loopback).', e);
      if (e.listening !== true)
        return fill(
          '{store}: the proxy {host}:{port} is on this computer itself (loopback), and nothing listens there.',
          e,
        );
      return e.process === null
        ? fill(
            '{store}: the proxy {host}:{port} is on this computer itself (loopback), where a process listens whose name is not known.',
            e,
          )
        : fill(
            '{store}: the proxy {host}:{port} is on this computer itself (loopback), where {process} listens (process {pid}).',
            e,
          );
    },
    steps: todo(
      'This is usually a per-user proxy agent. Services, and a VPN that connects before sign-in, cannot rely on it.',
    ),
  },
  'alignment-refused': {
    title: say('The WinINET setting cannot be used for WinHTTP.'),
    says: (e) => say('The setting cannot be copied to WinHTTP: {conversion}.', { conversion: conversion(e) }),
    steps: (e) => {
      if (e.needless === true) return todo('Both routes work today, so no change is needed.')(e);
      if (e.reason === 'pac-needs-resolution' || e.reason === 'auto-detect-needs-resolution')
        return todo(
          'With --gateway HOST, for a recording also --probe and --pac-file FILE, p2s-fix finds the proxy that the gateway and its revocation addresses need. Or name the state of WinHTTP in a file for --desired.',
        )(e);
      if (e.reason === 'socks-only') return NAME_HTTP_PROXY(e);
      return typeof e.meant === 'string' ? [meant(e.meant)] : SET_WINHTTP_ALONE(e);
    },
  },
  'alignment-note': {
    title: say('A part of the WinINET setting is converted or left out for WinHTTP.'),
    says: (e) => say('About this setting: {conversion}.', { conversion: conversion(e) }),
  },
  'machine-wide-proxy': {
    title: say('WinHTTP has a proxy, which also applies on other networks.'),
    says: (e) =>
      e.portable === true
        ? fill(
            'A WinHTTP proxy applies to every service on this computer, which is portable: on other networks that proxy is unreachable, and Windows Update, other services and the revocation check of the VPN fail until it is cleared.',
            e,
          )
        : fill(
            'A WinHTTP proxy applies to every service on this computer, including Windows Update, and stays set on other networks.',
            e,
          ),
    steps: todo('When a portable computer is on another network, clear it: netsh winhttp reset proxy'),
  },
} satisfies Record<string, FindingRule>;

function notAsDesired(e: Evidence): Phrase {
  if (!isFailing(e))
    return e.holds === undefined
      ? fill('{store} is not set to the desired proxy setting.', e)
      : fill('{store} is set to {holds}; the desired setting is {desired}.', e);
  if (isUntested({ verdict: String(e.candidateFails) }))
    return fill(
      '{store} is not set to the desired proxy setting, which is not proved to work, while the current one does.',
      e,
    );
  const given = { candidateFails: verdictRow(String(e.candidateFails)).says };
  switch (presentPath(e)) {
    case 'works':
      return fill(
        '{store} is not set to the desired proxy setting, which does not work, while the current one does. {candidateFails}',
        e,
        given,
      );
    case 'fails':
      return fill(
        '{store} is not set to the desired proxy setting, which does not work either. {candidateFails}',
        e,
        given,
      );
    default:
      return fill(
        '{store} is not set to the desired proxy setting, which does not work. {candidateFails}',
        e,
        given,
      );
  }
}

/** The change, unless it was tested and fails. */
function makeIt(english: 'Run {command}' | 'To clear it: {command}') {
  return (e: Evidence): readonly Step[] => {
    if (!isFailing(e)) return change(english)(e);
    return presentPath(e) === 'works'
      ? todo('Leave it as it is: see candidate-fails.')(e)
      : todo('Applying this now will not help. Fix the problem reported above first.')(e);
  };
}

function meant(proxy: string): Step {
  const apply = command('apply', { proxy });
  return {
    owner: 'administrator',
    action: say('if {proxy} is the right proxy, set it in WinINET and WinHTTP ({command})', {
      proxy,
      command: apply,
    }),
    command: apply,
  };
}

function conversion({ reason, detail, further }: Evidence): Phrase {
  const what = wordsFor(CONVERSIONS, reason);
  const entry = withQuotes(String(detail));
  if (entry === '') return what;
  return typeof further === 'number'
    ? say('{entry}, and {further} more like it: {what}', { entry, what, further })
    : say('{entry}: {what}', { entry, what });
}
