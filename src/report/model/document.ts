import type { StoreChange } from '../../core/decide/plan.ts';
import type { EvidenceView } from '../../core/evidence/evidence-view.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Check, Gateway, Verdict } from '../../core/model/check.ts';
import type {
  BackupLine,
  ChangeResult,
  Confirmation,
  ErrorReport,
  MachineFacts,
  Needs,
} from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Mode } from '../../core/model/modes.ts';
import { IN_ENGLISH, toText, withoutMessages } from '../../core/model/say.ts';
import { commandsWith, type FollowUps, followUpTexts } from '../../core/options/follow-ups.ts';
import { checksByPath } from '../../core/path/path-checks.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import type { AccessRequest, Letter } from '../requests/proxy-request.ts';
import { ENGLISH, type Texts } from '../text/texts.ts';
import { conclusionOf } from './conclusion.ts';
import type { Conclusion } from './conclusion-facts.ts';
import { scheduleForPrograms } from './programs-event.ts';
import type { RunRecord } from './record.ts';
import { factsOf } from './record-facts.ts';

export const SCHEMA_VERSION = '1.0';

export interface ReportedFinding extends Finding {
  message: string;
  remedy: string | null;
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
  verdicts: Verdict[];
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
  followUps?: Record<string, string>;
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

/** The document of a run, for programs: in English, without translatable sentences. */
export async function documentOf(given: RunRecord): Promise<ReportDocument> {
  const record = {
    ...given,
    ...(given.backups === undefined ? {} : { backups: given.backups.map(withoutMessages) }),
    ...(given.schedule === undefined ? {} : { schedule: scheduleForPrograms(given.schedule) }),
  };
  const followUps = followUpTexts(record.followUps);
  const texts = ENGLISH.forRun(record.followUps);
  const { mode, startedAt, machine, plan, result, checks, verdicts, needs, end } = record;
  const { evidence, migration, files, backups, confirmed, explanation, fleet, schedule } = record;
  const facts = end === null ? null : factsOf(record, texts);
  const error = record.error ?? record.lateError;
  const seen = checksByPath(checks);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'p2s-fix', version: record.version },
    mode,
    startedAt,
    durationMs: end?.durationMs ?? 0,
    machine,
    stores: [...record.stores],
    gateways: [...record.gateways],
    findings: record.findings.map((finding) => {
      const { message, remedy } = texts.finding(finding);
      return { ...withoutMessages(finding), message, remedy };
    }),
    plan: plan === null ? null : { id: plan.id, changes: plan.changes.map(reportedChange) },
    result,
    checks: [...checks],
    verdicts: verdicts.map((verdict) =>
      withoutMessages(end === null ? verdict : withCause(verdict, verdicts, seen, texts)),
    ),
    requests: await Promise.all(
      (facts?.requests ?? []).map((letter) => inBothLanguages(letter, record.followUps)),
    ),
    needs: withoutMessages(needs),
    exitCode: end?.exitCode ?? 0,
    summary: facts === null ? NOT_ENDED : conclusionOf(facts, texts),
    ...(Object.keys(followUps).length === 0 ? {} : { followUps }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(migration.length === 0 ? {} : { migration: [...migration] }),
    ...(files.length === 0 ? {} : { files: [...files] }),
    ...(backups === undefined ? {} : { backups: [...backups] }),
    ...(confirmed === undefined ? {} : { confirmed }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(fleet === undefined ? {} : { fleet }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(error === null ? {} : { error: { ...error.error, next: texts.error(error).next } }),
  };
}

/** Japanese is loaded only if there is a letter. */
async function inBothLanguages({ text, ...asked }: Letter, followUps: FollowUps): Promise<AccessRequest> {
  const { IN_JAPANESE } = await import('../../l10n/japanese.ts');
  const carried = commandsWith(followUps);
  const en = toText(text, { ...IN_ENGLISH, ...carried });
  return { ...asked, en, ja: toText(text, { ...IN_JAPANESE, ...carried }) };
}

function withCause(
  verdict: Verdict,
  verdicts: readonly Verdict[],
  seen: ReturnType<typeof checksByPath>,
  texts: Texts,
): Verdict {
  const other = verdicts.find((one) => one !== verdict && one.gateway === verdict.gateway);
  const { code, steps } = texts.verdict(
    verdict,
    seen(verdict),
    other === undefined ? null : { verdict: other, checks: seen(other) },
  );
  const reported = steps.map(({ command, ...step }) => ({
    ...step,
    command: command === null ? null : texts.command(command).command,
  }));
  return { ...verdict, cause: code, steps: reported };
}

function reportedChange(change: StoreChange): ReportedChange {
  const { store, action, before, after, needsElevation, strings } = change;
  return { store, action, before, after, needsElevation, ...(strings === undefined ? {} : { strings }) };
}
