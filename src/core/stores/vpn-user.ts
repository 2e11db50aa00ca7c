import { EXPORT_NEXT } from '../export/export-commands.ts';
import { P2sError } from '../model/errors.ts';
import { hives, INTERNET_SETTINGS, isPerson } from '../model/locations.ts';
import { neutralise, withoutPassword } from '../model/neutralise.ts';
import type { Observation } from '../model/observation.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { helpOn, type Message, type MessageValue, option, say } from '../model/say.ts';
import { connectionNames } from './stores.ts';

export interface VpnUser {
  /** SID, or `current` for a recording's HKEY_CURRENT_USER. */
  sid: string;
  name: string | null;
}

/** A user whose hive is loaded. */
interface Candidate extends VpnUser {
  /** Signed in at the console or over Remote Desktop. */
  interactive: boolean;
  /** Has a VPN entry in a phonebook; if none can be read, a proxy setting of one. */
  hasConnection: boolean;
}

/**
 * The user whose WinINET setting the tunnel follows. A named user has priority, then a recording's
 * HKEY_CURRENT_USER. Otherwise an interactive user: the current account if it is one (an elevated run under
 * another account must not change that account's hive), else the one with a VPN entry. If nobody is signed in, the
 * current account, or the only person. `null` when no person's hive is visible.
 *
 * @throws P2sError `input` when the named user's hive is not loaded, `user-ambiguous` with the candidates.
 */
export function findVpnUser(observation: Observation, named: string | null): VpnUser | null {
  const people = candidates(observation);
  if (named !== null) return namedUser(observation, people, named);
  const recorded = people.find(({ sid }) => sid === 'current');
  if (recorded !== undefined) return asUser(recorded);
  if (people.length === 0) return null;

  const self = observation.user?.sid?.toUpperCase() ?? null;
  const interactive = people.filter((one) => one.interactive);
  const possible = interactive.length > 0 ? interactive : people;
  const own = possible.find(({ sid }) => sid === self);
  if (own !== undefined) return asUser(own);
  const withVpn = possible.filter((one) => one.hasConnection);
  const [only, ...others] = withVpn.length > 0 ? withVpn : possible;
  if (only !== undefined && others.length === 0) return asUser(only);
  const isRecorded = observation.recorded === true;
  throw new P2sError('user-ambiguous', say('The VPN user cannot be determined.'), {
    where: observation.name ?? (isRecorded ? 'the recording' : 'this computer'),
    next: isRecorded
      ? say('Name the user with {option} SID. The recording has: {people}.', {
          option: option('user'),
          people: list(people),
        })
      : say('Name the user with {option} SID. Loaded: {people}.', {
          option: option('user'),
          people: list(people),
        }),
    evidence: { candidates: possible.map(({ sid }) => sid) },
  });
}

/**
 * The users for a run for the whole computer: the named user, or every interactive user with a VPN entry (every
 * one, if none has an entry), or the current account. Empty if nobody is signed in.
 *
 * @throws P2sError `input` when the named user's hive is not loaded
 */
export function signedInUsers(observation: Observation, named: string | null): VpnUser[] {
  const people = candidates(observation);
  if (named !== null) return [namedUser(observation, people, named)];
  const self = observation.user?.sid?.toUpperCase() ?? null;
  const present = people.filter(({ sid, interactive }) => sid === 'current' || interactive || sid === self);
  const withVpn = present.filter((one) => one.hasConnection);
  return (withVpn.length > 0 ? withVpn : present).map(asUser);
}

/** Whether this user's hive is loaded. */
export function isLoaded(observation: Observation, sid: string): boolean {
  return withSid(candidates(observation), sid) !== undefined;
}

/** Any user whose hive is loaded, signed in or not; `null` if there is none. */
export function anybody(observation: Observation): VpnUser | null {
  const [first] = candidates(observation);
  return first === undefined ? null : asUser(first);
}

function candidates({ registry, user, phonebooks, vpnOwners = [] }: Observation): Candidate[] {
  const self = user?.sid?.toUpperCase() ?? null;
  return hives(registry)
    .filter(({ sid }) => isPerson(sid))
    .map(({ root, sid }) => {
      const session = `${root}\\Volatile Environment`;
      return {
        sid,
        name: sid === self ? (user?.name ?? null) : sessionName(registry, session),
        interactive: registry.key(session).visibility === 'present',
        hasConnection:
          phonebooks === undefined
            ? connectionNames(registry, `${root}\\${INTERNET_SETTINGS}`).length > 0
            : vpnOwners.includes(sid),
      };
    });
}

/** `DOMAIN\name` from the session's own environment. */
function sessionName(registry: RegistrySnapshot, session: string): string | null {
  const text = (name: string) => {
    const value = registry.value(session, name);
    return value?.kind === 'string' && value.text !== '' ? value.text : null;
  };
  const [domain, name] = [text('USERDOMAIN'), text('USERNAME')];
  return name === null ? null : domain === null ? name : `${domain}\\${name}`;
}

function namedUser({ recorded }: Observation, people: readonly Candidate[], named: string): VpnUser {
  const match = withSid(people, named);
  if (match !== undefined) return asUser(match);
  if (recorded === true)
    throw new P2sError(
      'input',
      say('The recording has no hive of user {named}.', { named: neutralise(withoutPassword(named)) }),
      { where: option('user'), next: nextOfRecording(people) },
    );
  throw new P2sError(
    'input',
    say('No hive of user {named} is loaded.', { named: neutralise(withoutPassword(named)) }),
    {
      where: option('user'),
      next: say('Loaded: {people}. Have that user sign in, or name another one.', { people: list(people) }),
    },
  );
}

function nextOfRecording(people: readonly Candidate[]): Message {
  if (people.length === 0) return EXPORT_NEXT;
  return withSid(people, 'current') === undefined
    ? say('It has: {people}. Name one of them, or make a recording as that user: {help}', {
        help: helpOn('recording'),
        people: list(people),
      })
    : say('It has: {people}. Leave out {option} for its HKEY_CURRENT_USER.', {
        people: list(people),
        option: option('user'),
      });
}

function withSid(people: readonly Candidate[], named: string): Candidate | undefined {
  return people.find(({ sid }) => sid.toUpperCase() === named.toUpperCase());
}

function asUser({ sid, name }: Candidate): VpnUser {
  return { sid, name };
}

function list(people: readonly Candidate[]): MessageValue {
  if (people.length === 0) return say('nobody');
  return people.map(({ sid, name }) => (name === null ? sid : `${sid} (${neutralise(name)})`));
}
