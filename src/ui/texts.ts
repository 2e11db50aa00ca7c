import type { Mode } from '../core/events.ts';

/** Who somebody is; the HKEY_CURRENT_USER of a recording names nobody. */
export function userText(name: string | null, sid: string | null): string {
  return name ?? (sid === 'current' ? 'the recorded user' : (sid ?? 'unknown user'));
}

const EXIT_TEXT: Readonly<Record<number, string>> = {
  1: 'Something failed unexpectedly.',
  2: 'p2s-fix --apply would change something.',
  3: 'Nothing was done: an input is wrong or missing.',
  4: 'An administrator is needed.',
  5: 'The stores were written, but the path check failed.',
  6: 'A write did not take effect.',
  7: 'SSTP or revocation is not reachable.',
  8: 'A needed change is refused.',
  9: 'Another run is at work, or an interrupted change waits.',
  130: 'Cancelled.',
  3010: 'Done; a restart is needed.',
};

/** What an exit code says to a person, in one sentence. */
export function exitText(mode: Mode | null, exitCode: number): string {
  if (exitCode !== 0) return EXIT_TEXT[exitCode] ?? '';
  if (mode === 'audit' || mode === 'plan') return 'Nothing needs to change.';
  if (mode === 'explain') return 'The code is known.';
  return mode === 'verify' ? 'The path works.' : 'All is well.';
}
