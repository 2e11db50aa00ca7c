import { P2sError } from '../../core/errors.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { failedMachine, judgeMachine, silentMachine } from '../../core/fleet/judge.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import { parseCapture } from '../../machine/capture.ts';
import type { FleetAnswer, FleetCall } from '../../machine/fleet/fan-out.ts';
import type { ReportDocument } from '../../report/document.ts';
import type { Ports } from '../ports.ts';
import type { FleetOptions } from './options.ts';
import { runFleet } from './run.ts';

/** Looks at every computer and says what is wrong there. Writes nothing anywhere. */
export function runFleetAudit(options: FleetOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('audit', options, ports, async ({ computers, ask, tell }) => {
    const calls = computers.map(
      (computer): FleetCall => ({ computer, script: 'Get-P2SMachine', request: {} }),
    );
    await ask(calls, ({ computer }, answer, durationMs) => {
      tell(computer, audited(computer, answer, durationMs, options));
    });
  });
}

function audited(
  computer: FleetComputer,
  answer: FleetAnswer,
  durationMs: number,
  { wish }: FleetOptions,
): FleetMachine {
  const label = { computer: computer.name, transport: computer.transport, durationMs };
  if (answer.kind === 'none') return silentMachine(label, answer.cause, answer.evidence);
  if (answer.kind === 'error') return failedMachine(label, scriptFailed(computer, answer.error));
  try {
    const observation = parseCapture(answer.result);
    return judgeMachine(label, observation, wish, computer.vpnUser).machine;
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    return silentMachine(label, 'no-result', { reason: error.code, ...error.evidence });
  }
}

function scriptFailed({ name }: FleetComputer, error: { code: string; hresult: number | null }): P2sError {
  return new P2sError('powershell-failed', `The script could not do its work (${error.code}).`, {
    where: name,
    evidence: { ...error },
  });
}
