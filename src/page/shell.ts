import { type Shell, shellOf } from '../core/model/command-text.ts';

/** The shell of the computer on which the page is open. */
export function pageShell(): Shell {
  return shellOf(/Windows/.test(globalThis.navigator?.userAgent ?? '') ? 'win32' : 'other');
}
