import { dequal } from 'dequal';

export const isDeepStrictEqual: (a: unknown, b: unknown) => boolean = dequal;

/** For libraries without classes. */
export function inherits(child: { prototype: object }, parent: { prototype: object }): void {
  Object.setPrototypeOf(child.prototype, parent.prototype);
}
