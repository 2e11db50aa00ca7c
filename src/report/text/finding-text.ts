import type { Finding, FindingCode } from '../../core/model/finding.ts';
import { settingName } from '../facts/setting-name.ts';
import { isRecord } from '../model/is-record.ts';
import { listed } from './listed.ts';
import type { Words } from './words.ts';

/** The text of a finding: one sentence, and the next step if there is one. */
export interface FindingText {
  message: string;
  remedy: string | null;
}

/** Builds the text from the evidence; `store` is `''` for the whole machine. */
export type Describe = (evidence: Record<string, unknown>, store: string) => FindingText;

/**
 * The text of a finding, without a remedy that no apply would carry out. `refused` is the remedy when a needed
 * change is blocked, so that nothing is written.
 */
export function findingText(
  { code, evidence, store }: Finding,
  texts: Record<FindingCode, Describe>,
  refused: string,
  words: Words,
): FindingText {
  const text = texts[code](evidence, store === null ? '' : settingName(store, words));
  if (evidence.refused === true) return { ...text, remedy: refused };
  return evidence.unplanned === true ? { ...text, remedy: null } : text;
}

/** The command that makes the finding's change: the run's own if it is known. */
export function applyCommand({ command, yes }: Record<string, unknown>): string {
  const known = typeof command === 'string' ? command : 'p2s-fix --apply';
  return yes === true && !/ --yes\b/.test(known) ? `${known} --yes` : known;
}

/** The command that tests the successors of SSTP, for the gateways of a finding. */
export function migrateCommand({ gateways }: Record<string, unknown>): string {
  return ['p2s-fix migrate', ...(Array.isArray(gateways) ? gateways : [])].join(' ');
}

/** Whether the finding's change was tested and fails. */
export function isFailing({ candidateFails }: Record<string, unknown>): boolean {
  return candidateFails !== undefined;
}

/** What is known about the current setting when the proposed one fails. */
export function presentPath(evidence: Record<string, unknown>): 'works' | 'fails' | 'unknown' {
  if (evidence.presentFails === true) return 'fails';
  return evidence.presentUnknown === true ? 'unknown' : 'works';
}

/** The gateways that fail with the proposal, with verdicts; else those not proved to work. */
export function lostGateways({ gateways }: Record<string, unknown>): { isProved: boolean; names: string[] } {
  const named = eachOf(gateways, ({ gateway, verdict }) =>
    isUnproved(verdict) ? '' : `${gateway} (${verdict})`,
  );
  const failing = named.filter((name) => name !== '');
  if (failing.length > 0) return { isProved: true, names: failing };
  return { isProved: false, names: eachOf(gateways, ({ gateway }) => String(gateway)) };
}

/** Whether this verdict leaves open whether the proposal works. */
export function isUnproved(verdict: unknown): boolean {
  return verdict === 'not-tested';
}

/** A list in English; any other value unchanged. */
export function words(value: unknown): string {
  return listed(value, 'en');
}

/** Each item of a list in words; empty for any other value. */
export function eachOf(value: unknown, text: (item: Record<string, unknown>) => string): string[] {
  return Array.isArray(value) ? value.filter(isRecord).map(text) : [];
}

/**
 * The text for a word of the evidence, which may come from a recording and be anything; without one, the word
 * itself.
 */
export function wordFor(table: Readonly<Record<string, string>>, value: unknown): string {
  const key = String(value);
  return Object.hasOwn(table, key) ? String(table[key]) : key;
}

/** A URL that was reached, but serves something other than the issuer. */
const SERVED: readonly unknown[] = ['wrong-issuer', 'not-a-certificate', 'pem'];
const NOT_THERE: readonly unknown[] = [404, 410];

/** The routes to those URLs of an issuer that must be allowed. */
export function viasNotReached(addresses: unknown): string[] {
  const all = Array.isArray(addresses) ? addresses.filter(isRecord) : [];
  const blocked = all.filter(
    ({ reason, httpStatus }) => !SERVED.includes(reason) && !NOT_THERE.includes(httpStatus),
  );
  return blocked.map(({ via }) => String(via));
}
