/**
 * The public API. Every function runs one mode, tells its events to `onEvent` as they happen, and resolves with the
 * document that `--json` prints. None rejects for something a user can cause: the document then has `error` and an
 * exit code other than 0.
 */
import { fileURLToPath } from 'node:url';
import type { Emit } from './core/model/events.ts';
import type { FleetApplyOptions } from './pipeline/fleet/apply.ts';
import type { FleetMigrateOptions } from './pipeline/fleet/migrate.ts';
import type { FleetOptions } from './pipeline/fleet/options.ts';
import type { FleetReportOptions } from './pipeline/fleet/report.ts';
import { runApply } from './pipeline/modes/apply.ts';
import { runAudit } from './pipeline/modes/audit.ts';
import { type CaptureOptions, runCapture } from './pipeline/modes/capture.ts';
import { type ConfirmOptions, runConfirm } from './pipeline/modes/confirm.ts';
import { runExplain } from './pipeline/modes/explain.ts';
import { type ExportDscOptions, runExportDsc } from './pipeline/modes/export-dsc.ts';
import { runExportIntune } from './pipeline/modes/export-intune.ts';
import { type ExportOptions, runExportRepair } from './pipeline/modes/export-repair.ts';
import { runMigrate } from './pipeline/modes/migrate.ts';
import { type PlanOptions, runPlan } from './pipeline/modes/plan.ts';
import { type RollbackOptions, runListBackups, runRollback } from './pipeline/modes/rollback.ts';
import { runVerify } from './pipeline/modes/verify.ts';
import type { ApplyOptions, AuditOptions, VerifyOptions } from './pipeline/run/options.ts';
import { type Ports, systemPorts as portsWith } from './pipeline/run/ports.ts';
import type { RunOptions } from './pipeline/run/run.ts';
import type { ReportDocument } from './report/model/document.ts';
import { EMPTY_RECORD, foldRecord } from './report/model/run-record.ts';
import type { Language } from './report/text/language.ts';
import { textsIn } from './report/text/texts.ts';
import { reportHtml } from './report/views/page/html.ts';
import { reportMarkdown } from './report/views/page/markdown.ts';

export {
  type DesiredSetting as StoreWish,
  type DesiredSettings as Wish,
  desiredFor as wishFor,
} from './core/decide/desired-settings.ts';
export type { Gateway } from './core/model/check.ts';
export { P2sError } from './core/model/errors.ts';
export type { RunEvent } from './core/model/events.ts';
export type { ProfileReading } from './core/path/gateway-profile.ts';
export type { ProxyServer, ProxySettings } from './core/proxy/settings.ts';
export { fleetOptions } from './pipeline/fleet/options.ts';
export { type DesiredState, readDesiredState } from './pipeline/inputs/desired-file.ts';
export { readProfiles } from './pipeline/inputs/profile-files.ts';
export type { Language } from './report/text/language.ts';
export type {
  ApplyOptions,
  AuditOptions,
  CaptureOptions,
  ConfirmOptions,
  ExportDscOptions,
  ExportOptions,
  FleetApplyOptions,
  FleetMigrateOptions,
  FleetOptions,
  FleetReportOptions,
  PlanOptions,
  Ports,
  ReportDocument,
  RollbackOptions,
  VerifyOptions,
};

/** This process and this machine, as every function here takes them by default. */
export function systemPorts(): Ports {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return portsWith(beside('ps1/'), beside('cli.js'));
}

/** Dry run: reads both stores, checks the path, says what would change. Writes nothing. */
export function audit(options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runAudit(options, ports);
}

/** The audit, then the changes: backup, write, read-back, path check. */
export function apply(options: ApplyOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runApply(options, ports);
}

/** The audit, whose plan is written to a file for a later `apply` with `plan`. */
export function plan(options: PlanOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runPlan(options, ports);
}

/** Only the path check; with `transcript`, a judgement on one that was made elsewhere. */
export function verify(options: VerifyOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runVerify(options, ports);
}

/**
 * Whether each gateway can be moved from SSTP to IKEv2 or OpenVPN from this network: `migration` in the document. OpenVPN
 * is asked only with profiles that were read with their keys.
 */
export function migrate(options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runMigrate(options, ports);
}

/** Puts back what a backup holds; the newest one of this machine when none is named. */
export function rollback(options: RollbackOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runRollback(options, ports);
}

/** The backups that a rollback could put back. */
export function listBackups(options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runListBackups(options, ports);
}

/** Keeps a change that an `apply` with `confirmWithinMs` made. */
export function confirm(options: ConfirmOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runConfirm(options, ports);
}

/** Writes a script and `.reg` files that repair a recorded machine without this program, and undo that. */
export function exportRepair(options: ExportOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runExportRepair(options, ports);
}

/** Writes scripts that keep machines in a named state by Intune remediations, and undo that. */
export function exportIntune(options: ExportOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runExportIntune(options, ports);
}

/** Writes the resources for DSC v3: manifests and their script. */
export function exportDsc(options: ExportDscOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runExportDsc(options, ports);
}

/** Records this machine for use with `--machine`. */
export function capture(options: CaptureOptions, ports: Ports = systemPorts()): Promise<ReportDocument> {
  return runCapture(options, ports);
}

/**
 * Says what an error code of a VPN connection means: `explanation` in the document. Takes a number in any spelling
 * (`'0x80092013'`, `-2146885613`, `'80092013'`, 798) or a symbolic name.
 */
export function explain(
  code: string | number,
  options: RunOptions = {},
  ports: Ports = systemPorts(),
): Promise<ReportDocument> {
  return runExplain({ ...options, code: String(code) }, ports);
}

/** One action on many computers; see docs/fleet.md. `fleetOptions` fills in what is not said. */
export const fleet = {
  /** Looks at every computer and says what is wrong there. Writes nothing anywhere. */
  audit: async (options: FleetOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/audit.ts')).runFleetAudit(options, ports),
  /** Changes what an audit would; with `confirmWithinMs` the change goes back by itself unless it is confirmed. */
  apply: async (options: FleetApplyOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/apply.ts')).runFleetApply(options, ports),
  /** Keeps the changes that wait to be confirmed. */
  confirm: async (options: FleetOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/confirm.ts')).runFleetConfirm(options, ports),
  /** Puts back what was there before the last change. */
  rollback: async (options: FleetOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/rollback.ts')).runFleetRollback(options, ports),
  /** Whether each computer can be moved from SSTP, seen from its own network. */
  migrate: async (options: FleetMigrateOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/migrate.ts')).runFleetMigrate(options, ports),
  /** Folds captures, exports and results of earlier runs. */
  report: async (options: FleetReportOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/fleet/report.ts')).runFleetReport(options, ports),
};

/** The task that keeps this Windows right by itself; an administrator's. See docs/schedule.md. */
export const schedule = {
  /** Copies the program to a place that only administrators can write, and registers the task. */
  install: async (options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/schedule/install.ts')).runScheduleInstall(options, ports),
  /** What is installed, and how the last run went. Writes nothing. */
  status: async (options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/schedule/status.ts')).runScheduleStatus(options, ports),
  /** One run, as the task makes it. */
  run: async (options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/schedule/run.ts')).runScheduled({ ...options, installed: false }, ports),
  /** Takes away the task, the program and what belongs to them. */
  remove: async (options: AuditOptions, ports: Ports = systemPorts()): Promise<ReportDocument> =>
    (await import('./pipeline/schedule/remove.ts')).runScheduleRemove(options, ports),
};

/** What a run tells, kept for a report in any language. */
export interface Report {
  onEvent: Emit;
  html(language?: Language): Promise<string>;
  markdown(language?: Language): Promise<string>;
}

/** A report of one run: give it every event of the run by `onEvent`, then ask for it. */
export function createReport(): Report {
  let record = EMPTY_RECORD;
  return {
    onEvent(event) {
      record = foldRecord(record, event);
    },
    html: async (language = 'en') => reportHtml(record, await textsIn(language)),
    markdown: async (language = 'en') => reportMarkdown(record, await textsIn(language)),
  };
}
