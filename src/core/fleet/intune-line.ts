import { isUntested, VERDICT_CODES, verdictRow } from '../causes/verdicts.ts';
import { exitCodeOfOutcome, type Outcome } from '../model/exit-code.ts';
import { withoutControls } from '../model/neutralise.ts';
import type { FleetCause, FleetMachine } from './result.ts';

/** The one-line output of the `export intune` scripts, as far as it is used here. */
export interface IntuneLine {
  /** `user` or `system`: a computer may have both, and each reports its own settings. */
  package: string | null;
  machine: string | null;
  mode: string | null;
  state: string | null;
  verdict: string | null;
  why: string | null;
  changed: readonly string[];
  stores: readonly { id: string; state: string }[];
}

/** The cause and outcome of each state of a setting, or of the whole. */
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
/** In these states, the verdict describes the path. */
const GOOD = ['aligned', 'repaired'];
/** Path failures that the scripts report; any other value would get the sentence and command of another case. */
const PATH_FAILS: readonly FleetCause[] = [
  'out-of-reach',
  ...VERDICT_CODES.filter((code) => verdictRow(code).isInScripts),
];

/**
 * A computer from its line in Intune. The verdict on the path counts if the settings are as desired; an unknown
 * value counts as a failure, never as success.
 */
export function machineOfIntuneLine(line: IntuneLine, computer: string): FleetMachine {
  const { state, verdict, why, changed, stores } = line;
  const known = Object.hasOwn(OF_STATE, state ?? '') ? OF_STATE[state ?? ''] : undefined;
  const path =
    GOOD.includes(state ?? '') &&
    verdict !== null &&
    verdict !== state &&
    verdict !== 'works' &&
    !isUntested({ verdict });
  const pathCause = PATH_FAILS.find((word) => word === verdict) ?? 'powershell-failed';
  const { cause, outcome } = path
    ? { cause: pathCause, outcome: 'unreachable' as const }
    : (known ?? { cause: 'powershell-failed' as const, outcome: 'failed' as const });
  const name = line.machine === null ? null : withoutControls(line.machine, 200);
  return {
    computer: withoutControls(line.machine ?? computer, 200),
    transport: 'file',
    cause,
    exitCode: exitCodeOfOutcome(outcome),
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
