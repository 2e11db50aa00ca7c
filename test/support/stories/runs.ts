/** The runs of the pipeline in this process, on this system or on ports that a test chooses. */
import { fileURLToPath } from 'node:url';
import { runCall } from '../../../src/pipeline/calls/run-call.ts';
import { type ExportOptions, runExportRepair } from '../../../src/pipeline/export/repair.ts';
import { type FleetReportOptions, runFleetReport } from '../../../src/pipeline/fleet/report.ts';
import { runApply } from '../../../src/pipeline/modes/apply.ts';
import { runAudit } from '../../../src/pipeline/modes/audit.ts';
import { runListBackups } from '../../../src/pipeline/modes/list-backups.ts';
import { type PlanOptions, runPlan } from '../../../src/pipeline/modes/plan.ts';
import { runRollback } from '../../../src/pipeline/modes/rollback.ts';
import { runVerify } from '../../../src/pipeline/modes/verify.ts';
import type { RollbackOptions } from '../../../src/pipeline/pending/restore-backup.ts';
import type { ApplyOptions, AuditOptions, VerifyOptions } from '../../../src/pipeline/run/options.ts';
import { type Ports, systemPorts as portsWith } from '../../../src/pipeline/run/ports.ts';
import { runScheduled } from '../../../src/pipeline/schedule/run.ts';

export type { DesiredSettings as Desired } from '../../../src/core/decide/desired-settings.ts';
export { desiredFor } from '../../../src/core/decide/desired-settings.ts';
export type { ReportDocument } from '../../../src/report/model/document.ts';

/** This process and this machine, with the scripts and the program that were built. */
export function systemPorts(): Ports {
  const built = (name: string) => fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url));
  return portsWith(built('ps1/'), built('cli.js'));
}

export const audit = (options: AuditOptions, ports = systemPorts()) => runAudit(options, ports);
export const apply = (options: ApplyOptions, ports = systemPorts()) => runApply(options, ports);
export const plan = (options: PlanOptions, ports = systemPorts()) => runPlan(options, ports);
export const verify = (options: VerifyOptions, ports = systemPorts()) => runVerify(options, ports);
export const rollback = (options: RollbackOptions, ports = systemPorts()) => runRollback(options, ports);
export const listBackups = (options: AuditOptions, ports = systemPorts()) => runListBackups(options, ports);
export const explain = (text: string) =>
  runCall({ use: 'explain', options: { text } }, systemPorts(), {}, null);
export const exportRepair = (options: ExportOptions) => runExportRepair(options, systemPorts());
export const fleetReport = (options: FleetReportOptions) => runFleetReport(options, systemPorts());
export const scheduleRun = (options: AuditOptions) =>
  runScheduled({ ...options, installed: false }, systemPorts());
