import { exitCodeOf, type Outcome } from '../model/exit-code.ts';
import { withoutControls } from '../model/neutralise.ts';
import type { FleetCause, FleetMachine } from './result.ts';

/** What the scripts of `export intune` say in their one line, as far as it is folded here. */
export interface IntuneLine {
  /** `user` or `system`: a computer may have both, and each speaks of stores of its own. */
  package: string | null;
  machine: string | null;
  mode: string | null;
  state: string | null;
  verdict: string | null;
  why: string | null;
  changed: readonly string[];
  stores: readonly { id: string; state: string }[];
}

/** What each state of a store, or of the whole, comes to. */
const OF_STATE: Readonly<Record<string, { cause: FleetCause; outcome: Outcome | null }>> = {
  aligned: { cause: 'aligned', outcome: null },
  'not-here': { cause: 'aligned', outcome: null },
  'nothing-kept': { cause: 'aligned', outcome: null },
  repaired: { cause: 'changed', outcome: null },
  undone: { cause: 'changed', outcome: null },
  drift: { cause: 'drift', outcome: 'drift' },
  managed: { cause: 'store-managed', outcome: 'refused' },
  unseen: { cause: 'not-judged', outcome: 'needs-elevation' },
  changed: { cause: 'stale', outcome: 'refused' },
  'restore-failed': { cause: 'restore-failed', outcome: 'write-failed' },
};
/** Where the state is good, the verdict speaks of the path. */
const GOOD = ['aligned', 'repaired'];
const PATH_WORKS = ['works', 'not-tested'];
/** What the scripts report of a path that fails; another word would bring the sentence and the command of another case. */
const PATH_FAILS: readonly FleetCause[] = [
  'proxy-auth-required',
  'out-of-reach',
  'not-sstp',
  'revocation-unreachable',
];

/**
 * A machine from the line that Intune shows of it. The verdict on the path counts where the stores are as desired; a word
 * that is not known counts as a failure, never as success.
 */
export function machineOfIntuneLine(line: IntuneLine, computer: string): FleetMachine {
  const { state, verdict, why, changed, stores } = line;
  const known = Object.hasOwn(OF_STATE, state ?? '') ? OF_STATE[state ?? ''] : undefined;
  const path =
    GOOD.includes(state ?? '') && verdict !== null && verdict !== state && !PATH_WORKS.includes(verdict);
  const pathCause = PATH_FAILS.find((word) => word === verdict) ?? 'powershell-failed';
  const { cause, outcome } = path
    ? { cause: pathCause, outcome: 'unreachable' as const }
    : (known ?? { cause: 'powershell-failed' as const, outcome: 'failed' as const });
  const name = line.machine === null ? null : withoutControls(line.machine, 200);
  return {
    computer: withoutControls(line.machine ?? computer, 200),
    transport: 'file',
    cause,
    exitCode: exitCodeOf(outcome === null ? [] : [outcome]),
    name,
    os: null,
    user: null,
    proxy: null,
    findings: [],
    migrations: [],
    changes: stores
      .filter((store) => store.state === 'drift')
      .map(({ id }) => ({ store: withoutControls(id, 300), action: 'set' })),
    result:
      line.mode === 'detect'
        ? null
        : { changed: changed.map((id) => withoutControls(id, 300)), backup: null, rolledBack: false },
    error:
      why === null && known !== undefined
        ? null
        : { code: cause, message: withoutControls(why ?? `${state}`, 300), where: null, next: null },
    again: false,
    durationMs: 0,
  };
}
