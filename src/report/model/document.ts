import type { Owner } from '../../core/causes/rule.ts';
import type { StoreChange } from '../../core/decide/plan.ts';
import type { EvidenceView } from '../../core/evidence/evidence-view.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Check, Gateway, Verdict } from '../../core/model/check.ts';
import { type FollowUps, wordsOfCommand } from '../../core/model/command-text.ts';
import type {
  BackupLine,
  ChangeResult,
  Confirmation,
  ErrorReport,
  MachineFacts,
  Needs,
  RunEvent,
} from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Mode } from '../../core/model/modes.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import { checksOf, inPlace } from '../facts/path-checks.ts';
import { fleetRequests } from '../requests/fleet-request.ts';
import { moveRequests } from '../requests/migration-request.ts';
import { type AccessRequest, requestsOf } from '../requests/proxy-request.ts';
import type { Texts } from '../text/texts.ts';
import { ENGLISH } from '../text/texts.ts';
import { withCommands } from '../text/with-commands.ts';
import { conclusionOf } from './conclusion.ts';
import { type Conclusion, factsOfDocument } from './conclusion-facts.ts';
import { eventForPrograms } from './programs-event.ts';

export interface ReportedFinding extends Finding {
  message: string;
  remedy: string | null;
}

/** A verdict with what decided it, and who must do what; without them until the run ends. */
export interface ReportedVerdict extends Verdict {
  /** `VERDICT` or `VERDICT.variant`. */
  cause?: string;
  steps?: readonly { owner: Owner; action: string; command: readonly string[] | null }[];
}

export type ReportedChange = Pick<
  StoreChange,
  'store' | 'action' | 'before' | 'after' | 'needsElevation' | 'strings'
>;

/**
 * The single document of `--json` (docs/reference.md). Schema 1 may add fields, but never changes their meaning.
 */
export interface ReportDocument {
  schemaVersion: '1.0';
  tool: { name: 'p2s-fix'; version: string };
  mode: Mode;
  startedAt: string;
  durationMs: number;
  machine: MachineFacts | null;
  stores: StoreView[];
  gateways: Gateway[];
  findings: ReportedFinding[];
  plan: { id: string; changes: ReportedChange[] } | null;
  result: ChangeResult | null;
  checks: Check[];
  verdicts: ReportedVerdict[];
  /** Requests to other teams, ready to paste. */
  requests: AccessRequest[];
  needs: Needs;
  /** The machine's own evidence of VPN problems. */
  evidence?: EvidenceView;
  /** Files written for the user: a plan, a capture, a copy of a recording, the files of an export. */
  files?: string[];
  backups?: BackupLine[];
  confirmed?: Confirmation;
  /** The result of `explain`. */
  explanation?: Explanation;
  /** The result of `migrate`, by gateway. */
  migration?: GatewayMigration[];
  /** The result of `schedule`. */
  schedule?: ScheduleView;
  /** The result of `fleet`. */
  fleet?: { summary: FleetSummary | null; machines: readonly FleetMachine[] };
  /** Options of this run that follow-up commands need, by command. */
  followUps?: FollowUps;
  error?: ErrorReport;
  /** What is wrong, who acts, and the command to run, in English. */
  summary: Conclusion;
  exitCode: number;
}

/** Of a run that has not ended, which no output shows. */
export const NOT_ENDED: Conclusion = {
  code: null,
  state: 'failed',
  headline: 'The run has not ended.',
  cause: null,
  change: null,
  owners: [],
  next: [],
};

export function emptyDocument(mode: Mode, version: string, startedAt: string): ReportDocument {
  return {
    schemaVersion: '1.0',
    tool: { name: 'p2s-fix', version },
    mode,
    startedAt,
    durationMs: 0,
    machine: null,
    stores: [],
    gateways: [],
    findings: [],
    plan: null,
    result: null,
    checks: [],
    verdicts: [],
    requests: [],
    needs: { elevation: [], command: null, restart: false, restartPending: [], redial: false },
    exitCode: 0,
    summary: NOT_ENDED,
  };
}

/** The document after one more event, for programs. Progress events do not change it. */
export function foldDocument(document: ReportDocument, event: RunEvent): ReportDocument {
  return foldReported(document, eventForPrograms(event));
}

/** The same for a report in the user's language: keeps the translatable sentences. */
export function foldReported(document: ReportDocument, event: RunEvent): ReportDocument {
  switch (event.type) {
    case 'started':
      return { ...document, mode: event.mode, startedAt: event.at, ...followUpsOf(event) };
    case 'machine':
      return { ...document, machine: event.machine };
    case 'stores':
      return { ...document, stores: [...event.stores] };
    case 'gateways':
      return { ...document, gateways: [...event.gateways] };
    case 'check':
      return { ...document, checks: [...document.checks, event.check] };
    case 'verdict':
      return { ...document, verdicts: [...document.verdicts, event.verdict] };
    case 'evidence':
      return { ...document, evidence: event.evidence };
    case 'finding': {
      const { message, remedy } = englishOf(document).finding(event.finding);
      return { ...document, findings: [...document.findings, { ...event.finding, message, remedy }] };
    }
    case 'migration':
      return { ...document, migration: [...(document.migration ?? []), event.migration] };
    case 'plan':
      return { ...document, plan: { id: event.plan.id, changes: event.plan.changes.map(reportedChange) } };
    case 'step':
      // Observations from after the change replace those from before.
      if (event.step === 'probe-after' && event.status === 'started')
        return { ...document, checks: [], verdicts: [] };
      return document;
    case 'change-result': {
      // Findings from after the change replace those from before.
      const changed = event.result.changed.length > 0 && !event.result.rolledBack;
      const recovered = document.result?.recovered === true ? ({ recovered: true } as const) : {};
      return {
        ...document,
        result: { ...event.result, ...recovered },
        findings: changed ? [] : document.findings,
      };
    }
    case 'file-written':
      return { ...document, files: [...(document.files ?? []), event.file], ...followUpsOf(event) };
    case 'backups':
      return { ...document, backups: [...event.backups] };
    case 'confirmed':
      return { ...document, confirmed: { backup: event.backup, by: event.by } };
    case 'explained':
      return { ...document, explanation: event.explanation };
    case 'schedule': {
      const recorded = { ...document, schedule: event.schedule };
      // A scheduled run is recorded after its end, and its decision is a part of its conclusion.
      return event.schedule.action === 'run'
        ? { ...recorded, summary: conclusionOf(factsOfDocument(recorded), englishOf(document)) }
        : recorded;
    }
    case 'fleet-machine': {
      const { machines = [] } = document.fleet ?? {};
      return { ...document, fleet: { summary: null, machines: [...machines, event.machine] } };
    }
    case 'fleet': {
      const machines = event.machines ?? document.fleet?.machines ?? [];
      return { ...document, fleet: { summary: event.summary, machines } };
    }
    case 'needs':
      return { ...document, needs: event.needs };
    case 'error':
      return { ...document, error: { ...event.error, next: englishOf(document).error(event).next } };
    case 'finished': {
      const checks = checksInOrder(document);
      const ended = {
        ...document,
        checks,
        verdicts: document.verdicts.map((verdict) =>
          withCause(verdict, { ...document, checks }, englishOf(document)),
        ),
        requests: allRequests({ ...document, checks }),
        exitCode: event.exitCode,
        durationMs: event.durationMs,
      };
      return { ...ended, summary: conclusionOf(factsOfDocument(ended), englishOf(document)) };
    }
    case 'backup':
    case 'write':
    case 'check-started':
    case 'schedule-move':
    case 'diagnostic':
      return document;
  }
}

function withCause(
  verdict: Verdict,
  { verdicts, checks }: Pick<ReportDocument, 'verdicts' | 'checks'>,
  texts: Texts,
): ReportedVerdict {
  const seen = (one: Verdict) => checksOf(checks, one.gateway, one.stores);
  const other = verdicts.find((one) => one !== verdict && one.gateway === verdict.gateway);
  const { code, steps } = texts.verdict(
    verdict,
    seen(verdict),
    other === undefined ? null : { verdict: other, checks: seen(other) },
  );
  const reported = steps.map(({ command, ...step }) => ({
    ...step,
    command: command === null ? null : wordsOfCommand(command),
  }));
  return { ...verdict, cause: code, steps: reported };
}

/** The texts for programs, in English, with complete commands. */
function englishOf({ followUps }: ReportDocument): Texts {
  return withCommands(ENGLISH, followUps);
}

function followUpsOf({
  followUps: { program: _, ...followUps } = {},
}: Extract<RunEvent, { type: 'started' | 'file-written' }>): Pick<ReportDocument, 'followUps'> {
  return Object.keys(followUps).length === 0 ? {} : { followUps };
}

/** By gateway, in the order of the verdicts; checks without a verdict come last. */
function checksInOrder({ checks, verdicts }: ReportDocument): Check[] {
  const name = ({ gateway, stores }: Pick<Check, 'gateway' | 'stores'>) => `${stores} ${gateway}`;
  const names = [...new Set([...verdicts, ...checks].map(name))];
  return names.flatMap((one) => inPlace(checks.filter((check) => name(check) === one)));
}

/** A migration requests the successors of SSTP, and nothing for SSTP itself. */
function allRequests(document: ReportDocument): AccessRequest[] {
  const { mode, checks, verdicts, migration = [], fleet, startedAt, followUps } = document;
  if (mode === 'fleet') return fleet?.summary ? fleetRequests(fleet.summary, startedAt) : [];
  return mode === 'migrate'
    ? moveRequests(migration, startedAt, followUps)
    : requestsOf(checks, verdicts, startedAt, followUps);
}

function reportedChange(change: StoreChange): ReportedChange {
  const { store, action, before, after, needsElevation, strings } = change;
  return { store, action, before, after, needsElevation, ...(strings === undefined ? {} : { strings }) };
}
