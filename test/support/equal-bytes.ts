import { types } from 'node:util';
import { expect } from 'vitest';

/** Compares bytes at once: vitest compares them one by one, which takes seconds for a file of a megabyte. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) =>
    types.isUint8Array(a) && types.isUint8Array(b) && a.constructor === b.constructor
      ? Buffer.compare(a, b) === 0
      : undefined,
]);
