import { P2sError } from '../model/errors.ts';
import { withoutControls } from '../model/neutralise.ts';
import { command, say } from '../model/say.ts';
import { CAUSES, type CauseId } from './causes.ts';
import { type CodeForms, canonicalCode, codeForms, numberText, readCode } from './code-number.ts';
import { KNOWN_CODES } from './codes/codes.ts';
import type { Cause, Known, KnownCode, MissingPiece } from './model.ts';
import { type OwnWords, type Pasted, readPasted } from './pasted.ts';
import { SOURCES } from './sources.ts';

/** The answer about a text: its most specific part. A code has its forms as well. */
export interface Explanation
  extends Partial<CodeForms>,
    Pick<Known, 'kind' | 'id' | 'name' | 'meaning' | 'proxy' | 'basis' | 'acts'> {
  /** The start of the text, in one line. */
  input: string;
  /** A proxy list that the text shows, without secrets. */
  list?: string;
  /** The most likely first. */
  causes: readonly (Cause & { id: CauseId })[];
  sources: readonly { title: string; url: string }[];
  /** What else the same text has, the most specific first. */
  also?: readonly Pick<Known, 'kind' | 'id' | 'name' | 'meaning'>[];
  /** Codes of the same text that no table has. */
  unknown?: readonly string[];
  /** The start of each part of the text in which nothing is known. */
  unread?: readonly string[];
  /** What the text does not show of a diagnosis. */
  missing?: readonly MissingPiece[];
  /** The settings in the same text prove the causes. */
  proved?: true;
}

/**
 * Explains an error code of a VPN connection, or any text with codes, messages, events or settings; see
 * {@link readPasted}. The most specific leads.
 *
 * @throws P2sError `input`: nothing known; the error shows how to read an unknown code, and the nearest codes
 */
export function explainCode(input: string, own?: OwnWords): Explanation {
  return explainPasted(input, readPasted(input, own));
}

/** The same for a text that was read already. */
export function explainPasted(input: string, pasted: Pasted): Explanation {
  const { known, unknown, list, unread } = pasted;
  const [first, ...others] = known;
  if (first === undefined) throw notExplained(input, unknown[0]);
  const { kind, id, name, meaning, proxy, basis, acts, causes, sources } = first;
  return {
    input: shortened(input),
    kind,
    id,
    ...(isCode(first) ? codeForms(first.value) : {}),
    name,
    ...(list === null || kind !== 'setting' ? {} : { list }),
    meaning,
    proxy,
    basis,
    ...(acts === undefined ? {} : { acts }),
    causes: causes.map((cause) => ({ id: cause, ...CAUSES[cause] })),
    sources: sources.map((source) => SOURCES[source]),
    ...filled({
      also: others.map((one) => ({ kind: one.kind, id: one.id, name: one.name, meaning: one.meaning })),
      unknown: unknown.slice(0, MAX_UNKNOWN),
      unread: unread.slice(0, MAX_UNKNOWN).map(shortened),
      missing: missingIn(pasted),
    }),
  };
}

/** Without the lists that are empty. */
function filled<Lists extends Record<string, readonly unknown[]>>(lists: Lists): Partial<Lists> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<Lists>;
}

/** Nothing beside a code that no setting can prove. */
function missingIn({ known, settings }: Pasted): readonly MissingPiece[] {
  const hasSetting = known.some(({ kind }) => kind === 'setting');
  const others = known.filter(({ kind }) => kind !== 'setting');
  const isOfSettings = others[0]?.causes.some((cause) =>
    CAUSES[cause].proofs.some((proof) => proof.kind === 'finding' && proof.finding === 'winhttp-not-aligned'),
  );
  if (others.length === 0) return hasSetting ? [...settings.missing, 'code'] : [];
  return hasSetting || isOfSettings === true ? settings.missing : [];
}

const MAX_UNKNOWN = 5;
const MAX_SHOWN = 60;

function isCode(known: Known): known is KnownCode {
  return known.kind === 'code';
}

/** The start of the pasted text in one line, in its original script. */
function shortened(input: string): string {
  const text = withoutControls(input.trim().replace(/\s+/g, ' '));
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...`;
}

/** The error for an unknown code, or for a text without anything known. */
function notExplained(input: string, code: string | undefined): P2sError {
  const where = shortened(input);
  const value = code === undefined ? null : readCode(code);
  if (value !== null) return unknownCode(canonicalCode(value), where);
  return new P2sError('input', say('No known code, message or setting is in this text.'), {
    where,
    next: say('Paste the message, or give the number that the VPN dialog or event 20227 shows: {command}', {
      command: command('explain', { text: '0x80092013' }),
    }),
  });
}

function unknownCode(code: number, where: string): P2sError {
  const { hex, facility } = codeForms(code);
  const reading =
    facility === null
      ? say('Win32 error {code}, as HRESULT {hex}', { code, hex })
      : say('{hex}: facility {facility}, code {code}', {
          hex,
          facility: [facility.number, facility.name].filter((one) => one !== null).join(' '),
          code: code & 0xffff,
        });
  const near = nearest(code).map(({ value, name }) => `${numberText(value)} ${name}`);
  const windows = say('On Windows, certutil -error {hex} shows the text of Windows.', { hex });
  return new P2sError('input', say('This code is not known ({reading}).', { reading }), {
    where,
    next: near.length === 0 ? windows : say('The nearest that are: {near}. {windows}', { near, windows }),
  });
}

const NEAREST = 3;

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
