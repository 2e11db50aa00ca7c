import { settingsMessage } from '../../../core/decide/summary.ts';
import type { ErrorMessages } from '../../../core/model/errors.ts';
import type { Finding, FindingCode } from '../../../core/model/finding.ts';
import { toTexts, type WithMessages } from '../../../core/model/message-parts.ts';
import { toText } from '../../../core/model/say.ts';
import type { ScheduleView } from '../../../core/schedule/record.ts';
import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { verdictText, verdictWords } from '../../messages/verdict.ts';
import { gatewayLines } from '../en/gateway-text.ts';
import { scheduleLines } from '../en/schedule-text.ts';
import { explanationLines } from '../explanation-text.ts';
import { type Describe, type FindingText, findingText } from '../finding-text.ts';
import { fleetMachineLines, moveLines } from '../fleet-machine-text.ts';
import { COMMAS } from '../listed.ts';
import { migrationLines } from '../migration-text.ts';
import type { ReportedError, Texts } from '../texts.ts';
import { AUTOMATIC_TEXTS_JA } from './automatic-messages.ts';
import { backupInJapanese, confirmedInJapanese } from './backup-text.ts';
import { CATALOG_JA } from './catalog.ts';
import { CHAIN_TEXTS_JA } from './chain-messages.ts';
import { inJapanese } from './errors.ts';
import { EVIDENCE_TEXTS_JA } from './evidence-messages.ts';
import { EXPLANATION_JA } from './explanation-text.ts';
import { FLEET_JA } from './fleet-text.ts';
import { GATEWAY_JA } from './gateway-text.ts';
import { MIGRATION_JA } from './migration-words.ts';
import { PROFILE_TEXTS_JA } from './profile-messages.ts';
import { RUN_TEXTS_JA } from './run-messages.ts';
import { SCHEDULE_JA, SCHEDULE_TEXTS_JA } from './schedule-text.ts';
import { STORE_TEXTS_JA } from './store-messages.ts';
import { WORDS_JA } from './words.ts';

export const FINDINGS_JA: Record<FindingCode, Describe> = {
  ...STORE_TEXTS_JA,
  ...AUTOMATIC_TEXTS_JA,
  ...PROFILE_TEXTS_JA,
  ...CHAIN_TEXTS_JA,
  ...RUN_TEXTS_JA,
  ...EVIDENCE_TEXTS_JA,
  ...SCHEDULE_TEXTS_JA,
};

const TO_JAPANESE = { templateOf: inJapanese, comma: COMMAS.ja };

function errorInJapanese({ message, next }: ErrorMessages): ReportedError {
  return { message: toText(message, TO_JAPANESE), next: next === null ? null : toText(next, TO_JAPANESE) };
}

/** With what of it is sentences in Japanese. */
function inOurWords<T extends WithMessages>(one: T): T {
  return one.messages === undefined ? one : { ...one, ...(toTexts(one.messages, TO_JAPANESE) as Partial<T>) };
}

function describedInJapanese({ messages = {}, ...finding }: Finding): FindingText {
  const evidence = { ...finding.evidence, ...(toTexts(messages, TO_JAPANESE) as typeof finding.evidence) };
  return findingText(
    { ...finding, evidence },
    FINDINGS_JA,
    '必要な変更を行うことができない間は、p2s-fix --apply を実行しても何も書き込まれません。',
    WORDS_JA,
  );
}

function scheduleInJapanese({ installed, run, ...view }: ScheduleView): string[] {
  const inWords = {
    installed: installed === null ? null : inOurWords(installed),
    run: run?.error == null ? run : { ...run, error: inOurWords(run.error) },
  };
  return scheduleLines({ ...view, ...inWords }, SCHEDULE_JA);
}

export const JAPANESE: Texts = {
  language: 'ja',
  words: WORDS_JA,
  error: ({ messages }) => errorInJapanese(messages),
  finding: describedInJapanese,
  verdict: (verdict, checks) => verdictWords(verdictText(verdict, checks), CATALOG_JA),
  reason: (evidence) => toWords(reasonOf(evidence), CATALOG_JA),
  explanation: (explanation) => explanationLines(explanation, EXPLANATION_JA),
  migration: (migration) => migrationLines(migration, MIGRATION_JA),
  moveWords: MIGRATION_JA,
  settings: (settings) => toText(settingsMessage(settings), TO_JAPANESE),
  gateways: (gateways) => gatewayLines(gateways, GATEWAY_JA),
  backup: (line, all) => backupInJapanese(inOurWords(line), all),
  confirmed: confirmedInJapanese,
  move: ({ why }) => SCHEDULE_JA.moves[why],
  schedule: scheduleInJapanese,
  fleetMachine: (machine) => [
    ...fleetMachineLines(
      machine,
      FLEET_JA,
      ({ message, next, messages }) =>
        messages === undefined ? { message, next } : errorInJapanese(messages),
      describedInJapanese,
    ),
    ...moveLines(machine, (one) => migrationLines(one, MIGRATION_JA)),
  ],
  fleetWords: FLEET_JA,
};
