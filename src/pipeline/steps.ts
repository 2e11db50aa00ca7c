import type { StepName } from '../core/model/events.ts';
import { observeMachine } from './run/observe-machine.ts';
import { loadDocument } from './run/run.ts';
import type { StepRun } from './steps/run-state.ts';

/** A part of a run; `R` is a run of its list. */
export interface RunStep<R = StepRun> {
  name: string;
  /** The progress that it reports, in order: the terminal view has a title for each. */
  reports: readonly StepName[];
  run: (run: R) => Promise<void>;
  skip?: Skip;
}

/** Why a step is left out. */
interface Skip {
  reason: string;
  when: (run: StepRun) => boolean;
}

const DRY_RUN: Skip = { reason: 'dry run', when: ({ apply }) => apply === null };
const NO_SAVED_PLAN: Skip = { reason: 'no saved plan', when: ({ apply }) => apply?.saved === undefined };
const NOT_WRITTEN: Skip = { reason: 'nothing was written', when: ({ found }) => found.written === undefined };

const loadJudging = () => import('./steps/judge.ts');
const loadWriting = () => import('./steps/change.ts');
const judge = (name: keyof Awaited<ReturnType<typeof loadJudging>>) => async (run: StepRun) =>
  (await loadJudging())[name](run);
const write = (name: keyof Awaited<ReturnType<typeof loadWriting>>) => async (run: StepRun) =>
  (await loadWriting())[name](run);

/**
 * The steps of audit, plan and apply, in order. A dry run skips steps of the same list, so that a preview always
 * matches the change.
 */
export const STEPS = [
  { name: 'observe', reports: ['observe'], run: observe },
  { name: 'assess', reports: [], run: judge('assess') },
  { name: 'open', reports: [], run: write('open'), skip: DRY_RUN },
  { name: 'recover', reports: ['restore'], run: write('recover'), skip: DRY_RUN },
  { name: 'assess-again', reports: ['observe'], run: write('assessAgain'), skip: DRY_RUN },
  { name: 'resolve', reports: ['resolve'], run: judge('resolve') },
  { name: 'show', reports: [], run: judge('show') },
  { name: 'compare', reports: [], run: write('compare'), skip: NO_SAVED_PLAN },
  { name: 'probe', reports: ['probe-current', 'probe-proposed'], run: judge('probe') },
  { name: 'decide', reports: [], run: judge('decide') },
  { name: 'change', reports: ['back-up', 'write', 'read-back'], run: write('change'), skip: DRY_RUN },
  {
    name: 'probe-after',
    reports: ['observe', 'resolve', 'probe-after'],
    run: write('probeAfter'),
    skip: NOT_WRITTEN,
  },
] as const satisfies readonly RunStep[];

/** Runs the steps of audit, plan and apply. Returns their results. */
export async function runSteps(asked: Omit<StepRun, 'found' | 'atEnd'>): Promise<StepRun> {
  const run: StepRun = { ...asked, found: {}, atEnd: [] };
  await runEach<StepRun>(STEPS, run);
  return run;
}

/** Runs the steps of a list in order, and closes what they opened. */
export async function runEach<R extends StepRun>(steps: readonly RunStep<R>[], run: R): Promise<void> {
  try {
    for (const { run: work, skip } of steps) if (skip?.when(run) !== true) await work(run);
  } finally {
    for (const end of run.atEnd.toReversed()) await end();
  }
}

/** PowerShell starts slowly: the code that evaluates, changes and reports is loaded meanwhile. */
export async function observe(run: StepRun): Promise<void> {
  const [observation] = await Promise.all([
    observeMachine(run.context, run.machine),
    loadJudging(),
    ...(run.apply === null ? [] : [loadWriting(), loadDocument()]),
  ]);
  run.found.observation = observation;
}
