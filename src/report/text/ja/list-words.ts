import { listed } from '../listed.ts';

/** A list as a Japanese reader expects it; what is no list as it is. */
export function inList(value: unknown): string {
  return listed(value, 'ja');
}
