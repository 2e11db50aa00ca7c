import { reasonText } from '../../../core/causes/reason.ts';
import { settingsMessage } from '../../../core/decide/summary.ts';
import type { FleetMachine } from '../../../core/fleet/result.ts';
import type { ErrorMessages } from '../../../core/model/errors.ts';
import type { Finding } from '../../../core/model/finding.ts';
import { toText, toTexts, type WithMessages } from '../../../core/model/say.ts';
import type { ScheduleView } from '../../../core/schedule/record.ts';
import { IN_JAPANESE } from '../../../l10n/japanese.ts';
import { backupText, confirmedText } from '../../messages/backups.ts';
import { explanationLines } from '../../messages/explanation.ts';
import { fleetMachineLines } from '../../messages/fleet-machine.ts';
import { gatewayLines } from '../../messages/gateways.ts';
import { changeText, migrationLines } from '../../messages/migration.ts';
import { scheduleLines } from '../../messages/schedule.ts';
import { linesIn, type Text, text, toWords } from '../../messages/text.ts';
import { verdictWords } from '../../messages/verdict.ts';
import { type FindingText, findingText } from '../finding-text.ts';
import type { ReportedError, Texts } from '../texts.ts';
import { wordsIn } from '../words.ts';
import { CATALOG_JA } from './catalog.ts';

const inWords = (one: Text) => toWords(one, CATALOG_JA);
const WORDS = wordsIn(inWords);

function errorInJapanese({ message, next }: ErrorMessages): ReportedError {
  return { message: toText(message, IN_JAPANESE), next: next === null ? null : toText(next, IN_JAPANESE) };
}

function fleetErrorInJapanese({
  message,
  next,
  messages,
}: NonNullable<FleetMachine['error']>): ReportedError {
  return messages === undefined ? { message, next } : errorInJapanese(messages);
}

/** With what of it is sentences in Japanese. */
function inOurWords<T extends WithMessages>(one: T): T {
  return one.messages === undefined ? one : { ...one, ...(toTexts(one.messages, IN_JAPANESE) as Partial<T>) };
}

function describedInJapanese({ messages = {}, ...finding }: Finding): FindingText {
  const evidence = { ...finding.evidence, ...(toTexts(messages, IN_JAPANESE) as typeof finding.evidence) };
  return findingText({ ...finding, evidence }, WORDS);
}

function scheduleInJapanese({ installed, run, ...view }: ScheduleView): string[] {
  const translated = {
    installed: installed === null ? null : inOurWords(installed),
    run: run?.error == null ? run : { ...run, error: inOurWords(run.error) },
  };
  return scheduleLines({ ...view, ...translated }).map(inWords);
}

export const JAPANESE: Texts = {
  language: 'ja',
  words: WORDS,
  error: ({ messages }) => errorInJapanese(messages),
  finding: describedInJapanese,
  verdict: (verdict, checks, other = null) => verdictWords(verdict, checks, other, CATALOG_JA),
  reason: (evidence) => inWords(reasonText(evidence)),
  explanation: (explanation) => linesIn(explanationLines(explanation), CATALOG_JA),
  migration: (migration) => linesIn(migrationLines(migration), CATALOG_JA),
  migrationChange: (change, gateway) => inWords(changeText(change, gateway)),
  settings: (settings) => toText(settingsMessage(settings), IN_JAPANESE),
  gateways: (gateways) => gatewayLines(gateways).map(inWords),
  backup: (line, all) => inWords(backupText(inOurWords(line), all)),
  confirmed: (confirmation) => inWords(confirmedText(confirmation)),
  move: ({ why }) => inWords(text(`schedule-move.${why}`)),
  schedule: scheduleInJapanese,
  fleetMachine: (machine) =>
    fleetMachineLines(machine, fleetErrorInJapanese, describedInJapanese).map(inWords),
};
