/** Computers that are made up, for a first look at the page. */
export const SAMPLES = ['broken', 'quotes', 'aligned'] as const;
export type Sample = (typeof SAMPLES)[number];
