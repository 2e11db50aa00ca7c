import { type FleetComputer, parseComputer } from '../../core/fleet/computer.ts';
import { distinctComputers, formatComputerList, parseComputerList } from '../../core/fleet/computer-list.ts';
import { machineWithoutReply } from '../../core/fleet/judge.ts';
import { type FleetMachine, isNoAnswer } from '../../core/fleet/result.ts';
import { type FleetSummary, summarise } from '../../core/fleet/summary.ts';
import { outcomeOfExit } from '../../core/model/exit-code.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FanOutOptions, FleetAnswer, FleetCall } from '../../machine/fleet/fan-out.ts';
import { type Fleet, openFleet } from '../../machine/fleet/open-fleet.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { readList } from '../inputs/list-file.ts';
import { reserveNew } from '../run/folders/new-file.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';
import type { FleetOptions, FleetTargets } from './options.ts';

/** What a fleet action uses. */
export interface FleetRun {
  context: RunContext;
  computers: readonly FleetComputer[];
  /** One round of calls; calls `onAnswer` once for each. */
  ask(
    calls: readonly FleetCall[],
    onAnswer: (call: FleetCall, answer: FleetAnswer, durationMs: number) => void,
  ): Promise<void>;
  /** Reports a computer's result. Called once for each. */
  report(computer: FleetComputer, machine: FleetMachine): void;
}

/**
 * One action on a fleet: reads the list of computers, opens PowerShell Remoting, and reports each computer as its
 * result is known. At the end it reports the summary and the list of computers to run again, even after a failure.
 * The exit code is that of the worst computer.
 */
export function runFleet(
  action: FleetSummary['action'],
  options: FleetOptions,
  ports: Ports,
  work: (run: FleetRun) => Promise<void>,
): Promise<ReportDocument> {
  return runMode('fleet', ports, options, async (context) => {
    const computers = await readTargets(options.targets, ports.standardInput());
    const again = await againList(options.againFile, options.targets.only);
    const fleet = openFleet({ ...ports, executable: options.powershell }, ports.now);
    const reported = new Map<FleetComputer, FleetMachine>();
    const report = (computer: FleetComputer, machine: FleetMachine) => {
      reported.set(computer, machine);
      const outcome = outcomeOfExit(machine.exitCode);
      if (outcome !== null) context.outcome(outcome);
      context.emit({ type: 'fleet-machine', machine });
    };
    const ask: FleetRun['ask'] = (calls, onAnswer) => askFleet(fleet, options, calls, onAnswer);
    try {
      await work({ context, computers, ask, report });
    } finally {
      await fleet.close();
      for (const computer of computers) {
        if (!reported.has(computer)) report(computer, neverDone(computer));
      }
      const left = [...reported].filter(([, machine]) => machine.again);
      await again.write(left.map(([computer, { cause }]) => ({ computer, cause })));
      const summary = summarise(action, reported.values(), (cause) => !isNoAnswer(cause), options.againFile);
      context.emit({ type: 'fleet', summary, machines: null });
    }
  });
}

/** A computer that was not reached, or not finished, because the work failed. */
function neverDone({ name, transport }: FleetComputer): FleetMachine {
  return machineWithoutReply({ computer: name, transport, durationMs: 0 }, 'not-run', {});
}

function askFleet(
  fleet: Fleet,
  { throttle, connectSeconds, deadlineSeconds, credential, sshOptions, signal }: FleetOptions,
  calls: readonly FleetCall[],
  onAnswer: FanOutOptions['onAnswer'],
): Promise<void> {
  return fleet.ask(calls, {
    throttle,
    connectSeconds,
    deadlineSeconds,
    credential,
    sshOptions,
    onAnswer,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The list of the computers to run again. */
interface AgainList {
  write(computers: readonly { computer: FleetComputer; cause: string }[]): Promise<void>;
}

/**
 * Checks before the run that the list can be written. The list that this run reads may be replaced by the
 * remaining computers; any other file with content is never overwritten.
 *
 * @throws P2sError `input`
 */
async function againList(file: string | null, only: string | null): Promise<AgainList> {
  if (file === null) return { write: async () => undefined };
  if (file === only) {
    return {
      async write(computers) {
        await nodeFiles().replace(file, Buffer.from(formatComputerList(computers)));
      },
    };
  }
  const reserved = await reserveNew(file, '--again');
  return { write: (computers) => reserved.write(formatComputerList(computers)) };
}

/**
 * The computers of a run, each once. With `only`, those of that list; if others are named as well, those in both.
 * None if an earlier run left none in the list.
 *
 * @throws P2sError `input`
 */
export async function readTargets(
  { names, file, only, defaults }: FleetTargets,
  standardInput: AsyncIterable<Uint8Array>,
): Promise<FleetComputer[]> {
  const named = names.map((name) => parseComputer(name, defaults));
  const listed = file === null ? [] : parseComputerList(await readList(file, standardInput), defaults, file);
  const all = [...named, ...listed];
  if (only === null) return distinctComputers(all);
  const left = await readList(only, standardInput);
  const again = parseComputerList(left, defaults, only);
  // Only its first line remains: a completely empty file is a mistake.
  if (again.length === 0 && left.trim() !== '') return [];
  if (all.length === 0) return distinctComputers(again);
  const failedNames = new Set(again.map(({ name }) => name.toLowerCase()));
  return distinctComputers(all.filter(({ name }) => failedNames.has(name.toLowerCase())));
}
