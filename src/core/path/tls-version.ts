/** Versions of TLS that SSTP supports, the older first; named as in Node. */
export const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Windows Server 2022; Windows 11 begins at 22000, and Windows 10 ends at 19045. */
const FIRST_BUILD_WITH_TLS_1_3 = 20348;

/**
 * The newest TLS version that SSTP offers on a Windows build; `null` if the Windows is not known. Schannel supports TLS
 * 1.3 from Windows 11 and Server 2022 on (Microsoft, "Protocols in TLS/SSL (Schannel SSP)"; the registry
 * option before that is called unsafe there). SSTP uses it only if both ends have such a version (R. Hicks,
 * "Always On VPN and TLS 1.3", 2022).
 */
export function newestTls({
  platform,
  build,
}: {
  platform: string;
  build: number | null;
}): TlsVersion | null {
  if (platform !== 'win32' || build === null) return null;
  return build < FIRST_BUILD_WITH_TLS_1_3 ? 'TLSv1.2' : 'TLSv1.3';
}

/** The versions that a client with this newest version offers; all, if it is not known. */
export function offersUpTo(newest: TlsVersion | null): TlsVersion[] {
  return TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(newest ?? 'TLSv1.3') + 1);
}
