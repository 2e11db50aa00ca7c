import type { RegistrySnapshot } from './registry.ts';

/** Relative to a user's hive and to HKEY_LOCAL_MACHINE. */
export const INTERNET_SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** The 32-bit view of the machine-wide settings. */
export const WOW64_INTERNET_SETTINGS =
  'SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
export const WINHTTP_VALUE = 'WinHttpSettings';
export const LEGACY_VALUE = 'SavedLegacySettings';
export const LOCAL_SERVICE = 'S-1-5-19';

/** Proxies, relative to HKEY_LOCAL_MACHINE, that a service may use in place of that of WinHTTP. */
export const OTHER_PROXIES = [
  {
    key: 'SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
    names: ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'],
  },
  { key: 'Software\\Policies\\Microsoft\\Windows Defender', names: ['ProxyServer', 'ProxyPacUrl'] },
  { key: 'Software\\Policies\\Microsoft\\Windows\\DataCollection', names: ['TelemetryProxyServer'] },
] as const;

const SERVICE_ACCOUNTS = ['S-1-5-18', LOCAL_SERVICE, 'S-1-5-20'];

export interface Hive {
  /** `HKEY_USERS\<SID>` or `HKEY_CURRENT_USER`. */
  root: string;
  /** SID, or `current` for a recording's HKEY_CURRENT_USER. */
  sid: string;
}

/** The user hives of the snapshot, people first, then service accounts; `.DEFAULT` counts as S-1-5-18. */
export function hives(registry: RegistrySnapshot): Hive[] {
  const found = new Map<string, Hive>();
  for (const { path } of registry.keys) {
    const [top = '', second = ''] = path.split('\\', 2);
    if (top.toUpperCase() === 'HKEY_CURRENT_USER')
      found.set('current', { root: 'HKEY_CURRENT_USER', sid: 'current' });
    if (top.toUpperCase() !== 'HKEY_USERS') continue;
    const sid = second.toUpperCase() === '.DEFAULT' ? 'S-1-5-18' : second.toUpperCase();
    if (!/^S-1-[0-9-]+$/.test(sid)) continue;
    const hive = { root: `HKEY_USERS\\${second}`, sid };
    const known = found.get(sid);
    if (known === undefined || precedes(registry, hive, known)) found.set(sid, hive);
  }
  return [...found.values()].sort((a, b) => rank(a.sid) - rank(b.sid) || a.sid.localeCompare(b.sid));
}

/** Of a hive and its alias, the visible one has priority, else the one that is named by its SID. */
function precedes(registry: RegistrySnapshot, hive: Hive, known: Hive): boolean {
  const shows = ({ root }: Hive) => registry.key(`${root}\\${INTERNET_SETTINGS}`).visibility !== 'unseen';
  if (shows(hive) !== shows(known)) return shows(hive);
  return known.root.toUpperCase().endsWith('.DEFAULT');
}

/** Local and domain accounts (S-1-5-21), Entra ID accounts (S-1-12-1), and a recording's HKEY_CURRENT_USER. */
export function isPerson(sid: string): boolean {
  return sid === 'current' || /^S-1-(?:5-21|12-1)-/.test(sid);
}

export function isServiceAccount(sid: string): boolean {
  return SERVICE_ACCOUNTS.includes(sid);
}

function rank(sid: string): number {
  return sid === 'current' ? 0 : isServiceAccount(sid) ? 2 : 1;
}
