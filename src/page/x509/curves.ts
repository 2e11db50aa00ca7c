import { p256, p384, p521 } from '@noble/curves/nist';

/** The curves of RFC 5480 that this page can calculate with. */
const CURVES: Readonly<Record<string, typeof p256>> = {
  '1.2.840.10045.3.1.7': p256,
  '1.3.132.0.34': p384,
  '1.3.132.0.35': p521,
};
/** Curves that OpenSSL has besides: of X9.62, SEC 2 and Brainpool. */
const OTHERS = /^(?:1\.2\.840\.10045\.3|1\.3\.132\.0|1\.3\.36\.3\.3\.2\.8\.1\.1)\.\d+/;

/** `undefined`: only OpenSSL has it; `null`: nobody has it. */
export function curveOf(oid: string): typeof p256 | null | undefined {
  return CURVES[oid] ?? (OTHERS.test(oid) ? undefined : null);
}

export function isPoint(curve: typeof p256, bytes: Uint8Array): boolean {
  try {
    curve.Point.fromBytes(Uint8Array.from(bytes)).assertValidity();
    return true;
  } catch {
    return false;
  }
}
