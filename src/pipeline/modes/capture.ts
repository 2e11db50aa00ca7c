import type { Observation } from '../../core/model/observation.ts';
import { readStores } from '../../core/stores/stores.ts';
import { serializeCapture } from '../../machine/recorded/capture.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { readEvidence } from '../path/evidence.ts';
import { reportMachine } from '../run/assessment.ts';
import { writeNew } from '../run/folders/new-file.ts';
import { observeMachine } from '../run/observe-machine.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';

export interface CaptureOptions extends AuditOptions {
  out: string;
  /** Use pseudonyms for names. */
  redact?: boolean;
}

/** Observes the machine and writes the raw result to a new file. */
export function runCapture(options: CaptureOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('capture', ports, options, async (context) => {
    const { out } = options;
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const seen = await observeMachine(context, machine);
      const evidence = await readEvidence(context, machine, { connections: true });
      const observation = evidence === null ? seen : { ...seen, evidence };
      const written = options.redact === true ? await redacted(observation, ports) : observation;
      await writeNew(out, `${JSON.stringify(serializeCapture(written), null, 2)}\n`);
      reportMachine(context, machine, observation, readStores(observation.registry), null);
      context.emit({ type: 'file-written', file: out });
    } finally {
      await machine.close();
    }
  });
}

/** Uses a key that is discarded: pseudonyms cannot be reversed, and every capture has different ones. */
async function redacted(observation: Observation, ports: Ports): Promise<Observation> {
  const { Pseudonyms } = await import('../../core/redact/pseudonyms.ts');
  const { redactObservation } = await import('../../core/redact/observation.ts');
  return redactObservation(new Pseudonyms(ports.randomBytes(32)), observation);
}
