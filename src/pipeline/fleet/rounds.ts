import type { FleetComputer } from '../../core/fleet/computer.ts';
import { failedMachine, type MachineLabel, machineWithoutReply } from '../../core/fleet/judge.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import { P2sError } from '../../core/model/errors.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { say } from '../../core/model/say.ts';
import type { FleetAnswer, FleetCall } from '../../machine/fleet/fan-out.ts';
import type { FleetRun } from './run.ts';

/** The next request to a computer, and how its answer is judged. */
export interface Next {
  call: Pick<FleetCall, 'script' | 'request'>;
  /** Judges the reply of the script. Throws P2sError for an error of this computer alone. */
  judge: (result: unknown, label: MachineLabel) => Promise<Next | FleetMachine>;
}

/** More than any computer needs: restore an interrupted change, read again, change. */
const MAX_ROUNDS = 6;

/**
 * Takes all computers through their steps in parallel: reports those that are done, and asks the others again in
 * the next round. A failure on one computer affects only that one.
 */
export async function inRounds(run: FleetRun, first: (computer: FleetComputer) => Next): Promise<void> {
  let waiting = new Map(run.computers.map((computer) => [computer, first(computer)]));
  const spent = new Map<FleetComputer, number>();
  for (let round = 0; waiting.size > 0; round += 1) {
    const next = new Map<FleetComputer, Next>();
    const working: Promise<void>[] = [];
    const calls = [...waiting].map(([computer, { call }]): FleetCall => ({ computer, ...call }));
    const asked = waiting;
    const asking = run.ask(calls, ({ computer }, answer, durationMs) => {
      const total = (spent.get(computer) ?? 0) + durationMs;
      spent.set(computer, total);
      const label = { computer: computer.name, transport: computer.transport, durationMs: total };
      working.push(
        settle(asked.get(computer), answer, label, round).then((step) => {
          if ('cause' in step) run.report(computer, step);
          else next.set(computer, step);
        }),
      );
    });
    // Reports the computers that have answered, even if the call fails.
    await asking.finally(() => Promise.all(working));
    waiting = next;
  }
}

async function settle(
  asked: Next | undefined,
  answer: FleetAnswer,
  label: MachineLabel,
  round: number,
): Promise<Next | FleetMachine> {
  try {
    if (answer.kind === 'none') return machineWithoutReply(label, answer.cause, answer.evidence);
    if (answer.kind === 'error') throw scriptError(answer.error);
    if (asked === undefined || round >= MAX_ROUNDS)
      throw new P2sError('internal', say('The run on this computer does not end.'));
    return await asked.judge(answer.result, label);
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    return failedMachine(label, error);
  }
}

/** The error codes of `Invoke-P2SChange`, and of every script. */
function scriptError(error: Extract<FleetAnswer, { kind: 'error' }>['error']) {
  const { hresult, win32 } = error;
  const [code = '', target = ''] = [error.code, error.target].map((text) => neutralise(text, 500));
  const evidence = { code, hresult, win32 };
  switch (code) {
    case 'busy':
      return new P2sError('locked', say('Another run of p2s-fix is active there.'), {
        where: target,
        evidence,
      });
    case 'lock-unusable':
      return new P2sError('state-dir', say('A folder has the name of the lock file.'), {
        where: target,
        next: say('Remove it, then run the same command again.'),
        evidence,
      });
    case 'state-changed':
      return new P2sError(
        'stale',
        say('Another run of p2s-fix was active there at the same time. Nothing was written.'),
        {
          where: target,
          evidence,
        },
      );
    case 'task-failed':
      return new P2sError(
        'watcher-failed',
        say('The task that would roll the change back could not be registered there. Nothing was written.'),
        {
          where: target,
          evidence,
        },
      );
    case 'language-mode':
      return new P2sError('refused', say('PowerShell there is in Constrained Language Mode.'), { evidence });
    default:
      return new P2sError('powershell-failed', say('The script failed there ({code}).', { code }), {
        where: target,
        evidence,
      });
  }
}
