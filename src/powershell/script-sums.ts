import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { say } from '../core/model/say.ts';
import type { HostOptions, ScriptName } from './port.ts';

/** SHA-256 (hex) of each bundled script by its name, as {@link sumOf} computes it. */
export type ScriptSums = Readonly<Record<string, string>>;

declare const P2S_FIX_SCRIPT_SUMS: string | undefined;

/**
 * The sums of the scripts that were built with this program; `null` if there are none, as in a run from source.
 */
export const SCRIPT_SUMS: ScriptSums | null =
  typeof P2S_FIX_SCRIPT_SUMS === 'string' ? JSON.parse(P2S_FIX_SCRIPT_SUMS) : null;

const MAX_SCRIPT_BYTES = 1024 * 1024;
const SIGNATURE = '\n# SIG # Begin signature block';
/** Only comments of a signature, so that the omitted part contains no code. */
const SIGNATURE_ONLY =
  /^\n# SIG # Begin signature block\r?\n(?:# SIG # [A-Za-z0-9+/=]+\r?\n)*# SIG # End signature block[\r\n]*$/;

/** The digest of a script without a signature that a company added, and without the line ends before it. */
export function sumOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const at = text.lastIndexOf(SIGNATURE);
  const code = at >= 0 && SIGNATURE_ONLY.test(text.slice(at)) ? text.slice(0, at) : text;
  return createHash('sha256')
    .update(code.replace(/[\r\n]+$/, ''), 'latin1')
    .digest('hex');
}

/**
 * Checks scripts before they run, at any privilege level. It finds edits, damage and incomplete updates. The
 * folder's access list ensures that only administrators can change a script, also after this check.
 *
 * @throws P2sError `program-changed`: a script is not the one that was built with this program
 */
export async function checkScripts(
  scripts: readonly ScriptName[],
  { scriptsDir, scriptSums }: Pick<HostOptions, 'scriptsDir' | 'scriptSums'>,
): Promise<void> {
  if (scriptSums === null) return;
  await Promise.all(scripts.map((name) => readScript(scriptsDir, `${name}.ps1`, scriptSums)));
}

/**
 * The bytes of a bundled script that another computer, or a later task, is to run.
 *
 * @throws P2sError `program-changed` as {@link checkScripts}
 */
export async function readScript(
  scriptsDir: string,
  fileName: string,
  sums: ScriptSums | null = SCRIPT_SUMS,
): Promise<Buffer> {
  const file = join(scriptsDir, fileName);
  const name = basename(fileName, '.ps1');
  let errno: string | null = null;
  const bytes = await readLimited(file).catch((error: NodeJS.ErrnoException) => {
    errno = error.code ?? 'UNKNOWN';
    return null;
  });
  if (bytes !== null && (sums === null || sumOf(bytes) === sums[name])) return bytes;
  throw new P2sError(
    'program-changed',
    say`${name} is not the script that this p2s-fix was built with, and was not used.`,
    {
      where: file,
      next: say`Find out who changed it, then install p2s-fix again.`,
      evidence: { errno },
    },
  );
}

async function readLimited(file: string): Promise<Buffer> {
  if ((await stat(file)).size > MAX_SCRIPT_BYTES)
    throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  return readFile(file);
}
