/** Versions of TLS that SSTP can speak today, the older first; named as Node names them. */
export const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Windows Server 2022; Windows 11 begins at 22000, and Windows 10 ends at 19045. */
const FIRST_BUILD_WITH_TLS_1_3 = 20348;

/**
 * The newest TLS that SSTP of a Windows offers, by its build; where that is not known, none is left out. Schannel has
 * TLS 1.3 from Windows 11 and Server 2022 on (Microsoft, "Protocols in TLS/SSL (Schannel SSP)"), and what the registry
 * can switch on before is called no safe configuration there. That SSTP uses it needs those at both ends (R. Hicks,
 * "Always On VPN and TLS 1.3", 2022).
 */
export function newestTls({ platform, build }: { platform: string; build: number | null }): TlsVersion {
  const isOlder = platform === 'win32' && build !== null && build < FIRST_BUILD_WITH_TLS_1_3;
  return isOlder ? 'TLSv1.2' : 'TLSv1.3';
}

/** What a client offers whose newest is this one. */
export function offersUpTo(newest: TlsVersion): TlsVersion[] {
  return TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(newest) + 1);
}
