import { withoutControls } from '../../core/model/neutralise.ts';

export interface EvidenceFact {
  /** As in the JSON document; nested names have a dot: `page.httpStatus`. */
  name: string;
  value: string;
}

const MAX_FACTS = 40;
const MAX_DEPTH = 4;
const MAX_LENGTH = 400;

/** Evidence as names and values in their original order, limited in number, depth and length. */
export function evidenceFacts(evidence: Readonly<Record<string, unknown>>): EvidenceFact[] {
  return factsOf(evidence, '', 0).slice(0, MAX_FACTS);
}

function factsOf(value: unknown, name: string, depth: number): EvidenceFact[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && !value.some((one) => typeof one === 'object')) {
    const text = value.slice(0, MAX_FACTS).map(String).join(', ');
    return text === '' ? [] : [fact(name, text)];
  }
  if (typeof value !== 'object') return [fact(name, String(value))];
  if (depth === MAX_DEPTH) return [fact(name, '...')];
  return Object.entries(value)
    .slice(0, MAX_FACTS)
    .flatMap(([key, part]) => factsOf(part, name === '' ? key : `${name}.${key}`, depth + 1));
}

function fact(name: string, value: string): EvidenceFact {
  return { name: withoutControls(name, 100), value: withoutControls(value, MAX_LENGTH) };
}
