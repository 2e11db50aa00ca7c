// An export of all of HKEY_LOCAL_MACHINE\SOFTWARE, 50 MB, audited and changed: time and memory.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary, timeProcess } from '../measure.mjs';

const BYTES = 50_000_000;
const AUDIT_MS = 2000;
const APPLY_MS = 5000;
const RUNS = 3;
/** Drift is found and nothing failed. */
const DRIFT = 2;
const CHILD = fileURLToPath(new URL('large-child.mjs', import.meta.url));

/** The keys of a computer, and many that are unrelated to a proxy. */
export function largeExport({ sampleRegText }) {
  const parts = [sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' })];
  for (let size = parts[0].length, number = 0; size < BYTES; number += 1) {
    const key = `[HKEY_CURRENT_USER\\Software\\Contoso\\Key ${number}]\r\n`;
    const part = Buffer.from(
      `${key}"Text"="${'x'.repeat(60)}"\r\n"Bytes"=hex:${'0f,'.repeat(20)}00\r\n"Number"=dword:00000001\r\n\r\n`,
      'utf16le',
    );
    size += part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * @param {{ cli: string, support: typeof import('../support.mjs') }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchLarge({ cli, support }) {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  try {
    const [file, changed, left] = ['large.reg', 'changed.reg', 'left'].map((name) => join(folder, name));
    await writeFile(file, largeExport(support));
    let most = 0;
    const timed = async (args, exitCodes) => {
      const state = ['--json', '--state-dir', join(folder, 'state')];
      const { ms } = await timeProcess({
        file: process.execPath,
        args: [CHILD, cli, left, ...args, ...state],
        exitCodes,
      });
      most = Math.max(most, Number(await readFile(left, 'utf8')));
      return ms;
    };
    const measured = async (run) => {
      most = 0;
      const samples = [];
      for (let count = 0; count < RUNS; count += 1) samples.push(await run());
      return { ...summary(samples), aim: 1, most };
    };
    const audit = await measured(() => timed(['--machine', file], [DRIFT]));
    const apply = await measured(async () => {
      await cp(file, changed);
      return timed(['apply', '--machine', changed, '--in-place'], [0]);
    });
    return {
      title: 'A .reg file of 50 MB',
      baseline: 'the aim',
      rows: [
        { name: 'p2s-fix --machine FILE --json', ...audit, baseline: AUDIT_MS },
        { name: 'p2s-fix apply --machine FILE --in-place --json', ...apply, baseline: APPLY_MS },
      ],
      besides: [],
      notes: [
        `resident at most: ${audit.most} KiB in the audit, ${apply.most} KiB in the apply (aims: 300 and 400 MB)`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
