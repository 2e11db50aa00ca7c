import { stepsOf } from '../../../change/steps.ts';
import { asciiJson } from '../../../core/codec/ascii-json.ts';
import type { Assessment } from '../../../core/decide/assess.ts';
import { proposalOf } from '../../../core/decide/proposal.ts';
import { P2sError } from '../../../core/model/errors.ts';
import type { Outcome } from '../../../core/model/exit-code.ts';
import type { RegistryWrite } from '../../../core/model/registry.ts';
import { say } from '../../../core/model/say.ts';
import { composeRegFile } from '../../../core/reg-file/compose.ts';
import { toWireOrNull } from '../../../machine/wire/value.ts';
import { readScript } from '../../../powershell/script-sums.ts';
import type { ReportDocument } from '../../../report/model/document.ts';
import { repairReadme } from '../../../report/requests/repair-readme.ts';
import { type ExportFolder, fillFolder } from '../../run/folders/export-folder.ts';
import { withMachine } from '../../run/open-machine.ts';
import type { AuditOptions } from '../../run/options.ts';
import type { Ports } from '../../run/ports.ts';
import { runMode } from '../../run/run.ts';
import { found } from '../../steps/run-state.ts';
import { runSteps } from '../../steps.ts';

const SCRIPT = 'Repair-P2SRegistry.ps1';

export interface ExportOptions extends AuditOptions {
  /** The folder for the files; it must be empty or not exist yet. */
  out: string | null;
  /** The name of the desired-state file, for errors. */
  desiredFile?: string;
}

/**
 * Audits a recording and exports its plan as a script and `.reg` files, for computers without p2s-fix. Writes
 * nothing if nothing has to change, a required change is refused, or its path was checked and does not work.
 */
export function runExportRepair(options: ExportOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async (context) => {
    const next = say`p2s-fix export repair --machine export.reg --out repair`;
    const { out } = options;
    if (out === null)
      throw new P2sError('usage', say`export needs a folder to write to.`, { where: '--out', next });
    if (options.machine.file === undefined)
      throw new P2sError('usage', say`export repair works from a recording.`, { where: '--machine', next });
    await withMachine(options.machine, ports, 'read', async (machine) => {
      // Not of this computer: checked only if asked.
      const path = { ...options.path, probe: options.path.probe ?? false };
      const outcomes: Outcome[] = [];
      const judging = { ...context, outcome: (one: Outcome) => void outcomes.push(one) };
      const asked = { ...options, path };
      const run = await runSteps({ context: judging, machine, options: asked, apply: null });
      const { assessment, before } = found(run, 'assessment', 'before');
      const isExported = proposalOf(assessment, before.verdicts) === 'change';
      // What the change would fix is expected here; any other outcome that would stop an apply stops this.
      const expected: readonly Outcome[] = isExported ? ['drift', 'unreachable'] : ['drift'];
      const stopping = outcomes.filter((one) => !expected.includes(one));
      for (const one of stopping) context.outcome(one);
      if (!isExported || stopping.length > 0) return;
      await fillFolder(out, next, (folder) => writeFiles(folder, assessment, ports));
      context.emit({ type: 'file-written', file: out });
    });
  });
}

async function writeFiles(
  folder: ExportFolder,
  { plan, observation }: Assessment,
  ports: Ports,
): Promise<void> {
  const { registry } = observation;
  const writes = stepsOf(plan.changes).map(({ id, write }) => ({
    id,
    ...write,
    createsKey: registry.key(write.key).visibility !== 'present',
  }));
  const made = [...new Set(writes.filter(({ createsKey }) => createsKey).map(({ key }) => key))];
  const back = writes
    .toReversed()
    .map(({ key, name, expected, next }) => ({ key, name, expected: next, next: expected }));
  const script = await readScript(ports.scriptsDir, SCRIPT);
  await folder.write('repair.reg', composeRegFile(writes));
  await folder.write('undo.reg', composeRegFile(back, made));
  await folder.write('repair.json', planJson(writes));
  await folder.write(SCRIPT, script);
  await folder.write('README.txt', repairReadme(plan, ports.wallClock().toISOString()));
}

/** ASCII, so that every PowerShell version reads it the same way. */
function planJson(writes: readonly (RegistryWrite & { id: string; createsKey: boolean })[]): string {
  const wire = writes.map((write) => ({
    ...write,
    expected: toWireOrNull(write.expected),
    next: toWireOrNull(write.next),
  }));
  return `${asciiJson({ schemaVersion: '1.0', kind: 'p2s-fix-repair', writes: wire }, 1)}\n`;
}
