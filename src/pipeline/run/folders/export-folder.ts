import { P2sError } from '../../../core/model/errors.ts';
import { type Message, say } from '../../../core/model/say.ts';
import { errnoOf } from '../../../files/errno.ts';
import { nodeFiles } from '../../../files/node-files.ts';

/**
 * Creates the folder of an export, or checks that it is empty.
 *
 * @throws P2sError `usage` when none is named, `input`
 */
export async function makeEmptyFolder(out: string | null, example: Message): Promise<string> {
  if (out === null)
    throw new P2sError('usage', say`export needs a folder to write to.`, { where: '--out', next: example });
  try {
    const files = nodeFiles();
    await files.makeFolder(out, 0o700);
    if ((await files.list(out)).length === 0) return out;
  } catch (cause) {
    const message = say`The folder cannot be made (${errnoOf(cause)}).`;
    throw new P2sError('input', message, { where: out, next: say`Name another one with --out.`, cause });
  }
  throw new P2sError('input', say`The folder is not empty.`, {
    where: out,
    next: say`Name another one with --out.`,
  });
}
