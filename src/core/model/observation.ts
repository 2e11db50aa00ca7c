import type { LocalEvidence } from '../evidence/local-evidence.ts';
import type { RegistrySnapshot } from './registry.ts';

/** Everything that one look at a machine brings, raw. Decoding and judging happen elsewhere. */
export interface Observation {
  /** ISO 8601, the machine's clock. */
  collectedAt: string;
  name: string | null;
  os: { platform: string; version: string | null; build: number | null };
  powershell: { version: string; edition: string; languageMode: string } | null;
  /** Who ran the collection; `null` in a `.reg` export. */
  user: { name: string | null; sid: string | null; elevated: boolean | null } | null;
  /** What netsh of Windows 11 prints of its advanced proxy setting, as it is; not there where it was not asked. */
  advProxy?: string | null;
  /** Phonebooks (rasphone.pbk) as they are; `sid` is whose, `null` for all users. Not there where none was looked for. */
  phonebooks?: readonly { sid: string | null; path: string; bytes: Uint8Array }[];
  /** SIDs of those whose phonebook has an entry that may dial SSTP. */
  vpnOwners?: readonly string[];
  /** In a capture: what the machine told of VPN trouble. A live machine is asked for it by itself. */
  evidence?: LocalEvidence;
  registry: RegistrySnapshot;
}
