/** The forms of a code: an HRESULT has a facility and a code, a small number is a Win32, RAS or WinHTTP error. */
export interface CodeForms {
  /** `0x80092013` */
  hex: string;
  signed: number;
  unsigned: number;
  /** The small number in an HRESULT_FROM_WIN32 (0x8007xxxx), or the number itself; `null` for other HRESULTs. */
  win32: number | null;
  /** `null` for a small number. */
  facility: { number: number; name: string | null } | null;
}

const FACILITIES: Readonly<Record<number, string>> = {
  0: 'NULL',
  4: 'ITF',
  7: 'WIN32',
  9: 'SECURITY (CryptoAPI, TLS)',
  11: 'CERT',
  12: 'INTERNET',
  25: 'HTTP',
  19: 'URT (.NET)',
  28: 'DEVICE_REGISTRATION',
  32: 'BACKGROUNDCOPY',
  36: 'WINDOWSUPDATE',
  66: 'EAP',
  208: 'DELIVERY_OPTIMIZATION',
};

const WIN32_HRESULT = 0x80070000;
const MAX_WIN32 = 0xffff;

/**
 * Reads one number in any notation: hexadecimal with `0x`, or without it if it has the eight digits of an HRESULT
 * (sign bit set, so no decimal code matches); decimal, signed or unsigned, as in event 20227 of RasClient;
 * sixteen digits with an extended sign. The minus may be a dash from a web page. Returns unsigned 32 bits, or
 * `null` for anything else.
 */
export function readCode(text: string): number | null {
  const word = text.trim().replace(/^[\u2010-\u2014\u2212]/, '-');
  const hex = /^(?:0x(?:f{8}(?=[0-9a-f]{8}))?([0-9a-f]{1,8})|f{8}([0-9a-f]{8})|([89a-f][0-9a-f]{7}))$/i.exec(
    word,
  );
  const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3];
  if (digits !== undefined) return Number.parseInt(digits, 16);
  if (!/^-?\d{1,10}$/.test(word)) return null;
  const value = Number(word);
  return value < -(2 ** 31) || value >= 2 ** 32 ? null : value >>> 0;
}

/** One value for every form in which Windows reports the same error: the Win32 number if there is one. */
export function canonicalCode(unsigned: number): number {
  return (unsigned & 0xffff0000) >>> 0 === WIN32_HRESULT ? unsigned & 0xffff : unsigned;
}

/** The forms of a code from {@link canonicalCode}. A Win32 error is shown as the HRESULT that contains it. */
export function codeForms(canonical: number): CodeForms {
  const win32 = canonical <= MAX_WIN32 ? canonical : null;
  const unsigned = win32 === null ? canonical : WIN32_HRESULT + win32;
  const number = (unsigned >>> 16) & 0x7ff;
  return {
    hex: `0x${unsigned.toString(16).padStart(8, '0')}`,
    signed: unsigned | 0,
    unsigned,
    win32,
    facility: win32 === null ? { number, name: FACILITIES[number] ?? null } : null,
  };
}

/** The number in its usual form: small numbers in decimal. */
export function numberText(value: number): string {
  return value <= 0xffff ? String(value) : codeForms(value).hex;
}
