import { reasonText } from '../../../core/causes/reason.ts';
import { settingsSummary } from '../../../core/decide/summary.ts';
import type { Finding } from '../../../core/model/finding.ts';
import { backupText, confirmedText } from '../../messages/backups.ts';
import { explanationLines } from '../../messages/explanation.ts';
import { fleetMachineLines } from '../../messages/fleet-machine.ts';
import { gatewayLines } from '../../messages/gateways.ts';
import { changeText, migrationLines } from '../../messages/migration.ts';
import { scheduleLines } from '../../messages/schedule.ts';
import { linesIn, type Text, text, toWords } from '../../messages/text.ts';
import { verdictWords } from '../../messages/verdict.ts';
import { findingText } from '../finding-text.ts';
import type { Texts } from '../texts.ts';
import { wordsIn } from '../words.ts';
import { CATALOG_EN } from './catalog.ts';

const inWords = (one: Text) => toWords(one, CATALOG_EN);
const WORDS = wordsIn(inWords);
const describeFinding = (finding: Finding) => findingText(finding, WORDS);

/** All texts for people, in English. */
export const ENGLISH: Texts = {
  language: 'en',
  words: WORDS,
  error: ({ error }) => error,
  finding: describeFinding,
  verdict: (verdict, checks, other = null) => verdictWords(verdict, checks, other, CATALOG_EN),
  reason: (evidence) => inWords(reasonText(evidence)),
  explanation: (explanation) => linesIn(explanationLines(explanation), CATALOG_EN),
  migration: (migration) => linesIn(migrationLines(migration), CATALOG_EN),
  migrationChange: (change, gateway) => inWords(changeText(change, gateway)),
  settings: (settings) => settingsSummary(settings),
  gateways: (gateways) => gatewayLines(gateways).map(inWords),
  backup: (line, all) => inWords(backupText(line, all)),
  confirmed: (confirmation) => inWords(confirmedText(confirmation)),
  move: ({ why }) => inWords(text(`schedule-move.${why}`)),
  schedule: (view) => scheduleLines(view).map(inWords),
  fleetMachine: (machine) => fleetMachineLines(machine, (error) => error, describeFinding).map(inWords),
};
