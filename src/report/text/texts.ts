import { reasonText } from '../../core/causes/reason.ts';
import { settingsMessage } from '../../core/decide/summary.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import type { GatewayMigration, MigrationChange } from '../../core/migration/model.ts';
import type { Check, Gateway, Verdict } from '../../core/model/check.ts';
import type { ErrorMessages } from '../../core/model/errors.ts';
import type { BackupLine, Confirmation, ErrorReport, RunEvent } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import { IN_ENGLISH, toText, toTexts, type WithMessages, type Wording } from '../../core/model/say.ts';
import { commandsWith, commandWords, type FollowUps } from '../../core/options/follow-ups.ts';
import type { NamedCommand } from '../../core/options/table.ts';
import type { AnyEvidence } from '../../core/path/stage-evidence.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { ScheduleView } from '../../core/schedule/record.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import { backupText, confirmedText } from './backups.ts';
import { explanationLines } from './explanation.ts';
import { type FindingText, findingText } from './finding-text.ts';
import { fleetMachineLines } from './fleet-machine.ts';
import { gatewayLines } from './gateways.ts';
import { MOVE_TEXTS } from './labels.ts';
import type { Language } from './language.ts';
import { linesIn, type TextLine } from './lines.ts';
import { changeText, migrationLines } from './migration.ts';
import { scheduleLines } from './schedule.ts';
import { type SeenVerdict, type VerdictWords, verdictWords } from './verdict.ts';
import { type Words, wordsIn } from './words.ts';

type ErrorEvent = Extract<RunEvent, { type: 'error' }>;

/** What happened, and what to do next. */
export type ReportedError = Pick<ErrorReport, 'message' | 'next'>;

/** All texts for people in one language. */
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
  /** A command as text for a shell, and as words. */
  command: (command: NamedCommand) => { text: string; command: string[] };
  /** The same texts for a run: each command in them has the options of that run that it needs. */
  forRun: (followUps: FollowUps) => Texts;
}

/** All texts in the words of a language. `program`: how this process was started, for what is printed where it runs. */
export function textsOf(
  language: Language,
  base: Wording,
  program?: string,
  followUps: FollowUps = {},
): Texts {
  const wording: Wording = { ...base, ...commandsWith(followUps, program) };
  const words = wordsIn(wording);
  const errorIn = ({ message, next }: ErrorMessages): ReportedError => ({
    message: toText(message, wording),
    next: next === null ? null : toText(next, wording),
  });
  /** With what of it is sentences in the language. */
  const inWords = <T extends WithMessages>(one: T): T =>
    one.messages === undefined ? one : { ...one, ...(toTexts(one.messages, wording) as Partial<T>) };
  const finding = ({ messages = {}, commands, ...found }: Finding) => {
    const sentences = toTexts(messages, wording) as Finding['evidence'];
    const evidence = { ...found.evidence, ...sentences, ...commands };
    return findingText({ ...found, evidence }, words);
  };
  const fleetError = ({ message, next, messages }: NonNullable<FleetMachine['error']>) =>
    messages === undefined ? { message, next } : errorIn(messages);
  return {
    language,
    words,
    finding,
    error: ({ messages }) => errorIn(messages),
    verdict: (verdict, checks, other = null) => verdictWords(verdict, checks, other, wording),
    reason: (evidence) => words(reasonText(evidence)),
    explanation: (explanation) => linesIn(explanationLines(explanation), wording),
    migration: (migration) => linesIn(migrationLines(migration), wording),
    migrationChange: (change, gateway) => words(changeText(change, gateway)),
    settings: (settings) => toText(settingsMessage(settings), wording),
    gateways: (gateways) => gatewayLines(gateways).map(words),
    backup: (line, all) => words(backupText(inWords(line), all)),
    confirmed: (confirmation) => words(confirmedText(confirmation)),
    move: ({ why }) => words(MOVE_TEXTS[why]),
    schedule: ({ installed, run, ...view }) =>
      scheduleLines({
        ...view,
        installed: installed === null ? null : inWords(installed),
        run: run?.error == null ? run : { ...run, error: inWords(run.error) },
      }).map(words),
    fleetMachine: (machine) => fleetMachineLines(machine, fleetError, finding).map(words),
    command: (command) => ({ text: words(command), command: commandWords(command, followUps) }),
    forRun: (carried) => textsOf(language, base, program, carried),
  };
}

export const ENGLISH: Texts = textsOf('en', IN_ENGLISH);

/** The texts of a language; loads only that one. `program`: see {@link textsOf}. */
export async function textsIn(language: Language, program?: string): Promise<Texts> {
  const wording = language === 'ja' ? (await import('../../l10n/japanese.ts')).IN_JAPANESE : IN_ENGLISH;
  return textsOf(language, wording, program);
}
