import type { SaidError } from '../../core/errors.ts';
import type { FindingCode } from '../../core/finding.ts';
import { told } from '../../core/say.ts';
import { settingsSummary } from '../../core/summary.ts';
import { explanationLines } from '../explanation-text.ts';
import { type Describe, findingText } from '../finding-text.ts';
import { fleetMachineLines, fleetSummaryLines, moveLines } from '../fleet-text.ts';
import { gatewayLines } from '../gateway-text.ts';
import { COMMAS } from '../listed.ts';
import { migrationLines } from '../migration-text.ts';
import { scheduleLines } from '../schedule-text.ts';
import type { Texts, ToldError } from '../texts.ts';
import { verdictText } from '../verdict-facts.ts';
import { AUTOMATIC_TEXTS_JA } from './automatic-messages.ts';
import { backupInJapanese, confirmedInJapanese } from './backup-text.ts';
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
import { MENDED_NEXT_JA } from './verdict-parts.ts';
import { VERDICTS_JA } from './verdict-text.ts';
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

const SUMMARY = {
  unknown: '不明',
  autoDetect: '自動検出',
  pac: 'PAC',
  proxy: 'プロキシ',
  noServer: 'プロキシ (サーバーなし)',
  bypass: 'バイパス',
  direct: '直接',
  comma: COMMAS.ja,
};

function errorInJapanese({ message, next }: SaidError): ToldError {
  const telling = { templateOf: inJapanese, comma: COMMAS.ja };
  return { message: told(message, telling), next: next === null ? null : told(next, telling) };
}

export const JAPANESE: Texts = {
  language: 'ja',
  words: WORDS_JA,
  error: ({ said }) => errorInJapanese(said),
  finding: (finding) =>
    findingText(
      finding,
      FINDINGS_JA,
      '必要な変更を行うことができない間は、p2s-fix --apply を実行しても何も書き込まれません。',
    ),
  verdict: (verdict, checks) => verdictText(verdict, checks, VERDICTS_JA, MENDED_NEXT_JA),
  explanation: (explanation) => explanationLines(explanation, EXPLANATION_JA),
  migration: (migration) => migrationLines(migration, MIGRATION_JA),
  moveWords: MIGRATION_JA,
  settings: (settings) => settingsSummary(settings, SUMMARY),
  gateways: (gateways) => gatewayLines(gateways, GATEWAY_JA),
  backup: backupInJapanese,
  confirmed: confirmedInJapanese,
  move: ({ why }) => SCHEDULE_JA.moves[why],
  schedule: (view) => scheduleLines(view, SCHEDULE_JA),
  fleetMachine: (machine) => [
    ...fleetMachineLines(machine, FLEET_JA, ({ message, next, said }) =>
      said === undefined ? { message, next } : errorInJapanese(said),
    ),
    ...moveLines(machine, (one) => migrationLines(one, MIGRATION_JA)),
  ],
  fleetSummary: (summary) => fleetSummaryLines(summary, FLEET_JA),
  fleetWords: FLEET_JA,
};
