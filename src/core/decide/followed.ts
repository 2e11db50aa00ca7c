import { isPerMachine, policyProxy } from '../stores/policy.ts';
import { isAllowable, parseAllowedProxy } from './allow-list.ts';
import type { Assessment } from './assess.ts';
import type { DesiredSettings } from './desired-settings.ts';
import { isHanded, serverNames, wsusOverHttp } from './unattended.ts';

/**
 * The proxies of a user's setting that this plan sets for WinHTTP, as `--allow-proxy` takes them: an unattended run
 * sets them only if they are allowed. Empty: the setting has no proxy. `null`: the plan follows no user's setting.
 * `undefined`: an allow-list would not be enough.
 */
export function followedProxies(
  { desired, plan, observation: { registry } }: Assessment,
  settings: DesiredSettings,
): readonly string[] | null | undefined {
  const isWritten = plan.changes.some(({ store }) => store.startsWith('winhttp/'));
  if (!isWritten || isPerMachine(registry) || policyProxy(registry) !== null) return null;
  // The options of a run that names its proxies are not those of a later run.
  if (settings.source !== 'wininet' || settings.allowed !== undefined) return undefined;
  if (desired.winHttp === null || wsusOverHttp(registry) !== null) return undefined;
  const proxies = serverNames(desired.winHttp);
  if (proxies.length === 0) return [];
  const allowed = proxies.every(isAllowable) ? proxies.map((proxy) => parseAllowedProxy(proxy)) : [];
  return isHanded(desired.winHttp, { proxies: allowed, bypass: null }) ? [...new Set(allowed)] : undefined;
}
