import type { Assessment } from '../../decide/assess.ts';
import { settingsMessage } from '../../decide/summary.ts';
import type { Finding, FindingCode, Severity } from '../../model/finding.ts';
import { isServiceAccount, LOCAL_SERVICE } from '../../model/locations.ts';
import { typeOf } from '../../model/registry.ts';
import { inWords } from '../../model/say.ts';
import { sameEffectiveProxy } from '../../proxy/compare.ts';
import { refusedIssues } from '../../proxy/list-issue.ts';
import { serversForScheme } from '../../proxy/proxy-for-url.ts';
import { isDirect } from '../../proxy/settings.ts';
import { newestOf } from '../../stores/lan-copies.ts';
import { mirrorWrites, settingsOfMirror, wrongTypes } from '../../stores/mirror.ts';
import { otherPolicy } from '../../stores/policy.ts';
import type { Store, WinInetStore } from '../../stores/stores.ts';
import { arePoliciesSeen, fullKey } from '../../stores/visibility.ts';

/** Findings on one setting alone. `decides`: it is the WinINET setting that applies to the VPN user. */
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
    const wrong = unreadable === 'wrong-type' && store.value !== null ? typeOf(store.value) : null;
    if (wrong !== null) findings.push(wrongType(store.id, store.valueName, wrong, 'REG_BINARY'));
    if (unreadable === 'wininet-shaped') findings.push(of('winhttp-wininet-shaped', 'error'));
    return findings;
  }
  if (store.api === 'winhttp') return emptyProxy(store) ? [of('winhttp-proxy-empty', 'warning')] : [];
  if (store.connection !== null) return [];
  const findings: Finding[] = [];
  if (decides && store.managedBy !== null)
    findings.push(of('store-managed', 'info', { by: store.managedBy }));
  if (store.present === false && decides) findings.push(of('wininet-blob-absent', 'info'));
  if (decides && store.mirror !== null) {
    const inUse = wrongTypes(store.mirror).map(({ name }) => name);
    for (const { name, value, expected } of wrongTypes(store.mirror, { all: true })) {
      const type = typeOf(value);
      if (inUse.includes(name)) findings.push(wrongType(store.id, name, type, expected));
      else findings.push(of('value-wrong-type', 'info', { value: name, type, wanted: expected, off: true }));
    }
  }
  if (store.decoded?.ok !== true) return findings;
  if (store.sid === null || !isServiceAccount(store.sid)) {
    if ((store.decoded.blob.flags & 1) === 0) findings.push(of('wininet-direct-bit-missing', 'warning'));
    findings.push(...mirrorFindings(store));
  }
  if (decides && typeof store.legacyCopy === 'string')
    findings.push(
      of('wininet-legacy-missing', 'info', { reason: store.legacy?.raw?.unreadable ?? store.legacyCopy }),
    );
  if (decides && goesDirect(store)) findings.push(of('tunnel-without-proxy', 'warning', listOf(store)));
  if (store.legacy?.settings != null && store.settings !== null) {
    const { settings } = store.legacy;
    if (!sameEffectiveProxy(settings, store.settings))
      findings.push(of('wininet-legacy-differs', 'info', { legacy: settingsMessage(settings) }));
  }
  return findings;
}

/** Settings that are not visible: an error if no assessment is possible without them, otherwise a note. */
export function unseenFindings({ stores, winInet, unseen, observation }: Assessment): Finding[] {
  const of = (severity: Severity, store: string, key: string): Finding => {
    const full = fullKey(observation.registry, { key });
    const recorded = observation.recorded === true ? { key, recorded: true } : { key };
    const evidence = full === null ? recorded : { key: full, reason: 'too-large' };
    return { code: 'store-unseen', severity, store, evidence };
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
    ...others.map(({ id, key }) => of('info', id, key)),
    ...(arePoliciesSeen(observation.registry)
      ? []
      : [{ code: 'policy-unseen' as const, severity: 'info' as const, store: null, evidence: {} }]),
  ];
}

/**
 * Some tools write only the blob, and settings pages show the old strings. Others write only the strings, which
 * Windows may adopt. The legacy settings show which of the two happened (lan-copies.ts).
 */
function mirrorFindings({ id, mirror, decoded, settings, legacyCopy, pending }: WinInetStore): Finding[] {
  if (mirror === null || decoded?.ok !== true) return [];
  const values = mirrorWrites(mirror, decoded.blob).map(({ name }) => name);
  if (values.length === 0) return [];
  const shown = { strings: settingsMessage(settingsOfMirror(mirror)), used: settingsMessage(settings) };
  const of = (code: FindingCode, evidence: Record<string, unknown>): Finding[] => [
    { code, severity: 'warning', store: id, ...inWords({ values, ...shown, ...evidence }) },
  ];
  if (pending != null) return of('wininet-strings-newer', { newer: pending.newer, reason: pending.reason });
  const { newest } = newestOf(decoded.blob, mirror, legacyCopy);
  return of(newest === 'ignored-strings' ? 'wininet-strings-only' : 'wininet-mirror-differs', {});
}

/** Other proxy settings that a reader may confuse with the one that applies. */
export function besideFindings({ observation, stores, winInet, desired }: Assessment): Finding[] {
  if (winInet?.settings == null) return [];
  const { id, settings, sid } = winInet;
  const findings: Finding[] = [];
  const policy = otherPolicy(winInet, observation.registry);
  if (policy !== null) {
    const isDisputed = desired.isDisputed === true;
    const evidence = inWords({
      policy: settingsMessage(policy),
      used: settingsMessage(settings),
      ...(isDisputed ? { disputed: true } : {}),
    });
    const severity = isDisputed ? 'error' : 'warning';
    findings.push({ code: 'policy-proxy-differs', severity, store: id, ...evidence });
  }
  for (const store of stores) {
    if (store.api !== 'wininet' || store.connection === null || store.sid !== sid) continue;
    if (store.settings === null || !isDirect(settings) || isDirect(store.settings)) continue;
    const evidence = inWords({ settings: settingsMessage(store.settings) });
    findings.push({ code: 'vpn-entry-proxy', severity: 'info', store: store.id, ...evidence });
  }
  return findings;
}

function emptyProxy({ settings }: Store): boolean {
  return settings?.proxy.enabled === true && settings.proxy.servers.length === 0 && !settings.proxy.issues;
}

/** A list for other protocols only: it has no proxy for the tunnel (https). */
function goesDirect({ settings }: Store): boolean {
  if (settings?.proxy.enabled !== true || settings.proxy.servers.length === 0) return false;
  return (
    refusedIssues(settings.proxy.issues).length === 0 &&
    serversForScheme(settings.proxy.servers, 'https', 'wininet').length === 0
  );
}

function listOf({ settings }: Store) {
  return { settings: settingsMessage(settings) };
}

function wrongType(store: string, value: string, type: string, expected: string): Finding {
  return {
    code: 'value-wrong-type',
    severity: 'warning',
    store,
    evidence: { value, type, wanted: expected },
  };
}

/**
 * A service account's own WinINET setting applies if WinHTTP has no proxy: SstpSvc checks revocation as
 * LocalService. Otherwise it is only information.
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
    const evidence = inWords({ settings: settingsMessage(settings), decides });
    return [{ code: 'service-account-proxy', severity, store: store.id, ...evidence }];
  });
}
