import { P2sError } from '../model/errors.ts';
import { withoutControls } from '../model/neutralise.ts';
import { say } from '../model/say.ts';
import { CAUSES, type CauseId } from './causes.ts';
import { type CodeForms, canonicalCode, codeForms, readCode } from './code-number.ts';
import { CERTIFICATE_CODES } from './codes/certificate.ts';
import { EAP_CODES } from './codes/eap.ts';
import { NETWORK_CODES } from './codes/network.ts';
import { otherRasCodes } from './codes/other-ras.ts';
import { OTHER_TUNNEL_CODES } from './codes/other-tunnel.ts';
import { TUNNEL_CODES } from './codes/ras.ts';
import { SIGN_IN_CODES } from './codes/sign-in.ts';
import { WINHTTP_CODES } from './codes/winhttp.ts';
import type { Basis, Cause, KnownCode } from './model.ts';
import { codesIn, eventIn } from './pasted.ts';
import { SOURCES } from './sources.ts';

/** The meaning of a code for SSTP. */
export interface Explanation extends CodeForms {
  /** As it was typed. */
  input: string;
  name: string;
  meaning: string;
  /** Whether a proxy or its setting can be the cause. */
  proxy: KnownCode['proxy'];
  basis: Basis;
  /** The most likely first. */
  causes: readonly (Cause & { id: CauseId })[];
  sources: readonly { title: string; url: string }[];
  /** Other known codes in the same text, by name. */
  also?: readonly string[];
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

/** All known codes, by number. */
export const KNOWN_CODES: readonly KnownCode[] = [
  ...EXPLAINED,
  ...otherRasCodes(new Set(EXPLAINED.map(({ value }) => value))),
].sort((a, b) => a.value - b.value);

const NEAREST = 3;
const HTTP_HRESULT = 0x80190000;

/**
 * Explains an error code of a VPN connection: a number in any notation (see {@link readCode}), a symbolic name, or
 * any text that contains one (see {@link codesIn}). Of several codes, the first known one is explained.
 *
 * @throws P2sError `input`: no code, or no known code; the error shows how to read it, and the nearest codes
 */
export function explainCode(input: string): Explanation {
  const shown = shortened(input);
  const codes = codesIn(input);
  const named = byName(input.trim());
  const known = named === null ? codes.flatMap((code) => findCode(code) ?? []) : [named];
  const [first] = known;
  if (first === undefined) throw notExplained(input, codes[0]);
  const { name, meaning, proxy, basis, causes, sources } = first;
  const also = [...new Set(known.filter(({ value }) => value !== first.value).map((one) => one.name))];
  return {
    input: shown,
    ...codeForms(first.value),
    name,
    meaning,
    proxy,
    basis,
    causes: causes.map((id) => ({ id, ...CAUSES[id] })),
    sources: sources.map((id) => SOURCES[id]),
    ...(also.length === 0 ? {} : { also }),
  };
}

function findCode(code: string): KnownCode | null {
  const value = readCode(code);
  return value === null ? byName(code) : (knownCode(canonicalCode(value)) ?? null);
}

/** The error for an event, an unknown code, or no code. */
function notExplained(input: string, code: string | undefined): P2sError {
  const shown = shortened(input);
  const event = eventIn(input);
  const next = say`Give it as event 20227 or the VPN connection dialog shows it: p2s-fix explain 0x80092013, -2146885613, or 798`;
  if (event !== null) return new P2sError('input', event, { where: shown, next });
  const value = code === undefined ? null : readCode(code);
  if (value !== null) return unknownCode(canonicalCode(value), shown);
  return new P2sError('input', say`This is not an error code: ${shown}`, { where: shown, next });
}

const MAX_SHOWN = 60;

/** The start of the pasted text, in its original script. */
function shortened(input: string): string {
  const text = withoutControls(input.trim());
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...`;
}

function byName(name: string): KnownCode | null {
  const upper = name.toUpperCase();
  return KNOWN_CODES.find((code) => code.name.toUpperCase() === upper) ?? null;
}

/** The entry of a code that {@link canonicalCode} returns. RasSstp event 4 also has a plain HTTP status. */
export function knownCode(code: number): KnownCode | undefined {
  return KNOWN_CODES.find(({ value }) => value === code || value === HTTP_HRESULT + code);
}

function unknownCode(code: number, where: string): P2sError {
  const { hex, facility } = codeForms(code);
  const reading =
    facility === null
      ? say`Win32 error ${code}, as HRESULT ${hex}`
      : say`${hex}: facility ${[facility.number, facility.name].filter((one) => one !== null).join(' ')}, code ${code & 0xffff}`;
  const near = nearest(code).map(({ value, name }) => `${numberText(value)} ${name}`);
  const windows = say`On Windows, certutil -error ${hex} shows the text of Windows.`;
  return new P2sError('input', say`This code is not known (${reading}).`, {
    where,
    next: near.length === 0 ? windows : say`The nearest that are: ${near}. ${windows}`,
  });
}

/** Codes of the same facility; empty if there are none. */
function nearest(code: number): KnownCode[] {
  return KNOWN_CODES.filter(({ value }) => facilityOf(value) === facilityOf(code))
    .toSorted((a, b) => Math.abs(a.value - code) - Math.abs(b.value - code))
    .slice(0, NEAREST);
}

/** Ranges of Win32 errors that belong together: RAS (RasError.h), WinHTTP and WinINET, IPsec. */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  [600, 999],
  [12_000, 12_199],
  [13_800, 13_999],
];

/** The facility of an HRESULT. For a small number, its range or the number itself. */
function facilityOf(value: number): string {
  if (value > 0xffff) return `hresult ${value >>> 16}`;
  const range = RANGES.find(([from, to]) => value >= from && value <= to);
  return `win32 ${range?.[0] ?? value}`;
}

/** The number in its usual form: small numbers in decimal. */
export function numberText(value: number): string {
  return value <= 0xffff ? String(value) : codeForms(value).hex;
}
