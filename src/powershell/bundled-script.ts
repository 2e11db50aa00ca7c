import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { say } from '../core/model/say.ts';

/**
 * The bytes of a bundled script that another computer, or a later task, is to run.
 *
 * @throws P2sError `program-changed` if it cannot be read
 */
export async function readScript(scriptsDir: string, fileName: string): Promise<Buffer> {
  const file = join(scriptsDir, fileName);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new P2sError('program-changed', say('A script of p2s-fix cannot be read.'), {
      where: file,
      next: say('Install p2s-fix again.'),
      cause,
    });
  }
}
