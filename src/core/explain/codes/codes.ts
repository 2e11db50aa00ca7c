import type { KnownCode } from '../model.ts';
import { CERTIFICATE_CODES } from './certificate.ts';
import { EAP_CODES } from './eap.ts';
import { NETWORK_CODES } from './network.ts';
import { otherRasCodes } from './other-ras.ts';
import { OTHER_TUNNEL_CODES } from './other-tunnel.ts';
import { TUNNEL_CODES } from './ras.ts';
import { SIGN_IN_CODES } from './sign-in.ts';
import { SYSTEM_CODES } from './system.ts';
import { WINHTTP_CODES } from './winhttp.ts';

const EXPLAINED: readonly KnownCode[] = [
  ...CERTIFICATE_CODES,
  ...WINHTTP_CODES,
  ...NETWORK_CODES,
  ...TUNNEL_CODES,
  ...OTHER_TUNNEL_CODES,
  ...EAP_CODES,
  ...SIGN_IN_CODES,
  ...SYSTEM_CODES,
];

/** All known codes, by number. */
export const KNOWN_CODES: readonly KnownCode[] = [
  ...EXPLAINED,
  ...otherRasCodes(new Set(EXPLAINED.map(({ value }) => value))),
].sort((a, b) => a.value - b.value);

const HTTP_HRESULT = 0x80190000;

/** The entry of a code that `canonicalCode` returns. RasSstp event 4 also has a plain HTTP status. */
export function knownCode(code: number): KnownCode | undefined {
  return KNOWN_CODES.find(({ value }) => value === code || value === HTTP_HRESULT + code);
}
