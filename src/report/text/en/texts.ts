import { settingsSummary } from '../../../core/decide/summary.ts';
import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { verdictText, verdictWords } from '../../messages/verdict.ts';
import { backupText, confirmedText } from '../backup-text.ts';
import { explanationLines } from '../explanation-text.ts';
import { fleetMachineLines, moveLines } from '../fleet-machine-text.ts';
import { migrationLines } from '../migration-text.ts';
import type { Texts } from '../texts.ts';
import { CATALOG_EN } from './catalog.ts';
import { FLEET_EN } from './fleet-text.ts';
import { GATEWAY_EN, gatewayLines } from './gateway-text.ts';
import { describeFinding } from './messages.ts';
import { MIGRATION_EN } from './migration-words.ts';
import { SCHEDULE_EN, scheduleLines } from './schedule-text.ts';
import { WORDS_EN } from './words.ts';

/** All texts for people, in English. */
export const ENGLISH: Texts = {
  language: 'en',
  words: WORDS_EN,
  error: ({ error }) => error,
  finding: describeFinding,
  verdict: (verdict, checks) => verdictWords(verdictText(verdict, checks), CATALOG_EN),
  reason: (evidence) => toWords(reasonOf(evidence), CATALOG_EN),
  explanation: (explanation) => explanationLines(explanation),
  migration: (migration) => migrationLines(migration),
  moveWords: MIGRATION_EN,
  settings: (settings) => settingsSummary(settings),
  gateways: (gateways) => gatewayLines(gateways, GATEWAY_EN),
  backup: backupText,
  confirmed: confirmedText,
  move: ({ why }) => SCHEDULE_EN.moves[why],
  schedule: (view) => scheduleLines(view, SCHEDULE_EN),
  fleetMachine: (machine) => [
    ...fleetMachineLines(machine, FLEET_EN, (error) => error, describeFinding),
    ...moveLines(machine, (one) => migrationLines(one)),
  ],
  fleetWords: FLEET_EN,
};
