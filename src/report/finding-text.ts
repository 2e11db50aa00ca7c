/** What a finding says to a person: one sentence, and the next step where there is one. */
export interface FindingText {
  message: string;
  remedy: string | null;
}

/** Makes the text from the evidence; `store` is `''` for the machine as a whole. */
export type Describe = (evidence: Record<string, unknown>, store: string) => FindingText;

/** A list as words with commas between them. */
export function words(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
