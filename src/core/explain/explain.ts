import { P2sError } from '../model/errors.ts';
import { neutralise } from '../model/neutralise.ts';
import { say } from '../model/say.ts';
import { CAUSES, type CauseId } from './causes.ts';
import { CERTIFICATE_CODES } from './certificate-codes.ts';
import { type CodeForms, canonicalCode, codeForms, readCode } from './code-number.ts';
import { EAP_CODES } from './eap-codes.ts';
import type { Basis, Cause, KnownCode } from './model.ts';
import { NETWORK_CODES } from './network-codes.ts';
import { otherRasCodes } from './other-ras-codes.ts';
import { OTHER_TUNNEL_CODES } from './other-tunnel-codes.ts';
import { TUNNEL_CODES } from './ras-codes.ts';
import { SIGN_IN_CODES } from './sign-in-codes.ts';
import { SOURCES } from './sources.ts';
import { WINHTTP_CODES } from './winhttp-codes.ts';

/** What a code means here. */
export interface Explanation extends CodeForms {
  /** As it was typed. */
  input: string;
  name: string;
  meaning: string;
  /** Whether a proxy or its setting can be the cause. */
  proxy: KnownCode['proxy'];
  basis: Basis;
  /** The likeliest first. */
  causes: readonly (Cause & { id: CauseId })[];
  sources: readonly { title: string; url: string }[];
}

const EXPLAINED: readonly KnownCode[] = [
  ...CERTIFICATE_CODES,
  ...WINHTTP_CODES,
  ...NETWORK_CODES,
  ...TUNNEL_CODES,
  ...OTHER_TUNNEL_CODES,
  ...EAP_CODES,
  ...SIGN_IN_CODES,
];

/** All that are known, by number. */
export const KNOWN_CODES: readonly KnownCode[] = [
  ...EXPLAINED,
  ...otherRasCodes(new Set(EXPLAINED.map(({ value }) => value))),
].sort((a, b) => a.value - b.value);

const NEAREST = 3;
const HTTP_HRESULT = 0x80190000;

/**
 * Explains an error code of a VPN connection, in any spelling of the number (see {@link readCode}), or by its
 * symbolic name.
 *
 * @throws P2sError `input`: no code, or one that is not known; then it says how to read it, and the nearest ones
 */
export function explainCode(input: string): Explanation {
  const shown = neutralise(input.trim(), 60);
  const value = readCode(input);
  const named = value === null ? byName(input.trim()) : null;
  if (value === null && named === null) {
    throw new P2sError('input', say`This is not an error code: ${shown}`, {
      where: shown,
      next: say`Give it as event 20227 or the VPN connection dialog shows it: p2s-fix explain 0x80092013, -2146885613, or 798`,
    });
  }
  const code = named?.value ?? canonicalCode(value ?? 0);
  const known = named ?? knownCode(code);
  if (known === undefined) throw unknownCode(code, shown);
  const { name, meaning, proxy, basis, causes, sources } = known;
  return {
    input: shown,
    ...codeForms(known.value),
    name,
    meaning,
    proxy,
    basis,
    causes: causes.map((id) => ({ id, ...CAUSES[id] })),
    sources: sources.map((id) => SOURCES[id]),
  };
}

function byName(name: string): KnownCode | null {
  const wanted = name.toUpperCase();
  return KNOWN_CODES.find((code) => code.name.toUpperCase() === wanted) ?? null;
}

/** What is known of a code as {@link canonicalCode} gives it. An HTTP status is shown as it is, too (RasSstp event 4). */
export function knownCode(code: number): KnownCode | undefined {
  const isStatus = code >= 400 && code < 600;
  return KNOWN_CODES.find(({ value }) => value === code || (isStatus && value === HTTP_HRESULT + code));
}

function unknownCode(code: number, where: string): P2sError {
  const { hex, win32, facility } = codeForms(code);
  const number = code & 0xffff;
  const reading =
    win32 !== null
      ? say`Win32 error ${win32}, as HRESULT ${hex}`
      : say`${hex}: facility ${[facility?.number, facility?.name].filter((one) => one != null).join(' ')}, code ${number}`;
  const near = nearest(code).map(({ value, name }) => `${numberText(value)} ${name}`);
  return new P2sError('input', say`This code is not known (${reading}).`, {
    where,
    next: say`The nearest that are: ${near}. On Windows, certutil -error ${hex} shows the text of Windows.`,
  });
}

/** Of the same facility, if any are. */
function nearest(code: number): KnownCode[] {
  const facility = (value: number) => (value <= 0xffff ? 0 : value >>> 16);
  const own = KNOWN_CODES.filter(({ value }) => facility(value) === facility(code));
  return (own.length > 0 ? own : [...KNOWN_CODES])
    .toSorted((a, b) => Math.abs(a.value - code) - Math.abs(b.value - code))
    .slice(0, NEAREST);
}

/** The number as people know it: small ones in decimal. */
export function numberText(value: number): string {
  return value <= 0xffff ? String(value) : codeForms(value).hex;
}
