import { P2sError } from '../model/errors.ts';
import { neutralise, withoutPassword } from '../model/neutralise.ts';
import { say } from '../model/say.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { type Conversion, type ConversionRemark, toWinHttp, toWinInet } from '../proxy/convert.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../proxy/settings.ts';
import type { Store, WinInetStore } from '../stores/stores.ts';
import {
  type Automatic,
  type AutoOutcome,
  NOT_RESOLVED,
  outcomeOf,
  questionOf,
  resolutionOf,
} from './automatic.ts';
import type { DesiredSetting, DesiredSettings } from './desired-settings.ts';
import type { NotFollowed } from './not-followed.ts';

const NOTHING_SET: ProxySettings = {
  direct: true,
  proxy: { enabled: false, servers: [] },
  bypass: [],
  pac: { enabled: false, url: null },
  autoDetect: false,
};

export interface Desired {
  winInet: ProxySettings | null;
  winHttp: ProxySettings | null;
  /** Desired settings of stores that are named by their ids. */
  others: ReadonlyMap<string, ProxySettings>;
  notes: readonly ConversionRemark[];
  /** Result of auto-detection or a PAC file; `null` when only lists decide, or nothing was evaluated. */
  automatic: AutoOutcome | null;
  /** Id of the setting that the desired settings come from; `null` for an explicit state. */
  source: string | null;
  /** Why an unattended run does not follow that setting. */
  notFollowed?: NotFollowed;
  /** WinHTTP does not follow that setting, because a policy names another proxy: one of the two is wrong. */
  isDisputed?: true;
}

const NOTHING: Desired = {
  winInet: null,
  winHttp: null,
  others: new Map(),
  notes: [],
  automatic: null,
  source: null,
};

/**
 * The desired state of each setting. `winInet` or `winHttp` is `null` when it cannot be determined: the source is
 * not visible, cannot be read, or has pending string values, or the conversion is refused (then a remark with
 * severity `refused` gives the reason).
 *
 * @throws P2sError `input` when the desired settings name a store that the computer does not have
 */
export function desiredState(
  desired: DesiredSettings,
  winInet: WinInetStore | null,
  winHttp: Store | null,
  stores: readonly Store[],
  automatic: Automatic = NOT_RESOLVED,
): Desired {
  switch (desired.source) {
    case 'wininet':
      return followWinInet(winInet, stores, automatic);
    case 'winhttp':
      return followWinHttp(winInet, winHttp);
    case 'explicit':
      return explicit(desired, winInet, winHttp, stores, automatic);
  }
}

/**
 * The WinINET setting with a named state. `--proxy` sets the proxy bit and clears the PAC and auto-detect bits,
 * `--pac` sets the PAC bit and clears the other two. Strings and the PAC URL are kept unless a new value is named.
 */
export function desiredWinInet(state: DesiredSetting, current: ProxySettings | null): ProxySettings {
  const old = current ?? NOTHING_SET;
  const pac = { enabled: false, url: old.pac?.url ?? null };
  const off: ProxySettings = {
    ...old,
    direct: true,
    proxy: { ...old.proxy, enabled: false },
    pac,
    autoDetect: false,
  };
  switch (state.kind) {
    case 'direct':
      return off;
    case 'pac':
      return { ...off, pac: { enabled: true, url: state.url } };
    case 'proxy': {
      const kept = state.bypass === null && old.bypassIssues !== undefined;
      return {
        direct: true,
        proxy: { enabled: true, servers: state.servers },
        bypass: state.bypass ?? old.bypass,
        ...(kept ? { bypassIssues: old.bypassIssues } : {}),
        pac,
        autoDetect: false,
      };
    }
  }
}

/** The WinHTTP setting with a named state, converted by the conversion table. */
export function desiredWinHttp(state: DesiredSetting, current: ProxySettings | null): Conversion {
  // A loopback proxy usually belongs to a user session; here the caller named it.
  return toWinHttp(desiredWinInet(state, current), { allowLoopback: true });
}

function followWinInet(store: WinInetStore | null, stores: readonly Store[], automatic: Automatic): Desired {
  // While string values are pending, it is unknown whether blob or strings apply, so nothing follows.
  if (store?.settings == null || store.pending != null) return { ...NOTHING, source: store?.id ?? null };
  const winInet = { ...store.settings, direct: true };
  // A loopback proxy that WinHTTP already has is not a new one.
  const allowed = following(winInet, automatic, { allowLoopback: true });
  const notes = allowed.notes.filter(({ code }) => code !== 'loopback-proxy-allowed');
  const followed = isHeld(allowed.winHttp, stores)
    ? { ...allowed, notes }
    : following(winInet, automatic, {});
  return { ...NOTHING, winInet, source: store.id, ...followed };
}

/** Whether every visible view of WinHTTP already routes requests like this. */
export function isHeld(winHttp: ProxySettings | null, stores: readonly Store[]): boolean {
  if (winHttp === null) return false;
  const views = stores.filter(({ api, present }) => api === 'winhttp' && present !== null);
  return (
    views.length > 0 &&
    views.every(({ settings }) => settings !== null && sameEffectiveProxy(settings, winHttp))
  );
}

/** The desired WinHTTP setting when it follows these WinINET settings. */
function following(
  settings: ProxySettings,
  automatic: Automatic,
  options: { allowLoopback?: boolean },
): Pick<Desired, 'winHttp' | 'notes' | 'automatic'> {
  const question = questionOf(settings);
  const resolution = resolutionOf(automatic, settings);
  const outcome = question === null || resolution === null ? null : outcomeOf(question, resolution);
  const byHand = () => {
    const { target, notes } = toWinHttp({ ...settings, autoDetect: false }, options);
    return { winHttp: target, notes, automatic: outcome };
  };
  switch (outcome?.kind) {
    case 'direct':
      return { winHttp: DIRECT_WINHTTP, notes: [], automatic: outcome };
    case 'one-proxy': {
      const servers = [{ scheme: 'all' as const, ...outcome.proxy }];
      const { target, notes } = toWinHttp(
        desiredWinInet({ kind: 'proxy', servers, bypass: [] }, null),
        options,
      );
      return { winHttp: target, notes, automatic: outcome };
    }
    case 'nothing-detected':
      return byHand();
    case undefined:
      // Auto-detection was not evaluated. Windows falls back to the manual proxy, so WinHTTP follows that; without
      // a manual proxy, WinHTTP is unchanged.
      if (question?.autoDetect !== true || question.pacUrl !== null) {
        const { target, notes } = toWinHttp(settings, options);
        return { winHttp: target, notes, automatic: null };
      }
      return settings.proxy.enabled ? byHand() : { winHttp: null, notes: [], automatic: null };
    default:
      return { winHttp: null, notes: [], automatic: outcome };
  }
}

function followWinHttp(winInet: WinInetStore | null, winHttp: Store | null): Desired {
  const source = winHttp?.id ?? null;
  if (winHttp?.settings == null) return { ...NOTHING, source };
  const { settings } = winHttp;
  const { target, notes } = toWinInet(settings, winInet?.settings ?? NOTHING_SET);
  return { ...NOTHING, winInet: target, winHttp: settings, notes, source };
}

function explicit(
  desired: Extract<DesiredSettings, { source: 'explicit' }>,
  store: WinInetStore | null,
  winHttpStore: Store | null,
  stores: readonly Store[],
  automatic: Automatic,
): Desired {
  const current = store?.settings ?? null;
  const winInet = desired.winInet === null ? null : desiredWinInet(desired.winInet, current);
  if (store !== null && desired.winInet !== null && desired.stores?.[store.id] !== undefined) {
    throw new P2sError('input', say('The state of {id} is named twice.', { id: store.id }), {
      where: 'stores',
      next: say('It is the setting that decides for the VPN user: name it as winInet, or as null there.'),
    });
  }
  const named = namedStores(desired.stores ?? {}, stores);
  const typed = [desired.winInet, desired.winHttp, ...Object.values(desired.stores ?? {})].flatMap(notesOf);
  const remarks = [...typed, ...named.notes];
  const own = { ...NOTHING, winInet, others: named.settings, notes: remarks };
  if (desired.winHttp === null) return own;
  if (desired.winHttp === 'follow') {
    if (winInet === null && store !== null && store.pending != null) return { ...own, source: store.id };
    const followed = following(winInet ?? current ?? NOTHING_SET, automatic, { allowLoopback: true });
    return { ...own, ...followed, notes: [...followed.notes, ...remarks] };
  }
  const { target, notes } = desiredWinHttp(desired.winHttp, winHttpStore?.settings ?? null);
  return { ...own, winHttp: target, notes: [...notes, ...remarks] };
}

/** Differences between the typed and the stored form. */
function notesOf(desired: DesiredSetting | 'follow' | null): readonly ConversionRemark[] {
  return desired === null || desired === 'follow' || desired.kind === 'direct' ? [] : (desired.notes ?? []);
}

function namedStores(
  states: Readonly<Record<string, DesiredSetting>>,
  stores: readonly Store[],
): { settings: ReadonlyMap<string, ProxySettings>; notes: ConversionRemark[] } {
  const settings = new Map<string, ProxySettings>();
  const notes: ConversionRemark[] = [];
  for (const [id, state] of Object.entries(states)) {
    const store = stores.find((one) => one.id === id);
    if (store === undefined) throw noSuchStore(id, stores);
    if (store.api === 'wininet') {
      settings.set(id, desiredWinInet(state, store.settings));
      continue;
    }
    const conversion = desiredWinHttp(state, store.settings);
    notes.push(...conversion.notes);
    if (conversion.target !== null) settings.set(id, conversion.target);
  }
  return { settings, notes };
}

function noSuchStore(id: string, stores: readonly Store[]): P2sError {
  return new P2sError(
    'input',
    say('There is no proxy setting {id} on this computer.', { id: neutralise(withoutPassword(id)) }),
    {
      where: 'stores',
      next: say('Name one of these: {stores}.', { stores: stores.map((store) => store.id) }),
    },
  );
}
