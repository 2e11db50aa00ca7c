import { isRecord } from '../../../core/model/is-record.ts';
import { listed } from '../parts.ts';
import { filled, type Placeholder, type Text, type TextKey, textOfCode } from '../text.ts';

/** The evidence of a finding, which may come from a recording and be anything. */
export type Evidence = Readonly<Record<string, unknown>>;

/** The text of a finding without a language. `store`: the name of the setting, or `''` for the whole computer. */
export type Describe = (evidence: Evidence, store: Text) => FindingMessage;

export interface FindingMessage {
  message: Text;
  remedy: Text | null;
}

/** Any value of the evidence as a text; a list with the separator of the language. */
export function shown(value: unknown): Text {
  return Array.isArray(value) ? listed(value.map(String)) : String(value);
}

/** The text of a key. A placeholder that is not given has the value of the evidence with its name. */
export function fromEvidence<Key extends TextKey>(
  key: Key,
  evidence: Evidence,
  given?: Readonly<Partial<Record<Placeholder<Key> | 'store', Text>>>,
): Text {
  const own: Readonly<Record<string, Text | undefined>> = given ?? {};
  return filled(key, (name) => own[name] ?? shown(evidence[name]));
}

/** A finding with one sentence and no remedy. */
export function sentence(key: TextKey): Describe {
  return (evidence, store) => ({ message: fromEvidence(key, evidence, { store }), remedy: null });
}

/** The keys that have a remedy beside them. */
type WithRemedy = { [Key in TextKey]: `${Key}.remedy` extends TextKey ? Key : never }[TextKey];

/** A finding with one sentence and one remedy. */
export function withRemedy(key: WithRemedy): Describe {
  return (evidence, store) => ({
    message: fromEvidence(key, evidence, { store }),
    remedy: fromEvidence(`${key}.remedy`, evidence, { store }),
  });
}

/** Each item of a list as a text; empty for any other value. */
export function eachOf(value: unknown, toText: (item: Evidence) => Text): Text[] {
  return Array.isArray(value) ? value.filter(isRecord).map(toText) : [];
}

export function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** Why a component of Windows could not be used. */
export function whyNot(reason: unknown): Text {
  return textOfCode('why-not', reason, String(reason));
}
