import { neutralise } from '../neutralise.ts';

/**
 * A PAC address as it may be shown: what stands before the `@` of its host is a secret and is left out. What is stored
 * stays as it is.
 */
export function withoutCredentials(url: string): string {
  return neutralise(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1'), 2000);
}
