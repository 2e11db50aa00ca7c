import { isAllowable } from '../../core/decide/allow-list.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { Options } from '../../core/options/table.ts';
import type { FleetAdvice } from '../text/fleet.ts';

/** What `fleet apply` needs besides its computers. */
export interface Allowing {
  /** The computers that the command changes. */
  machines: readonly FleetMachine[];
  /** The proxies of `--allow-proxy`; empty where nothing has to be allowed. */
  allowed: readonly string[];
  advice: readonly FleetAdvice[];
}

/** Maximum number of proxies in a command: an administrator has to check each of them. */
const ALLOWED = 5;

/** Whether the options of the run name the desired state, or whose setting is followed. */
export function namesState({ source, ...options }: Options): boolean {
  const names = ['proxy', 'pac', 'direct', 'desired', 'allow-proxy'] as const;
  return source === 'winhttp' || names.some((name) => options[name] !== undefined);
}

/**
 * What an apply to these computers must allow: without it, a run that nobody watches follows no user's setting
 * (`user-setting-not-followed`).
 */
export function allowingFor(machines: readonly FleetMachine[]): Allowing {
  const needs = machines.map((machine) => ({ machine, proxies: proxiesOf(machine) }));
  const able = needs.filter(({ proxies }) => proxies === null || (proxies?.length ?? 0) > 0);
  const allowed = [...new Set(able.flatMap(({ proxies }) => proxies ?? []))];
  const isTooMany = allowed.length > ALLOWED;
  const isUnknown = isTooMany || needs.some(({ proxies }) => proxies === undefined);
  const taken = isTooMany ? able.filter(({ proxies }) => proxies === null) : able;
  const named = isTooMany ? [] : allowed;
  return {
    machines: taken.map(({ machine }) => machine),
    allowed: named,
    advice: [
      ...(named.length > 0 ? [{ code: 'check-proxies' } as const] : []),
      ...(isUnknown ? [{ code: 'name-proxy' } as const] : []),
      ...(needs.some(({ proxies }) => proxies?.length === 0) ? [{ code: 'name-direct' } as const] : []),
    ],
  };
}

/** `null`: nothing has to be allowed; empty: a direct setting; `undefined`: not known. Text of a file may be anything. */
function proxiesOf({ changes, follows }: FleetMachine): readonly string[] | null | undefined {
  if (changes.length > 0 && !changes.some(({ store }) => store.startsWith('winhttp/'))) return null;
  return follows?.every(isAllowable) === false ? undefined : follows;
}
