import { step } from '../../causes/rule.ts';
import { command, say } from '../../model/say.ts';
import { strategyText } from '../../model/strategy.ts';
import {
  by,
  eachOf,
  type FindingRule,
  fill,
  filled,
  type Says,
  shown,
  todo,
  wordsFor,
} from './finding-rule.ts';

const RECORDED_PARTS = {
  wininet: say("the user's setting (WinINET)"),
  winhttp: say('the setting of the computer (WinHTTP)'),
  gateways: say('their gateways'),
} as const;

const inFile: Says = filled('"{value}" in {file}');

/** Profiles, phonebooks and recordings. */
export const PROFILES = {
  'sstp-not-offered': {
    title: say('The gateway does not offer SSTP.'),
    says: (e) =>
      e.answered === true
        ? fill(
            '{gateway} answers SSTP, although its profile names only {types}: the profile is out of date ({files}).',
            e,
          )
        : fill('{gateway} does not offer SSTP: its profile names {types} ({files}).', e),
    steps: (e) =>
      e.answered === true
        ? by('vpn-team', 'download a new VPN client package and redeploy it')(e)
        : by('vpn-team', 'use a protocol that it offers', 'No proxy setting makes SSTP work with it.')(e),
  },
  'gateway-openvpn-only': {
    title: say('The gateway supports only OpenVPN.'),
    says: (e) =>
      e.reason === 'virtual-wan'
        ? fill('{gateway} is a gateway of Virtual WAN, which never had SSTP.', e)
        : fill('{gateway} supports only OpenVPN, according to its profile ({files}).', e),
    steps: todo('Use the Azure VPN Client. No proxy setting makes SSTP work with it.'),
  },
  'profiles-conflict': {
    title: say('The profiles disagree about the gateway.'),
    says: (e) =>
      fill('Profiles disagree about {gateway}: {about} is {sayings}.', e, {
        sayings: eachOf(e.says, inFile),
      }),
    steps: by('vpn-team', 'download a new VPN client package, and use only that one'),
  },
  'recordings-conflict': {
    title: say('The recordings are of computers that differ.'),
    says: (e) =>
      fill('The recordings are of computers that differ in {part}: {sayings}.', e, {
        part: Array.isArray(e.about) ? shown(e.about) : wordsFor(RECORDED_PARTS, e.about),
        sayings: eachOf(e.says, inFile),
      }),
    steps: () => [
      step(
        'administrator',
        say('check each recording alone: {command}', { command: command('audit', { machine: ['FILE'] }) }),
      ),
    ],
  },
  'openvpn-plugin-entry': {
    title: say('A VPN entry belongs to the Azure VPN Client (OpenVPN).'),
    says: filled(
      'The entry {entry} belongs to the Azure VPN Client (OpenVPN), whatever its strategy says ({file}).',
    ),
  },
  'entry-without-sstp': {
    title: say('A VPN entry connects without SSTP.'),
    says: (e) =>
      fill('The entry {entry} connects to {gateway} without SSTP: {strategy} ({file}).', e, {
        strategy: strategyText(Number(e.strategy)),
      }),
  },
  'entry-unreadable': {
    title: say('The server of a VPN entry is not a host name.'),
    says: (e) =>
      e.server === ''
        ? fill('The entry {entry} may use SSTP, but names no server ({file}): it was left out.', e)
        : fill(
            'The entry {entry} may use SSTP, but its server "{server}" is not a host name ({file}): it was left out.',
            e,
          ),
    steps: by(
      'administrator',
      'set one host name or address as its server, without https:// and path, or install its profile again',
      'If you know the gateway, name it: --gateway HOST.',
    ),
  },
  'gateways-left-out': {
    title: say('The phonebooks name more gateways than are checked in one run.'),
    says: filled(
      'The phonebooks name more gateways than are checked in one run ({limit}): {leftOut} left out, and not tested.',
    ),
    steps: todo('Name the gateways to check: {command}', {
      command: command('audit', { gateway: ['HOST'] }),
    }),
  },
  'phonebook-unreadable': {
    title: say('A phonebook cannot be read.'),
    says: filled('{problem} ({file})'),
  },
  'profile-root-old': {
    title: say('The profile expects only a root certificate that Microsoft replaces on some gateways.'),
    says: filled(
      'The profile of {gateway} expects {roots} only, which Microsoft replaces on the gateways that its notification names ({files}). The root that the gateway shows decides.',
    ),
    steps: by(
      'vpn-team',
      'if a notification from Microsoft names this gateway, download a new VPN client package and redeploy it before the day that it gives',
    ),
  },
  'profile-root-both': {
    title: say('The profile works before and after the root migration of the gateway.'),
    says: filled('The profile of {gateway} expects {roots}: it works before and after the root migration.'),
  },
  'profile-root-new': {
    title: say('The profile expects a root certificate that is not being replaced.'),
    says: filled('The profile of {gateway} expects {roots}, which is not a root that is being replaced.'),
  },
  'profile-root-unknown': {
    title: say("The profile expects a root certificate that is not known as a root of Azure's gateways."),
    says: filled(
      "The profile of {gateway} expects {roots}, not known as a root of Azure's gateways ({files}).",
    ),
  },
  'profile-root-untrusted': {
    title: say('The root certificate of the gateway is that of its profile, but is not trusted.'),
    says: filled('{gateway} shows the root of its profile, but this system does not trust it.'),
    steps: by(
      'administrator',
      'install the VPN client package again',
      'Windows downloads a public root automatically if ctldl.windowsupdate.com is reachable through WinHTTP.',
    ),
  },
} satisfies Record<string, FindingRule>;
