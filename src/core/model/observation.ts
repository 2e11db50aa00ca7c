import type { LocalEvidence } from '../evidence/local-evidence.ts';
import type { RegistrySnapshot } from './registry.ts';

/** `too-large`: beyond the limits of the script; `unreadable`: not opened, or not in time. */
export const PHONEBOOK_PROBLEMS = ['too-large', 'unreadable'] as const;

/** A phonebook (rasphone.pbk), raw. */
export interface StoredPhonebook {
  /** The owner; `null` for all users. */
  sid: string | null;
  path: string;
  /** Empty if there is a problem. */
  bytes: Uint8Array;
  problem?: (typeof PHONEBOOK_PROBLEMS)[number] | undefined;
}

/** Everything that one observation of a computer reads, raw. Other modules decode and assess it. */
export interface Observation {
  /** ISO 8601, by the computer's clock. */
  collectedAt: string;
  name: string | null;
  os: { platform: string; version: string | null; build: number | null };
  powershell: { version: string; edition: string; languageMode: string } | null;
  /** The account that read the settings; `null` in a `.reg` export. */
  user: { name: string | null; sid: string | null; elevated: boolean | null } | null;
  /** Raw netsh output of the advanced proxy setting in Windows 11; absent if it was not read. */
  advProxy?: string | null;
  /** Absent if they were not read. */
  phonebooks?: readonly StoredPhonebook[];
  /** SIDs of users whose phonebook has an entry that may use SSTP. */
  vpnOwners?: readonly string[];
  /** Only in a capture: evidence of VPN problems. On a live computer, it is read separately. */
  evidence?: LocalEvidence;
  /** Read from a file: nobody can sign in to it. */
  recorded?: true;
  registry: RegistrySnapshot;
}
