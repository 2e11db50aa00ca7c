import { type Phrase, say } from '../../core/model/say.ts';

/** The words of a code that may come from a recording and be anything; else `otherwise`. */
export function ofCode<Other extends Phrase | null>(
  words: Readonly<Record<string, Phrase>>,
  code: unknown,
  otherwise: Other,
): Phrase | Other {
  return (Object.hasOwn(words, String(code)) ? words[String(code)] : undefined) ?? otherwise;
}

export const SEVERITY_TEXTS = {
  error: say('ERROR'),
  warning: say('WARNING'),
  info: say('INFO'),
} as const;

export const STEP_NAMES = {
  observe: say('Reading the proxy settings'),
  resolve: say('Resolving auto-detect and PAC'),
  'probe-current': say('Testing the routes'),
  'probe-proposed': say('Testing the routes with the proposed settings'),
  'probe-next': say('Testing IKEv2 and OpenVPN'),
  'back-up': say('Backing up'),
  write: say('Writing'),
  'read-back': say('Reading back'),
  'probe-after': say('Testing the routes again'),
  restore: say('Restoring the earlier values'),
} as const;

export const WRITE_STATUSES = {
  waiting: say('waiting'),
  started: say('being written'),
  written: say('written'),
  unchanged: say('already so'),
  restored: say('restored'),
  'not-done': say('not done'),
  changed: say('changed outside p2s-fix, not written'),
  denied: say('denied'),
  failed: say('failed'),
} as const;

export const MARKS = {
  pass: say('passed'),
  fail: say('failed'),
  warn: say('warning'),
  skip: say('not tested'),
} as const;

export const CHECK_STATUS_TEXTS = {
  pass: say('pass'),
  fail: say('fail'),
  warn: say('warn'),
  skip: say('skip'),
} as const;

export const SETTING_PARTS = {
  proxy: say('Proxy'),
  bypass: say('Bypass'),
  pac: say('PAC'),
  'auto-detect': say('Auto-detect'),
} as const;

export const ACTOR_TEXTS = {
  user: say('User'),
  admin: say('Administrator'),
  'network-team': say('Network team'),
  'proxy-team': say('Proxy team'),
  'vpn-team': say('VPN team'),
} as const;

export const OUTLOOK_TEXTS = {
  works: say('reachable from this computer'),
  'works-through-proxy': say('works through the proxy, with a client that supports one'),
  blocked: say('not reachable from this computer'),
  unknown: say('not known'),
} as const;

export const MOVE_TEXTS = {
  'as-wanted': say('The settings are as desired.'),
  'proxy-works': say('The proxy works on this network: it is set.'),
  'no-proxy-wanted': say('The desired setting has no proxy: WinHTTP connects directly.'),
  'proxy-does-not-answer': say('Nothing is reached through the proxy on this network: it is cleared.'),
  'proxy-not-here': say(
    'Nothing is reached through the desired proxy on this network, and WinHTTP has none. Nothing is changed.',
  ),
  'proxy-asks-sign-in': say(
    'The proxy asks for credentials, which neither SSTP nor a service can give. Nothing is changed.',
  ),
  'not-proved': say(
    'Whether the proxy works on this network cannot be tested: no gateway is known. Nothing is changed.',
  ),
  'not-ours': say('Another proxy is set, through which nothing is reached. It is not changed.'),
  'not-known': say('The desired settings cannot be determined now. Nothing is changed.'),
  'left-alone': say('This change was reverted outside p2s-fix twice in a row. It is not made again.'),
} as const;
