import { type Said, type Telling, told } from './say.ts';

/** Members of what a run tells that are sentences, or lists and records of them, by their name. */
export type SaidParts = Readonly<Record<string, unknown>>;

/** What programs get, and beside it what of it people can be told in their language. */
export interface WithSaid {
  /** Absent where nothing of it is a sentence. Not in the JSON document, which is the same in every language. */
  said?: SaidParts;
}

/** The value with every sentence in it told, in English when no other language is given. */
export function toldIn(value: unknown, telling?: Telling): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => toldIn(one, telling));
  if (isSaid(value)) return told(value, telling);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toldIn(one, telling)]));
}

/** Evidence in which sentences may stand: told in English, and those members that hold one. */
export function inWords(given: Readonly<Record<string, unknown>>): WithSaid & {
  evidence: Record<string, unknown>;
} {
  const spoken = Object.entries(given).filter(([, value]) => holdsSaid(value));
  const evidence = spoken.length === 0 ? { ...given } : (toldIn(given) as Record<string, unknown>);
  return { evidence, ...(spoken.length === 0 ? {} : { said: Object.fromEntries(spoken) }) };
}

/** As it stands in the JSON document. */
export function withoutSaid<T extends WithSaid>({ said: _, ...rest }: T): Omit<T, 'said'> {
  return rest;
}

function holdsSaid(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSaid(value) || Object.values(value).some(holdsSaid);
}

function isSaid(value: object): value is Said {
  return 'template' in value && 'values' in value;
}
