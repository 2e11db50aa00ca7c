/** What several texts have in common: what is between two of them. */
export const SHARED_EN = {
  'between.sentences': ' ',
  'between.clauses': '; ',
  'between.items': ', ',
} as const;
