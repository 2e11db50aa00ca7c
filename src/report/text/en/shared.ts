/** What several texts have in common: what is between two of them, teams, and routes. */
export const SHARED_EN = {
  'between.sentences': ' ',
  'between.clauses': '; ',
  'between.items': ', ',
  'route.direct': 'direct',
  'route.through': 'through {proxy}',
} as const;
