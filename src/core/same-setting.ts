import { decodeWinHttpBlob, settingsOfWinHttp } from './codec/winhttp-blob.ts';
import { decodeWinInetBlob } from './codec/wininet-blob.ts';
import { WINHTTP_VALUE } from './locations.ts';
import { sameEffectiveProxy } from './proxy/compare.ts';
import { type RegistryValue, sameValue } from './registry.ts';

/**
 * Whether a value still says what another said, though Windows may have touched it: WinINET counts its blob up and notes
 * in its tail what auto-detection last found, and where WinHTTP's own setter wrote, the header is its choice.
 */
export function sameSetting(name: string, a: RegistryValue | null, b: RegistryValue | null): boolean {
  if (sameValue(a, b)) return true;
  if (a?.kind !== 'binary' || b?.kind !== 'binary') return false;
  return name.toLowerCase() === WINHTTP_VALUE.toLowerCase()
    ? sameWinHttp(a.bytes, b.bytes)
    : sameWinInet(a.bytes, b.bytes);
}

function sameWinHttp(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [decodeWinHttpBlob(a), decodeWinHttpBlob(b)];
  return one.ok && other.ok && sameEffectiveProxy(settingsOfWinHttp(one.blob), settingsOfWinHttp(other.blob));
}

function sameWinInet(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [decodeWinInetBlob(a), decodeWinInetBlob(b)];
  if (!one.ok || !other.ok) return false;
  return (['flags', 'proxy', 'bypass', 'pac'] as const).every((part) => one.blob[part] === other.blob[part]);
}
