import { P2sError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { VpnUser } from '../core/vpn-user.ts';
import { type PhonebookEntry, type PhonebookKind, parsePhonebook } from '../profile/phonebook.ts';

/** Entries that may dial SSTP. */
const MAY_BE_SSTP: readonly PhonebookKind[] = ['sstp', 'automatic'];

/** Number of EAP-TLS (RFC 5216). */
const EAP_TLS = 13;

/** The SIDs of those whose own phonebook has an entry that may dial SSTP. A phonebook that cannot be read counts for none. */
export function vpnOwners({ phonebooks = [] }: Observation): string[] {
  return phonebooks.flatMap(({ sid, bytes }) =>
    sid !== null && sstpEntries(bytes).length > 0 ? [sid.toUpperCase()] : [],
  );
}

/** Whether an entry of the VPN user, or of all users, that may dial SSTP signs in by EAP-TLS. */
export function eapTlsEntry({ phonebooks = [] }: Observation, vpnUser: VpnUser | null): boolean {
  return phonebooks
    .filter(({ sid }) => sid === null || sid.toUpperCase() === vpnUser?.sid.toUpperCase())
    .some(({ bytes }) => sstpEntries(bytes).some(({ eapType }) => eapType === EAP_TLS));
}

function sstpEntries(bytes: Uint8Array): PhonebookEntry[] {
  try {
    return parsePhonebook(bytes).filter(({ kind }) => MAY_BE_SSTP.includes(kind));
  } catch (error) {
    if (error instanceof P2sError) return [];
    throw error;
  }
}
