/**
 * The public API: a function for each command. Each resolves with the document that `--json` prints where the run came
 * to a result, whatever that is, and rejects with a {@link P2sError} where it did not, which is where the document has
 * an `error`. None prints, and none ends the process.
 *
 * @packageDocumentation
 */

import { fileURLToPath } from 'node:url';
import { type OpenMachine, openForReading } from './api/machine.ts';
import type {
  ApplyOptions,
  AuditOptions,
  CaptureOptions,
  ConfirmOptions,
  ExportFilesOptions,
  ExportOptions,
  FleetApplyOptions,
  FleetMigrateOptions,
  FleetOptions,
  FleetReportOptions,
  ListBackupsOptions,
  MachineOptions,
  MigrateOptions,
  PlanOptions,
  RollbackOptions,
  ScheduleOptions,
  VerifyOptions,
} from './api/options.ts';
import { run } from './api/run.ts';
import type { RunOptions } from './api/values.ts';
import type { Emit, RunEvent } from './core/model/events.ts';
import type { FLEET_ACTIONS, SCHEDULE_ACTIONS } from './core/model/modes.ts';
import { type Ports, systemPorts } from './pipeline/run/ports.ts';
import type { ReportDocument } from './report/model/document.ts';
import { recordOf } from './report/model/record.ts';
import type { Language } from './report/text/language.ts';
import { textsIn } from './report/text/texts.ts';

export { P2sError } from './api/error.ts';
export type { OpenMachine, Reading } from './api/machine.ts';
export type * from './api/options.ts';
export type * from './api/values.ts';
export type { ErrorCode } from './core/model/errors.ts';
export type { RunEvent } from './core/model/events.ts';
export type { Mode } from './core/model/modes.ts';
export type { ReportDocument } from './report/model/document.ts';
export type { Language } from './report/text/language.ts';

/** Dry run: reads the settings, checks the path, reports what would change. Writes nothing. */
export function audit(options: AuditOptions = {}): Promise<ReportDocument> {
  return run('audit', options, ports());
}

/** The audit, whose plan is written to a file for a later {@link apply} with `plan`. */
export function plan(options: PlanOptions): Promise<ReportDocument> {
  return run('plan', options, ports());
}

/** The audit, then its changes: backup, write, read-back, path check. */
export function apply(options: ApplyOptions = {}): Promise<ReportDocument> {
  return run('apply', options, ports());
}

/** Only the path check; with `transcript`, a judgement on one that was made elsewhere. */
export function verify(options: VerifyOptions = {}): Promise<ReportDocument> {
  return run('verify', options, ports());
}

/** Whether each gateway can be moved from SSTP to IKEv2 or OpenVPN from this network: `migration` of the document. */
export function migrate(options: MigrateOptions = {}): Promise<ReportDocument> {
  return run('migrate', options, ports());
}

/** Restores the values of a backup. */
export function rollback(options: RollbackOptions = {}): Promise<ReportDocument> {
  return run('rollback', options, ports());
}

/** The backups that a rollback could restore: `backups` of the document. */
export function listBackups(options: ListBackupsOptions = {}): Promise<ReportDocument> {
  return run('rollback', options, ports(), { left: ['backup'], options: { list: true } });
}

/** Keeps a change that {@link apply} made with `confirmWithinSeconds`. */
export function confirm(options: ConfirmOptions = {}): Promise<ReportDocument> {
  return run('confirm', options, ports());
}

/** Records this Windows, or a recording with `redact`. */
export function capture(options: CaptureOptions): Promise<ReportDocument> {
  return run('capture', options, ports());
}

/**
 * What an error code of a VPN connection means: `explanation` of the document. Takes a number in any spelling
 * (`'0x80092013'`, `-2146885613`, `'80092013'`, 798), a symbolic name, a word of p2s-fix, or a text with any of them.
 */
export function explain(code: string | number, options: RunOptions = {}): Promise<ReportDocument> {
  const text = typeof code === 'number' ? String(code) : code;
  // What is no object has no members to spread, and would count as no options.
  const given = typeof options === 'object' && options !== null ? { ...options, text } : options;
  return run('explain', given, ports());
}

/** Opens a computer or a recording, to read its settings without judging them. */
export function openMachine(options: MachineOptions = {}): Promise<OpenMachine> {
  return openForReading(options, ports());
}

/** Writes a script and `.reg` files that repair a recorded computer without p2s-fix, and undo that. */
export function exportRepair(options: ExportOptions): Promise<ReportDocument> {
  return run('export repair', options, ports());
}

/** Writes scripts that keep computers in a named state by Intune remediations, and undo that. */
export function exportIntune(options: ExportOptions): Promise<ReportDocument> {
  return run('export intune', options, ports());
}

/** Writes the resources for DSC v3: manifests and their script. */
export function exportDsc(options: ExportFilesOptions): Promise<ReportDocument> {
  return run('export dsc', options, ports());
}

/** Writes the page that judges recordings in a browser. */
export function exportPage(options: ExportFilesOptions): Promise<ReportDocument> {
  return run('export page', options, ports());
}

/** One action on many computers over PowerShell Remoting; see docs/fleet.md. */
export const fleet = {
  /** Reads and judges every computer. Writes nothing there. */
  audit: (options: FleetOptions): Promise<ReportDocument> => onFleet('audit', options),
  /** Makes the changes that an audit reports. */
  apply: (options: FleetApplyOptions): Promise<ReportDocument> => onFleet('apply', options),
  /** Keeps the unconfirmed changes. */
  confirm: (options: FleetOptions): Promise<ReportDocument> => onFleet('confirm', options),
  /** Restores what was there before the last change. */
  rollback: (options: FleetOptions): Promise<ReportDocument> => onFleet('rollback', options),
  /** Whether each computer can be moved from SSTP, seen from its own network. */
  migrate: (options: FleetMigrateOptions): Promise<ReportDocument> => onFleet('migrate', options),
  /** Combines captures, exports and results of earlier runs. */
  report: (options: FleetReportOptions): Promise<ReportDocument> => onFleet('report', options),
};

/** The task that keeps the settings of this Windows correct; see docs/schedule.md. */
export const schedule = {
  /** Copies the program to a place that only administrators can write, and registers the task. */
  install: (options: ScheduleOptions = {}): Promise<ReportDocument> => onSchedule('install', options),
  /** What is installed, and how the last run went. Writes nothing. */
  status: (options: ScheduleOptions = {}): Promise<ReportDocument> => onSchedule('status', options),
  /** One run, as the task makes it. */
  run: (options: ScheduleOptions = {}): Promise<ReportDocument> => onSchedule('run', options),
  /** Removes the task, the program and what belongs to them. */
  remove: (options: ScheduleOptions = {}): Promise<ReportDocument> => onSchedule('remove', options),
};

function onFleet(
  action: (typeof FLEET_ACTIONS)[number],
  options: FleetOptions | FleetReportOptions,
): Promise<ReportDocument> {
  return run(`fleet ${action}`, options, ports());
}

function onSchedule(
  action: (typeof SCHEDULE_ACTIONS)[number],
  options: ScheduleOptions,
): Promise<ReportDocument> {
  return run(`schedule ${action}`, options, ports());
}

/** This process and this computer, with the scripts and the program beside this file. */
function ports(): Ports {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return systemPorts(beside('ps1/'), beside('cli.js'));
}

/** The events of one run, kept for a report in any language. */
export interface Report {
  onEvent: Emit;
  html(language?: Language): Promise<string>;
  markdown(language?: Language): Promise<string>;
}

/** A report of one run: give `onEvent` to the run, then ask for the report. */
export function createReport(): Report {
  const events: RunEvent[] = [];
  return {
    onEvent(event) {
      events.push(event);
    },
    html: async (language = 'en') => {
      const { reportHtml } = await import('./report/views/page/html/html.ts');
      return reportHtml(recordOf(events), await textsIn(language));
    },
    markdown: async (language = 'en') => {
      const { reportMarkdown } = await import('./report/views/page/markdown.ts');
      return reportMarkdown(recordOf(events), await textsIn(language));
    },
  };
}
