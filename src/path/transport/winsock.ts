/** Winsock codes (winsock2.h) and Node's names for the same errors. */
const NAMES: Readonly<Record<number, string>> = {
  10004: 'ECONNABORTED', // WSAEINTR: closed by ourselves
  10013: 'EACCES',
  10047: 'EAFNOSUPPORT',
  10049: 'EADDRNOTAVAIL',
  10050: 'ENETDOWN',
  10051: 'ENETUNREACH',
  10053: 'ECONNABORTED',
  10054: 'ECONNRESET',
  10058: 'EPIPE',
  10060: 'ETIMEDOUT',
  10061: 'ECONNREFUSED',
  10064: 'EHOSTDOWN',
  10065: 'EHOSTUNREACH',
  11001: 'ENOTFOUND',
  11002: 'EAI_AGAIN',
  11003: 'EAI_FAIL',
  11004: 'ENOTFOUND', // WSANO_DATA: a name without an address
};

/** The errno of a Winsock code; `WSA…` with the number if it has no such name, `null` for none. */
export function errnoOfWinsock(code: number | null): string | null {
  return code === null ? null : (NAMES[code] ?? `WSA${code}`);
}
