export type Term = readonly [variant: RegExp, term: string];

/** Words that nothing here uses, and the term that is used instead. */
export const PLAIN: readonly Term[] = [
  [/\b(?:tells?|telling|told|said)\b/i, 'report, show, identify'],
  [/\b(?:wish(?:es)?|wants?|wanted|wanting)\b/i, 'desired state, desired settings'],
  [/\bshall\b/i, 'should be'],
  [/\bwalk(?:s|ed|ing)?\b/i, 'probe, check'],
  [/\blegs?\b/i, 'stage'],
  [/\bdesks?\b/i, 'this computer'],
  [/\b(?:get|gets|getting|got) through\b/i, 'works, succeeds, is reachable'],
  [/\bsilen(?:ce|t|tly)\b/i, 'no reply'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix, repair'],
  [/\bput(?:s|ting)?(?: \w+)? back\b/i, 'restore'],
  [/\b(?:go|goes|going|gone|went) back\b/i, 'is rolled back'],
  [/\bin (?:line|step) with\b/i, 'matches'],
  [/\bblam(?:e|es|ed)\b/i, 'owner'],
  [/\bgrave(?:r|st)?\b/i, 'severe, most severe'],
  [/\bpass(?:ed|es)? over\b/i, 'skipped, ignored'],
  [/\bvouch/i, 'trusted by Windows'],
  [/\banew\b|\bonce more\b/i, 'again, new'],
  [/\bas a rule\b/i, 'usually'],
  [/\bdial(?:s|led|ling)?(?: \w+){0,2} again\b/i, 'reconnect the VPN'],
  [/\b(?:room|house)s?\b/i, 'module, layer'],
  [/\bworld of (?:its|their) own\b/i, 'simulated servers'],
  [/\b(?:last word|comes? to nothing|for sure)\b/i, 'decides, confirms'],
  [/\bknows? no\b/i, 'does not support'],
];
