import type { MachineFacts } from '../core/model/events.ts';
import type { StoreView } from '../core/stores/stores.ts';
import { readStores } from '../core/stores/stores.ts';
import type { Machine } from '../machine/port.ts';
import { reportMachine } from '../pipeline/run/assessment.ts';
import { observeMachine } from '../pipeline/run/observe-machine.ts';
import { openMachine } from '../pipeline/run/open-machine.ts';
import type { MachineOptions as OpenOptions } from '../pipeline/run/options.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { MachineOptions } from './options.ts';
import { answered } from './run.ts';
import { wordsFrom } from './words.ts';

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
  const document = await runMode('audit', ports, {}, async () => {
    const { options: words } = wordsFrom({ mode: 'audit' }, { machine: options });
    const machine = await openMachine(openOptions(words), ports, 'read');
    opened = { machine, id: (await machine.identity()).id };
  });
  answered(document, undefined);
  if (opened === undefined) throw new TypeError('openMachine: no result.');
  const { machine, id } = opened;
  return {
    kind: machine.kind,
    id,
    read: async ({ signal } = {}) => {
      const run = signal === undefined ? {} : { signal };
      const read = await runMode('audit', ports, run, async (context) => {
        const observation = await observeMachine(context, machine);
        reportMachine(context, machine, observation, readStores(observation.registry), null);
      });
      const { machine: facts, stores } = answered(read, signal);
      return { machine: facts, stores };
    },
    close: () => machine.close(),
  };
}

function openOptions(words: readonly (readonly [string, string | true])[]): OpenOptions {
  const of = (name: string) => words.flatMap(([option, value]) => (option === name ? [String(value)] : []));
  const [file, ...parts] = of('machine');
  const [powershell] = of('powershell');
  return {
    ...(file === undefined ? {} : { file, parts }),
    ...(powershell === undefined ? {} : { powershell }),
  };
}
