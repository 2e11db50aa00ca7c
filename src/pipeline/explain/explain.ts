import { open } from 'node:fs/promises';
import { readCode } from '../../core/explain/code-number.ts';
import { type Explanation, explainPasted } from '../../core/explain/explain.ts';
import { MAX_TEXT, readPasted } from '../../core/explain/pasted.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { withoutText } from '../../core/options/check.ts';
import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { ownCode } from '../../report/text/own-codes.ts';
import type { CallOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';

/**
 * Explains an error code of a VPN connection, or what a pasted text contains. A text that shows both proxy settings is
 * judged as a partial recording of its computer, by which a cause of the code may be proved. Reads no machine.
 */
export function runExplain(code: string, options: CallOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('explain', ports, options, async (context) => {
    const pasted = readPasted(code, ownCode);
    const explanation = explainPasted(code, pasted);
    const { registry, missing } = pasted.settings;
    if (missing.includes('winhttp') || missing.includes('wininet'))
      return context.emit({ type: 'explained', explanation });
    // A code alone needs none of them, and users notice the start-up time.
    const [{ recordedMachine }, { observationOf }, { runSteps }] = await Promise.all([
      import('../../machine/recorded/recorded.ts'),
      import('../../machine/recorded/recording.ts'),
      import('../steps.ts'),
    ]);
    const machine = recordedMachine('', async () => observationOf(registry, ports.wallClock()));
    const found = new Set<string>();
    const emit: typeof context.emit = (event) => {
      if (event.type === 'finding') found.add(event.finding.code);
      context.emit(event);
    };
    await runSteps({ context: { ...context, emit, asked: undefined }, machine, options, apply: null });
    context.emit({ type: 'explained', explanation: provedBy(explanation, found) });
  });
}

/** With only the causes that these findings prove, if there are any, and without what the settings show by themselves. */
function provedBy({ also = [], ...rest }: Explanation, found: ReadonlySet<string>): Explanation {
  const others = also.filter(({ kind }) => kind !== 'setting');
  const explanation = { ...rest, ...(others.length === 0 ? {} : { also: others }) };
  const causes = explanation.causes.filter(({ proofs }) =>
    proofs.some((proof) => proof.kind === 'finding' && found.has(proof.finding)),
  );
  return causes.length === 0 ? explanation : { ...explanation, causes, proved: true };
}

/** A character has at most four bytes. */
const MAX_BYTES = 4 * MAX_TEXT;
/** Longer than any path. */
const MAX_PATH = 4096;

/**
 * The call of `explain` with its text: the content of the file that the argument names, the argument, or what
 * standard input holds if there is no argument.
 *
 * @throws P2sError `usage` without any text; `input` for a text that is too long
 */
export async function withPastedText({ use, options }: Call, ports: Ports): Promise<Call> {
  const { text } = options;
  if (text !== undefined) return { use, options: { ...options, text: (await fileText(text)) ?? text } };
  const piped = process.stdin.isTTY === true ? '' : decodePasted(await bytesOf(ports.standardInput()));
  if (piped.trim() !== '') return { use, options: { ...options, text: piped } };
  throw withoutText();
}

/** The text of a file, or `null` when the argument is not the name of one. */
async function fileText(argument: string): Promise<string | null> {
  if (argument.length > MAX_PATH || /[\n\0]/.test(argument) || readCode(argument) !== null) return null;
  const file = await open(argument, 'r').catch(() => null);
  if (file === null) return null;
  try {
    return (await file.stat()).isFile() ? decodePasted(await bytesOf(file.createReadStream())) : null;
  } finally {
    await file.close();
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new P2sError('input', say('The text is longer than {limit} bytes.', { limit: MAX_BYTES }), {
        next: say('Paste the part with the error.'),
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** 0x80 to 0xa5 of code page 850, that of consoles in Western Europe. */
const OEM = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ';

/**
 * Text as Windows saves or pipes it: UTF-16 (with a mark, or without one), UTF-8, else code page 932 if it has
 * kana, 1252 if it has the letters of that page, and 850.
 */
export function decodePasted(bytes: Uint8Array): string {
  const as = (encoding: string) => decoded(bytes, encoding);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return as('utf-16be') ?? '';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0))
    return as('utf-16le') ?? '';
  const unicode = as('utf-8');
  if (unicode !== null) return unicode;
  const japanese = as('shift_jis');
  if (japanese !== null && /[\u3041-\u30fe]{2}/.test(japanese)) return japanese;
  const isAnsi = bytes.some((byte) => byte >= 0xc0 && byte !== 0xe1);
  if (isAnsi) return as('windows-1252') ?? '';
  return Array.from(bytes, (byte) =>
    byte === 0xe1 ? 'ß' : (OEM[byte - 0x80] ?? String.fromCharCode(byte)),
  ).join('');
}

/** `null` for bytes that the encoding does not have. An odd last byte of UTF-16 is left out. */
function decoded(bytes: Uint8Array, encoding: string): string | null {
  const whole = encoding.startsWith('utf-16') ? bytes.subarray(0, bytes.length & ~1) : bytes;
  try {
    return new TextDecoder(encoding, { fatal: !encoding.startsWith('utf-16') }).decode(whole);
  } catch {
    return null;
  }
}
