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
  registry: RegistrySnapshot;
}
