/** What the texts of several findings share. */
export const FINDINGS_SHARED_EN = {
  'finding-remedy.leave-as-it-is': 'Leave it as it is: see candidate-fails.',
  'finding-remedy.will-not-help': 'Applying this now will not help. Fix the problem reported above first.',
  'finding-remedy.refused': 'Not while a needed change is refused: an apply writes nothing then.',
  'conversion-of-entry': '{entry}: {what}',
  'conversion-of-entries': '{entry}, and {further} more like it: {what}',
} as const;
