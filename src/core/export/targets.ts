import { desiredWinHttp, desiredWinInet } from '../decide/desired.ts';
import type { DesiredSetting, DesiredSettings } from '../decide/desired-settings.ts';
import { P2sError } from '../model/errors.ts';
import {
  INTERNET_SETTINGS,
  isServiceAccount,
  WINHTTP_VALUE,
  WOW64_INTERNET_SETTINGS,
} from '../model/locations.ts';
import { type Message, say } from '../model/say.ts';
import { formatBypassList } from '../proxy/bypass-list.ts';
import { type Conversion, type ConversionRemark, toWinHttp } from '../proxy/convert.ts';
import { formatProxyList } from '../proxy/proxy-list.ts';

/**
 * The desired state of one setting: texts and bits that do not depend on the computer. The script,
 * `ps1/lib/settings/BlobChange.ps1`, keeps the rest (header, counter, tail, unknown bits, omitted parts).
 */
export interface StoreTarget {
  id: string;
  api: 'wininet' | 'winhttp';
  key: string;
  /** Name of the value with the blob. */
  name: string;
  change: BlobChange;
  /** Applies only while policy replaces each user's WinINET setting with the machine-wide one. */
  perMachine: boolean;
}

/** `null`: switched off. Omitted: unchanged. */
export interface BlobChange {
  proxy?: string | null;
  bypass?: string;
  pac?: string | null;
  autoDetect?: boolean;
}

/** Grouped by the account that runs the script. */
export interface Packages {
  /** In the VPN user's session; keys below HKEY_CURRENT_USER. */
  user: readonly StoreTarget[];
  /** As SYSTEM. */
  system: readonly StoreTarget[];
  /** Differences between the typed and the stored form, or between both APIs. */
  notes: readonly ConversionRemark[];
}

const LAN = 'DefaultConnectionSettings';

/**
 * Groups a named state by the account that can write it. It cannot name one user of one computer, because a
 * package is for many.
 *
 * @throws P2sError `refused` when a state depends on the computer (WinHTTP follows a PAC file, or a setting or
 * bypass list is kept), or a conversion is refused
 */
export function packagesOf(
  desired: Extract<DesiredSettings, { source: 'explicit' }>,
  where: string,
): Packages {
  const user: StoreTarget[] = [];
  const system: StoreTarget[] = [];
  const notes: ConversionRemark[] = [];
  const { winInet, winHttp } = desired;
  if (winInet !== null) {
    const change = winInetChangeOf(winInet);
    notes.push(...notesOf(winInet));
    user.push(winInetTarget('wininet/current/lan', 'HKEY_CURRENT_USER', LAN, change));
    system.push(
      ...['wininet/machine', 'wininet/machine/wow64'].map((id) => ({
        ...machineTarget(id, change),
        perMachine: true,
      })),
    );
  }
  if (winHttp !== null) {
    const named = winHttp === 'follow' ? followed(winInet, `${where}, winHttp`) : winHttp;
    const change = winHttpChangeOf(named, `${where}, winHttp`, notes);
    // The 32-bit view first, as in every change: the Windows setter may write both.
    for (const id of ['winhttp/wow64', 'winhttp/native']) system.push(winHttpTarget(id, change));
  }
  for (const [id, one] of Object.entries(desired.stores ?? {})) {
    const place = `${where}, stores["${id}"]`;
    if (id.startsWith('winhttp/')) {
      system.push(winHttpTarget(id, winHttpChangeOf(one, place, notes)));
      continue;
    }
    notes.push(...notesOf(one));
    const target = namedTarget(id, winInetChangeOf(one), place);
    (target.key.startsWith('HKEY_CURRENT_USER') ? user : system).push(target);
  }
  return { user: lastOfEach(user), system: lastOfEach(system), notes };
}

/** `--proxy` and similar as a change: {@link desiredWinInet} without a known current setting. */
function winInetChangeOf(desired: DesiredSetting): BlobChange {
  const { proxy, pac, autoDetect } = desiredWinInet(desired, null);
  return {
    proxy: proxy.enabled ? formatProxyList(proxy.servers) : null,
    ...(desired.kind === 'proxy' && desired.bypass !== null
      ? { bypass: formatBypassList(desired.bypass) }
      : {}),
    pac: pac?.enabled === true ? pac.url : null,
    autoDetect: autoDetect === true,
  };
}

function winHttpChangeOf(desired: DesiredSetting, where: string, notes: ConversionRemark[]): BlobChange {
  const { target, notes: remarks }: Conversion = desiredWinHttp(desired, null);
  const refused = remarks.find(({ severity }) => severity === 'refused');
  if (target === null) {
    throw new P2sError(
      'refused',
      say('WinHTTP cannot hold this ({code}).', { code: String(refused?.code) }),
      {
        where,
        evidence: { reason: refused?.code ?? null },
      },
    );
  }
  notes.push(...remarks, ...notesOf(desired));
  if (!target.proxy.enabled) return { proxy: null };
  const kept = desired.kind === 'proxy' && desired.bypass === null;
  return {
    proxy: formatProxyList(target.proxy.servers),
    ...(kept ? {} : { bypass: formatBypassList(target.bypass) }),
  };
}

/** The WinHTTP state that follows WinINET. The system package sees no user, so it must be known at export. */
function followed(winInet: DesiredSetting | null, where: string): DesiredSetting {
  const refuse = (reason: string, message: Message) =>
    new P2sError('refused', message, {
      where,
      next: say('Name the state of winHttp explicitly: {"proxy": …, "bypass": …} or {"direct": true}.'),
      evidence: { reason },
    });
  if (winInet === null)
    throw refuse(
      'no-source',
      say('WinHTTP follows a setting that is not named: it differs from computer to computer.'),
    );
  if (winInet.kind === 'pac')
    throw refuse(
      'pac-needs-resolution',
      say('WinHTTP cannot follow a PAC file without a check on each computer.'),
    );
  if (winInet.kind === 'proxy' && winInet.bypass === null)
    throw refuse(
      'bypass-not-named',
      say('WinHTTP follows a bypass list that is not named: it differs from computer to computer.'),
    );
  if (winInet.kind === 'direct') return winInet;
  const { target } = toWinHttp(desiredWinInet(winInet, null), { allowLoopback: true });
  return { kind: 'proxy', servers: target?.proxy.servers ?? winInet.servers, bypass: winInet.bypass };
}

function namedTarget(id: string, change: BlobChange, where: string): StoreTarget {
  if (id.startsWith('wininet/machine')) return machineTarget(id, change);
  const [, sid = '', , entry] = id.split('/');
  const name = entry === undefined ? LAN : connectionName(entry, where);
  if (sid === 'current') return winInetTarget(id, 'HKEY_CURRENT_USER', name, change);
  if (isServiceAccount(sid)) return winInetTarget(id, `HKEY_USERS\\${sid}`, name, change);
  throw new P2sError('refused', say('A package for many computers cannot name an account of one of them.'), {
    where,
    next: say('Name it as wininet/current/…: the user who is signed in.'),
    evidence: { reason: 'one-user' },
  });
}

function connectionName(entry: string, where: string): string {
  try {
    return decodeURIComponent(entry);
  } catch (cause) {
    throw new P2sError('input', say('The name of the connection is not percent-encoded UTF-8.'), {
      where,
      cause,
    });
  }
}

function machineTarget(id: string, change: BlobChange): StoreTarget {
  const settings = id === 'wininet/machine' ? INTERNET_SETTINGS : WOW64_INTERNET_SETTINGS;
  const key = `HKEY_LOCAL_MACHINE\\${settings}\\Connections`;
  return { id, api: 'wininet', key, name: LAN, change, perMachine: false };
}

function winInetTarget(id: string, root: string, name: string, change: BlobChange): StoreTarget {
  const key = `${root}\\${INTERNET_SETTINGS}\\Connections`;
  return { id, api: 'wininet', key, name, change, perMachine: false };
}

function winHttpTarget(id: string, change: BlobChange): StoreTarget {
  const settings = id === 'winhttp/native' ? INTERNET_SETTINGS : WOW64_INTERNET_SETTINGS;
  const key = `HKEY_LOCAL_MACHINE\\${settings}\\Connections`;
  return { id, api: 'winhttp', key, name: WINHTTP_VALUE, change, perMachine: false };
}

/** A setting that is named by its store id overrides the rest. */
function lastOfEach(targets: readonly StoreTarget[]): StoreTarget[] {
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

function notesOf(desired: DesiredSetting): readonly ConversionRemark[] {
  return desired.kind === 'direct' ? [] : (desired.notes ?? []);
}
