export { Buffer } from 'buffer/';

/** In the order of Node: after what is under way. */
export const setImmediate = (work: () => void): unknown => setTimeout(work, 0);
