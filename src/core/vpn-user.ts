import { P2sError } from './errors.ts';
import { hives, isPerson } from './locations.ts';
import type { Observation } from './observation.ts';

export interface VpnUser {
  /** SID, or `current` for a recording's HKEY_CURRENT_USER. */
  sid: string;
  name: string | null;
}

/**
 * Whose WinINET setting the tunnel follows. A named user wins; a recording's HKEY_CURRENT_USER is the user; else
 * it is the one who runs the program, unless that account has no interactive session while somebody else has one:
 * an elevated run under another account must not touch that account's hive. `null` when no person's hive is visible.
 *
 * @throws P2sError `input` when the named user's hive is not there, `user-ambiguous` with the candidates.
 */
export function findVpnUser(observation: Observation, named: string | null): VpnUser | null {
  const people = hives(observation.registry).filter(({ sid }) => isPerson(sid));
  const self = observation.user?.sid?.toUpperCase() ?? null;
  const asUser = (sid: string): VpnUser => ({
    sid,
    name: sid === self ? (observation.user?.name ?? null) : null,
  });

  if (named !== null) {
    const wanted = named.toUpperCase();
    const match = people.find(({ sid }) => sid.toUpperCase() === wanted);
    if (match !== undefined) return asUser(match.sid);
    throw new P2sError('input', `No hive of user ${named} is loaded.`, {
      where: '--user',
      next: `Loaded: ${list(people)}. Have that user sign in, or name another one.`,
    });
  }
  if (people.some(({ sid }) => sid === 'current')) return { sid: 'current', name: null };

  if (people.length === 0) return null;

  const interactive = people.filter(
    ({ root }) => observation.registry.key(`${root}\\Volatile Environment`).visibility === 'present',
  );
  const own = people.find(({ sid }) => sid === self);
  const ownIsInteractive = interactive.some(({ sid }) => sid === self);
  if (own !== undefined && (ownIsInteractive || interactive.length === 0)) return asUser(own.sid);
  const candidates = interactive.length > 0 ? interactive : people;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return asUser(only.sid);
  throw new P2sError('user-ambiguous', 'It is not clear whose VPN this is about.', {
    where: observation.name ?? 'this machine',
    next: `Name the user with --user SID. Loaded: ${list(people)}.`,
    evidence: { candidates: candidates.map(({ sid }) => sid) },
  });
}

function list(people: readonly { sid: string }[]): string {
  return people.length === 0 ? 'none' : people.map(({ sid }) => sid).join(', ');
}
