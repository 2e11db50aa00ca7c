export { Buffer } from 'buffer/';

/** Runs after the current work, as in Node. */
export const setImmediate = (work: () => void): unknown => setTimeout(work, 0);
