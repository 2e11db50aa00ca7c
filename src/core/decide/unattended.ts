import type { RegistrySnapshot } from '../model/registry.ts';
import { bracket } from '../proxy/host.ts';
import { effectivePort } from '../proxy/proxy-for-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { hasProxy, namesOnly } from '../schedule/roaming.ts';
import { isPerMachine, policyProxy } from '../stores/policy.ts';
import type { Store, WinInetStore } from '../stores/stores.ts';
import type { VpnUser } from '../stores/vpn-user.ts';
import { isAllowed } from './allow-list.ts';
import type { Assessment } from './assess.ts';
import { type Desired, isHeld } from './desired.ts';
import type { Allowed, DesiredSettings } from './desired-settings.ts';
import type { NotFollowed } from './not-followed.ts';

const NOTHING: Allowed = { proxies: [], bypass: null };
/** Where group policy and MDM (Update CSP) set an update server. */
const UPDATE_SERVERS = [
  ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate', 'WUServer'],
  ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PolicyManager\\current\\device\\Update', 'UpdateServiceUrl'],
] as const;

/**
 * The desired settings of an unattended run. A standard user can write HKEY_CURRENT_USER, so such a run uses from
 * there only what an administrator allowed.
 */
export function desiredUnattended(
  desired: DesiredSettings,
  registry: RegistrySnapshot,
  own: readonly ProxySettings[],
): DesiredSettings {
  const named = withPolicy(desired, registry);
  if (named !== desired || desired.source === 'winhttp') return named;
  return { ...namedOutright(desired), allowed: { ...NOTHING, ...desired.allowed, own } };
}

/**
 * The desired settings where WinHTTP gets the proxy that a machine policy names, in place of a user's setting. This
 * holds for every run, so that a scheduled run sets nothing that an audit does not propose.
 *
 * Policies below HKEY_CURRENT_USER do not count: the hive is a file in the user's own profile.
 */
export function withPolicy(desired: DesiredSettings, registry: RegistrySnapshot): DesiredSettings {
  const policy = takesUsers(desired, registry) ? policyProxy(registry) : null;
  if (policy === null) return desired;
  const stores = desired.source === 'explicit' ? desired.stores : undefined;
  return {
    source: 'explicit',
    winInet: null,
    winHttp: policy,
    ...(stores === undefined ? {} : { stores }),
  };
}

/**
 * Also names the state for WinHTTP, so that nothing else in the user's setting, such as an invalid bypass list,
 * can block it for the computer. A PAC file must be evaluated first.
 */
function namedOutright(
  desired: Exclude<DesiredSettings, { source: 'winhttp' }>,
): Exclude<DesiredSettings, { source: 'winhttp' }> {
  if (desired.source !== 'explicit' || desired.winHttp !== 'follow') return desired;
  const { winInet } = desired;
  if (winInet === null || winInet.kind === 'pac') return desired;
  if (winInet.kind === 'direct') return { ...desired, winHttp: winInet };
  const { servers } = winInet;
  return {
    ...desired,
    winHttp: { kind: 'proxy', servers, bypass: winInet.bypass ?? desired.allowed?.bypass ?? null },
  };
}

/** Whether such a run has no proxy that it may set: then it can only clear what earlier runs set. */
export function namesNothing(desired: DesiredSettings, registry: RegistrySnapshot): boolean {
  if (desired.source === 'winhttp' || !followsUser(desired, registry)) return false;
  return (desired.allowed?.proxies ?? []).length === 0;
}

/** Whether WinHTTP follows a setting that a standard user can write and that the desired settings do not name. */
export function followsUser(desired: DesiredSettings, registry: RegistrySnapshot): boolean {
  return takesUsers(desired, registry) && policyProxy(registry) === null;
}

function takesUsers(desired: DesiredSettings, registry: RegistrySnapshot): boolean {
  if (isPerMachine(registry)) return false;
  return (
    desired.source === 'wininet' ||
    (desired.source === 'explicit' && isFollowed(desired) && desired.winInet === null)
  );
}

function isFollowed(desired: Extract<DesiredSettings, { source: 'explicit' }>): boolean {
  return desired.winHttp === 'follow';
}

/** Source of a desired state. */
interface Origin {
  source: WinInetStore | null;
  vpnUser: VpnUser | null;
  stores: readonly Store[];
  registry: RegistrySnapshot;
}

/** The desired state as far as {@link Allowed} permits values from a user's setting. */
export function withinAllowed(
  desired: Desired,
  desiredSettings: DesiredSettings,
  { source, vpnUser, stores, registry }: Origin,
): Desired {
  const allowed = desiredSettings.source === 'winhttp' ? undefined : desiredSettings.allowed;
  // Only an administrator can write the machine-wide setting.
  if (allowed === undefined || source === null || source.sid === null || desired.winHttp === null)
    return desired;
  const takesList =
    desiredSettings.source === 'wininet' ||
    (desiredSettings.source === 'explicit' && isFollowed(desiredSettings));
  if (!takesList) return desired;
  const views = stores.filter(({ api }) => api === 'winhttp');
  const winHttp = withOwnList(desired.winHttp, desiredSettings, allowed, views);
  if (!followsUser(desiredSettings, registry)) return { ...desired, winHttp };
  const reason = whyNot(winHttp, allowed, views, registry);
  if (reason === null) return { ...desired, winHttp };
  const notFollowed: NotFollowed = {
    reason,
    sid: vpnUser?.sid ?? null,
    name: vpnUser?.name ?? null,
    servers: serverNames(winHttp),
    wsus: reason === 'wsus-http' ? wsusOverHttp(registry) : null,
    isNeeded: !isHeld(winHttp, stores),
  };
  // Also if WinHTTP already has this proxy: it was not named, so this run must not clear it if it does not answer.
  return { ...desired, winHttp: null, notFollowed };
}

/** Replaces the bypass list of the user's setting with the named one, or with that of WinHTTP. */
function withOwnList(
  winHttp: ProxySettings,
  desired: DesiredSettings,
  allowed: Allowed,
  views: readonly Store[],
): ProxySettings {
  const isNamed =
    desired.source === 'explicit' && desired.winInet !== null && listOf(desired.winInet) !== null;
  if (!hasProxy(winHttp) || isNamed) return winHttp;
  const { bypassIssues: _, ...rest } = winHttp;
  const held = views.find(({ id }) => id === 'winhttp/native')?.settings ?? null;
  const kept = held !== null && hasProxy(held) ? held : allowed.own?.find((one) => namesOnly(winHttp, [one]));
  return {
    ...rest,
    bypass: allowed.bypass ?? kept?.bypass ?? [],
    ...(allowed.bypass === null && kept?.bypassIssues !== undefined
      ? { bypassIssues: kept.bypassIssues }
      : {}),
  };
}

function listOf(
  state: NonNullable<Extract<DesiredSettings, { source: 'explicit' }>['winInet']>,
): readonly string[] | null {
  // A PAC file answers for each address, so it has no bypass list.
  return state.kind === 'proxy' ? state.bypass : [];
}

function whyNot(
  winHttp: ProxySettings,
  allowed: Allowed,
  views: readonly Store[],
  registry: RegistrySnapshot,
): NotFollowed['reason'] | null {
  if (allowed.proxies.length === 0) return 'nothing-named';
  if (wsusOverHttp(registry) !== null) return 'wsus-http';
  if (hasProxy(winHttp))
    return winHttp.proxy.servers.every((server) => isAllowed(server, allowed.proxies)) ? null : 'not-allowed';
  const held = views.flatMap(({ settings }) => (settings !== null && hasProxy(settings) ? [settings] : []));
  const unread = views.some(({ settings }) => settings === null);
  return !unread && held.every((settings) => namesOnly(settings, allowed.own ?? [])) ? null : 'direct';
}

/** The update server of a policy that uses plain http; `null`: none. */
export function wsusOverHttp(registry: RegistrySnapshot): string | null {
  const places = UPDATE_SERVERS.flatMap(([key, name]) =>
    [name, 'UpdateServiceUrlAlternate'].map((one) => [key, one] as const),
  );
  for (const [key, name] of places) {
    const value = registry.value(key, name);
    if ((value?.kind === 'string' || value?.kind === 'expand-string') && /^\s*http:/i.test(value.text))
      return value.text.trim();
  }
  return null;
}

/** `HOST:PORT` of each proxy of a setting. */
export function serverNames(settings: ProxySettings | null): string[] {
  if (settings === null || !hasProxy(settings)) return [];
  return settings.proxy.servers.map((server) => `${bracket(server.host)}:${effectivePort(server)}`);
}

/** The same without what WinHTTP cannot use, whether it is named or allowed: SOCKS, and TLS to the proxy. */
export function usableNames(settings: ProxySettings | null): string[] {
  if (settings === null) return [];
  const servers = settings.proxy.servers.filter(({ scheme, tls }) => scheme !== 'socks' && tls !== true);
  return serverNames({ ...settings, proxy: { ...settings.proxy, servers } });
}

/** Whether every proxy of a setting is allowed: a scheduled run may then clear it when it does not answer. */
export function isHanded(settings: ProxySettings, allowed: Allowed | undefined): boolean {
  if (allowed === undefined || !hasProxy(settings)) return false;
  return settings.proxy.servers.every((server) => isAllowed(server, allowed.proxies));
}

/** The user whose setting WinHTTP takes over by this plan, if no proxy was named explicitly. */
export function machineWide({
  desired,
  plan,
  winInet,
  vpnUser,
}: Pick<Assessment, 'desired' | 'plan' | 'winInet' | 'vpnUser'>): Pick<
  NotFollowed,
  'sid' | 'name' | 'servers'
> | null {
  const isTaken = plan.changes.some(({ store }) => store.startsWith('winhttp/'));
  if (!isTaken || desired.source === null || desired.source !== winInet?.id) return null;
  // HKEY_CURRENT_USER of a recording has no known user, and nothing is written on this computer.
  if (winInet.sid === null || vpnUser === null || !vpnUser.sid.startsWith('S-')) return null;
  return { sid: vpnUser.sid, name: vpnUser.name, servers: serverNames(desired.winHttp) };
}
