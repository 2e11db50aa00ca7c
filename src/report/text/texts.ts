import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { GatewayMigration, MigrationChange } from '../../core/migration/model.ts';
import type { Check, Gateway, Verdict } from '../../core/model/check.ts';
import type { BackupLine, Confirmation, ErrorReport, RunEvent } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { AnyEvidence } from '../../core/path/stage-evidence.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import type { TextLine } from '../messages/text.ts';
import type { SeenVerdict, VerdictWords } from '../messages/verdict.ts';
import { ENGLISH } from './en/texts.ts';
import type { FindingText } from './finding-text.ts';
import type { Language } from './language.ts';
import type { Words } from './words.ts';

type ErrorEvent = Extract<RunEvent, { type: 'error' }>;

/** What happened, and what to do next. */
export type ReportedError = Pick<ErrorReport, 'message' | 'next'>;

/** All texts for people in one language: the catalog. */
export interface Texts {
  language: Language;
  words: Words;
  error: (event: ErrorEvent) => ReportedError;
  finding: (finding: Finding) => FindingText;
  /** `checks`: those of the path; `other`: the same gateway with the other settings. */
  verdict: (verdict: Verdict, checks: readonly Check[], other?: SeenVerdict | null) => VerdictWords;
  /** Why a check did not pass, in a few words. */
  reason: (evidence: AnyEvidence) => string;
  explanation: (explanation: Explanation) => TextLine[];
  migration: (migration: GatewayMigration) => TextLine[];
  /** Who must do what before a gateway can be moved. */
  migrationChange: (change: MigrationChange, gateway: string) => string;
  settings: (settings: ProxySettings | null) => string;
  /** The facts of profiles and phonebooks about the gateways. */
  gateways: (gateways: readonly Gateway[]) => string[];
  backup: (backup: BackupLine, all: readonly Pick<BackupLine, 'where'>[]) => string;
  confirmed: (confirmation: Confirmation) => string;
  /** The decision of a scheduled run. */
  move: (move: Move) => string;
  schedule: (view: ScheduleView) => string[];
  fleetMachine: (machine: FleetMachine) => string[];
}

export { ENGLISH };

/** The catalog of a language; loads only that one. */
export async function textsIn(language: Language): Promise<Texts> {
  return language === 'ja' ? (await import('./ja/texts.ts')).JAPANESE : ENGLISH;
}
