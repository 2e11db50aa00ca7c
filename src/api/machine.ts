import type { ErrorMessages } from '../core/model/errors.ts';
import type { MachineFacts } from '../core/model/events.ts';
import type { StoreView } from '../core/stores/stores.ts';
import { readStores } from '../core/stores/stores.ts';
import type { Machine } from '../machine/port.ts';
import { machineOf } from '../pipeline/calls/run-call.ts';
import { reportMachine } from '../pipeline/run/assessment.ts';
import { observeMachine } from '../pipeline/run/observe-machine.ts';
import { openMachine } from '../pipeline/run/open-machine.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { MachineOptions } from './options.ts';
import { readMembers } from './read-members.ts';
import { answered, messagesTo } from './run.ts';

/** What a computer holds, and nothing of what it should hold. */
export interface Reading {
  machine: MachineFacts | null;
  /** Every proxy setting, as in the document of an audit. */
  stores: StoreView[];
}

/** A computer or a recording of one, to be read several times. */
export interface OpenMachine {
  readonly kind: 'local' | 'recorded' | 'remote';
  /** What backups are bound to: the machine GUID; of a recording its path. */
  readonly id: string;
  /** Reads it now. Rejects with P2sError. */
  read(options?: { signal?: AbortSignal | undefined }): Promise<Reading>;
  /** Ends its PowerShell. */
  close(): Promise<void>;
}

/** Opens it for reading; nothing here writes. */
export async function openForReading(options: MachineOptions, ports: Ports): Promise<OpenMachine> {
  let opened: { machine: Machine; id: string } | undefined;
  const errors: ErrorMessages[] = [];
  const document = await runMode('audit', ports, { onEvent: messagesTo(errors) }, async () => {
    const call = readMembers('audit', { machine: options });
    const machine = await openMachine(machineOf(call.options, false), ports, 'read');
    opened = { machine, id: (await machine.identity()).id };
  });
  answered(document, 'audit', errors);
  if (opened === undefined) throw new TypeError('openMachine: no result.');
  const { machine, id } = opened;
  return {
    kind: machine.kind,
    id,
    read: async ({ signal } = {}) => {
      const errors: ErrorMessages[] = [];
      const run = { onEvent: messagesTo(errors), ...(signal === undefined ? {} : { signal }) };
      const read = await runMode('audit', ports, run, async (context) => {
        const observation = await observeMachine(context, machine);
        reportMachine(context, machine, observation, readStores(observation.registry), null);
      });
      const { machine: facts, stores } = answered(read, 'audit', errors, signal);
      return { machine: facts, stores };
    },
    close: () => machine.close(),
  };
}
