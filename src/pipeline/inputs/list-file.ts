import { P2sError } from '../../core/model/errors.ts';
import { option, say } from '../../core/model/say.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';

const MAX_LIST_BYTES = 16 * 1024 * 1024;
const STANDARD_INPUT = '-';

/**
 * The text of a list, of a file or of standard input (`-`): UTF-8, or UTF-16 with a byte order mark.
 *
 * @throws P2sError `input`
 */
export async function readList(file: string, standardInput: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = file === STANDARD_INPUT ? await readAll(standardInput) : await readFile(file);
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/**
 * The entries of a list with one a line, and `#` before a comment.
 *
 * @throws P2sError `input`, also for an empty list
 */
export async function readUrls(
  file: string,
  standardInput: AsyncIterable<Uint8Array>,
): Promise<{ text: string; where: string }[]> {
  const lines = (await readList(file, standardInput)).split(/\r?\n/).map((line, at) => ({
    text: line.replace(/(?:^|\s)#.*$/, '').trim(),
    where: `${file}, line ${at + 1}`,
  }));
  const urls = lines.filter(({ text }) => text !== '');
  if (urls.length > 0) return urls;
  throw new P2sError('input', say('The list has no URL.'), {
    where: file,
    next: say('Check {option}.', { option: option('urls') }),
  });
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await nodeFiles().read(file, MAX_LIST_BYTES);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    throw new P2sError('input', say('The list cannot be read: {reason}.', { reason: errnoReason(error) }), {
      where: file,
      next: CHECK_PATH,
      cause: error,
    });
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_LIST_BYTES)
      throw new P2sError('input', say('The list is too long.'), {
        where: 'standard input',
        next: say('Split it, and run once for each part.'),
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
