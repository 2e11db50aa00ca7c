import { P2sError } from '../../core/model/errors.ts';
import { hives, isPerson } from '../../core/model/locations.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { VpnUser } from '../../core/stores/vpn-user.ts';
import { type DialledEntry, dialledEntries } from '../../profile/phonebook/dialled-entries.ts';
import type { PhonebookKind } from '../../profile/phonebook/phonebook.ts';

/** Entries that may connect with SSTP. */
const MAY_BE_SSTP: readonly PhonebookKind[] = ['sstp', 'automatic'];

/** Number of EAP-TLS (RFC 5216). */
const EAP_TLS = 13;

/** The observation, with the owners of VPN entries if it has phonebooks. */
export function withVpnOwners(observation: Observation): Observation {
  if (observation.phonebooks === undefined) return observation;
  return { ...observation, vpnOwners: vpnOwners(observation) };
}

/**
 * The SIDs of the users with an entry that may connect with SSTP: in their own phonebook, or in the one for all
 * users, which counts for everyone, so that a user's own phonebook cannot make that user the only one. An
 * unreadable phonebook counts for no user.
 */
export function vpnOwners({ phonebooks = [], registry }: Observation): string[] {
  const withEntry = phonebooks.filter((book) => sstpEntries(book).length > 0);
  const everybody = withEntry.some(({ sid }) => sid === null) ? hives(registry) : [];
  const people = everybody.filter(({ sid }) => isPerson(sid)).map(({ sid }) => sid);
  const owners = withEntry.flatMap(({ sid }) => (sid === null ? people : [sid.toUpperCase()]));
  return [...new Set(owners)];
}

/** Whether an entry of the VPN user, or of all users, that may connect with SSTP signs in with EAP-TLS. */
export function eapTlsEntry({ phonebooks = [] }: Observation, vpnUser: VpnUser | null): boolean {
  return phonebooks
    .filter(({ sid }) => sid === null || sid.toUpperCase() === vpnUser?.sid.toUpperCase())
    .some((book) => sstpEntries(book).some(({ eapType }) => eapType === EAP_TLS));
}

function sstpEntries({ bytes, path }: { bytes: Uint8Array; path: string }): DialledEntry[] {
  try {
    return dialledEntries(bytes, path).filter(({ kind }) => MAY_BE_SSTP.includes(kind));
  } catch (error) {
    if (error instanceof P2sError) return [];
    throw error;
  }
}
