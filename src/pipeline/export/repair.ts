import { stepsOf } from '../../change/steps.ts';
import { asciiJson } from '../../core/codec/ascii-json.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import type { Emit } from '../../core/model/events.ts';
import type { Outcome } from '../../core/model/exit-code.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { RegistryWrite } from '../../core/model/registry.ts';
import { type Asked, inBothForms } from '../../core/options/follow-ups.ts';
import { composeRegFile } from '../../core/reg-file/compose.ts';
import type { Machine } from '../../machine/port.ts';
import { toWireOrNull } from '../../machine/wire/value.ts';
import { readScript } from '../../powershell/bundled-script.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { REPAIR_COMMAND, repairReadme } from '../../report/requests/repair-readme.ts';
import type { Language } from '../../report/text/language.ts';
import { type Texts, textsIn } from '../../report/text/texts.ts';
import { applyCommand } from '../run/assessment.ts';
import { type ExportFolder, fillFolder } from '../run/folders/export-folder.ts';
import { withMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';
import { found } from '../steps/run-state.ts';
import { runSteps } from '../steps.ts';

const SCRIPT = 'Repair-P2SRegistry.ps1';

export interface ExportOptions extends AuditOptions {
  /** The folder for the files; it must be empty or not exist yet. */
  out: string;
  /** The language of the README of a repair; English by default. */
  language?: Language;
  /** The name of the desired-state file, for errors. */
  desiredFile?: string;
}

/**
 * Audits a recording and exports its plan as a script and `.reg` files, for computers without p2s-fix. Writes
 * nothing if nothing has to change, a required change is refused, or its path was checked and does not work.
 */
export function runExportRepair(options: ExportOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async (context) => {
    await withMachine(options.machine, ports, 'read', async (machine) => {
      // Reported at the end: what they advise depends on whether a repair is written.
      const findings: Finding[] = [];
      const emit: Emit = (event) =>
        event.type === 'finding' ? void findings.push(event.finding) : context.emit(event);
      let inReport = (finding: Finding) => finding;
      try {
        const written = await exportFrom({ ...context, emit }, machine, options);
        if (written !== null) {
          const replaced = applyCommand(context, machine, written);
          inReport = (finding) => withRepair(finding, replaced);
        }
      } finally {
        for (const finding of findings) context.emit({ type: 'finding', finding: inReport(finding) });
      }
    });
  });
}

/** Resolves to what was exported; `null`: nothing. */
async function exportFrom(
  context: RunContext,
  machine: Machine,
  options: ExportOptions & { out: string },
): Promise<Assessment | null> {
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
  if (!isExported || stopping.length > 0) return null;
  await fillFolder(options.out, async (folder) =>
    writeFiles(folder, assessment, await textsIn(options.language ?? 'en'), context.ports),
  );
  const elevation = assessment.plan.changes.filter((one) => one.needsElevation).map(({ store }) => store);
  const needs = { elevation, restart: false, restartPending: [], redial: true };
  context.emit({ type: 'needs', needs: { ...needs, ...inBothForms(REPAIR_COMMAND, 'powershell') } });
  context.emit({ type: 'file-written', file: options.out });
  return assessment;
}

/** A finding whose remedy is the apply, about a repair that takes its place. */
function withRepair(finding: Finding, replaced: Asked | null): Finding {
  const { evidence } = finding;
  if (replaced === null || evidence.command !== inBothForms(replaced.call, replaced.shell).command)
    return finding;
  const { command, commands } = inBothForms(REPAIR_COMMAND, 'powershell');
  return { ...finding, evidence: { ...evidence, command }, commands };
}

async function writeFiles(
  folder: ExportFolder,
  { plan, observation }: Assessment,
  texts: Texts,
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
  await folder.write('README.txt', repairReadme(plan, ports.wallClock().toISOString(), texts));
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
