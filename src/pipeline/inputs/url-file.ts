import { createReadStream } from 'node:fs';
import { P2sError } from '../../core/model/errors.ts';
import { option, say } from '../../core/model/say.ts';
import type { Ports } from '../run/ports.ts';

/** Thousands of URLs. */
const MAX_BYTES = 1_048_576;

/**
 * The URLs of a file, or of standard input (`-`): one a line, `#` before a comment. UTF-8 or, as Windows PowerShell
 * writes it, UTF-16 with a mark.
 *
 * @throws P2sError `input`
 */
export async function readUrls(
  file: string,
  { standardInput }: Pick<Ports, 'standardInput'>,
): Promise<{ text: string; where: string }[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const refused = (why: string) =>
    new P2sError('input', say('The list of URLs cannot be read ({why}).', { why }), {
      where: file,
      next: say('Check {option}.', { option: option('urls') }),
    });
  try {
    for await (const chunk of file === '-' ? standardInput() : createReadStream(file)) {
      size += chunk.length;
      if (size > MAX_BYTES) throw refused(`> ${MAX_BYTES} B`);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof P2sError ? cause : refused(String((cause as NodeJS.ErrnoException).code));
  }
  const bytes = Buffer.concat(chunks);
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  const lines = text.split(/\r?\n/).map((line, at) => ({
    text: line.replace(/(?:^|\s)#.*$/, '').trim(),
    where: `${file}, line ${at + 1}`,
  }));
  const urls = lines.filter((line) => line.text !== '');
  if (urls.length === 0) throw refused('0 URL');
  return urls;
}
