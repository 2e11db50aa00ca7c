import { P2sError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import { type PhonebookKind, parsePhonebook } from '../profile/phonebook.ts';

/** Entries that may dial SSTP. */
const MAY_BE_SSTP: readonly PhonebookKind[] = ['sstp', 'automatic'];

/** The SIDs of those whose own phonebook has an entry that may dial SSTP. A phonebook that cannot be read counts for none. */
export function vpnOwners({ phonebooks = [] }: Observation): string[] {
  return phonebooks.flatMap(({ sid, bytes }) => {
    if (sid === null) return [];
    try {
      return parsePhonebook(bytes).some(({ kind }) => MAY_BE_SSTP.includes(kind)) ? [sid.toUpperCase()] : [];
    } catch (error) {
      if (error instanceof P2sError) return [];
      throw error;
    }
  });
}
