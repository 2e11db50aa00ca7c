import type { Finding, FindingCode } from '../../core/model/finding.ts';
import { settingName } from '../facts/setting-name.ts';
import { isRecord } from '../model/is-record.ts';
import { listed } from './listed.ts';
import type { Words } from './words.ts';

/** What a finding says to a person: one sentence, and the next step where there is one. */
export interface FindingText {
  message: string;
  remedy: string | null;
}

/** Makes the text from the evidence; `store` is `''` for the machine as a whole. */
export type Describe = (evidence: Record<string, unknown>, store: string) => FindingText;

/** The text of a finding, without a remedy that no apply would carry out; `refused` is the remedy where a change that is needed is refused, so that nothing is written. */
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

/** The command that makes the change that a finding asks for: the run's own where that is known. */
export function applyCommand({ command, yes }: Record<string, unknown>): string {
  const known = typeof command === 'string' ? command : 'p2s-fix --apply';
  return yes === true && !/ --yes\b/.test(known) ? `${known} --yes` : known;
}

/** The command that tests what follows SSTP, for the gateways of a finding. */
export function migrateCommand({ gateways }: Record<string, unknown>): string {
  return ['p2s-fix migrate', ...(Array.isArray(gateways) ? gateways : [])].join(' ');
}

/** Whether the change that a finding asks for was tried, and does not get through. */
export function isFailing({ candidateFails }: Record<string, unknown>): boolean {
  return candidateFails !== undefined;
}

/** What is known of the present setting, where the proposed one does not get through. */
export function presentPath(evidence: Record<string, unknown>): 'works' | 'fails' | 'unknown' {
  if (evidence.presentFails === true) return 'fails';
  return evidence.presentUnknown === true ? 'unknown' : 'works';
}

/** The gateways that a proposal fails for, each with its verdict; else those for which it is not proved to work. */
export function lostGateways({ gateways }: Record<string, unknown>): { isProved: boolean; names: string[] } {
  const named = eachOf(gateways, ({ gateway, verdict }) =>
    isUnproved(verdict) ? '' : `${gateway} (${verdict})`,
  );
  const failing = named.filter((name) => name !== '');
  if (failing.length > 0) return { isProved: true, names: failing };
  return { isProved: false, names: eachOf(gateways, ({ gateway }) => String(gateway)) };
}

/** Whether this verdict of a proposal leaves open whether it works. */
export function isUnproved(verdict: unknown): boolean {
  return verdict === 'not-tested';
}

/** A list in English; what is no list as it is. */
export function words(value: unknown): string {
  return listed(value, 'en');
}

/** Each item of a list in words; what is no list gives none. */
export function eachOf(value: unknown, text: (item: Record<string, unknown>) => string): string[] {
  return Array.isArray(value) ? value.filter(isRecord).map(text) : [];
}

/** The text for a word of the evidence, which may come from a recording and be anything; without one, the word itself. */
export function wordFor(table: Readonly<Record<string, string>>, value: unknown): string {
  const key = String(value);
  return Object.hasOwn(table, key) ? String(table[key]) : key;
}

/** An address that was reached, and serves something else than the issuer. */
const SERVED: readonly unknown[] = ['wrong-issuer', 'not-a-certificate', 'pem'];
const NOT_THERE: readonly unknown[] = [404, 410];

/** The ways to those addresses of an issuer that somebody on the way has to let through. */
export function viasNotReached(addresses: unknown): string[] {
  const all = Array.isArray(addresses) ? addresses.filter(isRecord) : [];
  const blocked = all.filter(
    ({ reason, httpStatus }) => !SERVED.includes(reason) && !NOT_THERE.includes(httpStatus),
  );
  return blocked.map(({ via }) => String(via));
}
