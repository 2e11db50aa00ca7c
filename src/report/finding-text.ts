import type { Finding, FindingCode } from '../core/finding.ts';
import { isRecord } from './is-record.ts';
import { listed } from './listed.ts';

/** What a finding says to a person: one sentence, and the next step where there is one. */
export interface FindingText {
  message: string;
  remedy: string | null;
}

/** Makes the text from the evidence; `store` is `''` for the machine as a whole. */
export type Describe = (evidence: Record<string, unknown>, store: string) => FindingText;

/** The text of a finding; `refused` is the remedy where a change that is needed is refused, so that nothing is written. */
export function findingText(
  { code, evidence, store }: Finding,
  texts: Record<FindingCode, Describe>,
  refused: string,
): FindingText {
  const text = texts[code](evidence, store ?? '');
  return evidence.refused === true ? { ...text, remedy: refused } : text;
}

/** Whether the change that a finding asks for was tried, and does not get through. */
export function isFailing({ candidateFails }: Record<string, unknown>): boolean {
  return candidateFails !== undefined;
}

/** Whether the present setting does not, either. */
export function presentFails(evidence: Record<string, unknown>): boolean {
  return evidence.presentFails === true;
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
