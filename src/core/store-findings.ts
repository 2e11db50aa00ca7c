import type { Assessment } from './assess.ts';
import type { Finding, FindingCode, Severity } from './finding.ts';
import { isServiceAccount, LOCAL_SERVICE } from './locations.ts';
import { mirrorWrites, settingsOfMirror } from './mirror.ts';
import { sameEffectiveProxy } from './proxy/compare.ts';
import { inWords } from './said-parts.ts';
import type { Store, WinInetStore } from './stores.ts';
import { settingsSaid } from './summary.ts';
import { arePoliciesSeen } from './visibility.ts';

/** What one store says by itself. `decides`: it is the WinINET store that decides for the VPN user. */
export function storeFindings(store: Store, decides: boolean): Finding[] {
  const of = (code: FindingCode, severity: Severity, evidence: Record<string, unknown> = {}): Finding => ({
    code,
    severity,
    store: store.id,
    ...inWords(evidence),
  });
  const concerned = decides || store.api === 'winhttp';
  if (store.present === null) return [];
  if (store.raw?.unreadable != null) {
    const { unreadable, length } = store.raw;
    const findings = [
      of('store-unreadable', concerned ? 'error' : 'info', { reason: unreadable, bytes: length, decides }),
    ];
    if (unreadable === 'wininet-shaped') findings.push(of('winhttp-wininet-shaped', 'error'));
    return findings;
  }
  if (store.api === 'winhttp' || store.connection !== null) return [];
  const findings: Finding[] = [];
  if (decides && store.managedBy !== null)
    findings.push(of('store-managed', 'info', { by: store.managedBy }));
  if (store.present === false && decides) findings.push(of('wininet-blob-absent', 'info'));
  if (store.decoded?.ok !== true) return findings;
  if (store.sid === null || !isServiceAccount(store.sid)) {
    if ((store.decoded.blob.flags & 1) === 0) findings.push(of('wininet-direct-bit-missing', 'warning'));
    findings.push(...mirrorFindings(store));
  }
  if (store.legacy?.settings != null && store.settings !== null) {
    const { settings } = store.legacy;
    if (!sameEffectiveProxy(settings, store.settings))
      findings.push(of('wininet-legacy-differs', 'info', { legacy: settingsSaid(settings) }));
  }
  return findings;
}

/** What is not visible: an error where the machine cannot be judged without it. */
export function unseenFindings({ stores, winInet, unseen, observation }: Assessment): Finding[] {
  const of = (severity: Severity, store: string, key: string): Finding => {
    return { code: 'store-unseen', severity, store, evidence: { key } };
  };
  const needed = unseen.map(({ store, key }) => of('error', store, key));
  const others = stores.filter(
    ({ id, api, present }) =>
      present === null &&
      (api === 'winhttp' || id === winInet?.id) &&
      !unseen.some(({ store }) => store === id),
  );
  return [
    ...needed,
    ...others.map(({ id, key }) => of('warning', id, key)),
    ...(arePoliciesSeen(observation.registry)
      ? []
      : [{ code: 'policy-unseen' as const, severity: 'info' as const, store: null, evidence: {} }]),
  ];
}

/**
 * Other tools write only the blob, and settings pages show the old strings; or only the strings, and Windows goes on
 * with the blob. Which it was is told by the proxy that the strings switch on and the blob does not.
 */
function mirrorFindings({ id, mirror, decoded, settings }: WinInetStore): Finding[] {
  if (mirror === null || decoded?.ok !== true) return [];
  const values = mirrorWrites(mirror, decoded.blob).map(({ name }) => name);
  if (values.length === 0) return [];
  const strings = settingsOfMirror(mirror);
  const unused = strings.proxy.enabled && settings?.proxy.enabled === false;
  const evidence = inWords({ values, strings: settingsSaid(strings), used: settingsSaid(settings) });
  const code = unused ? 'wininet-strings-only' : 'wininet-mirror-differs';
  return [{ code, severity: 'warning', store: id, ...evidence }];
}

/**
 * A service account's own WinINET setting counts where WinHTTP names no proxy: SstpSvc checks revocation as
 * LocalService. Elsewhere it is worth knowing only.
 */
export function serviceAccountFindings({ stores, winHttp, desired }: Assessment): Finding[] {
  const counts = winHttp.native.settings?.proxy.enabled === false;
  return stores.flatMap((store): Finding[] => {
    if (store.api !== 'wininet' || store.sid === null || !isServiceAccount(store.sid)) return [];
    const { settings } = store;
    if (settings === null || (!settings.proxy.enabled && settings.pac?.enabled !== true)) return [];
    const follows = desired.winHttp !== null && sameEffectiveProxy(settings, desired.winHttp);
    const decides = counts && store.sid === LOCAL_SERVICE;
    const severity = decides && !follows ? 'warning' : 'info';
    const evidence = inWords({ settings: settingsSaid(settings), decides });
    return [{ code: 'service-account-proxy', severity, store: store.id, ...evidence }];
  });
}
