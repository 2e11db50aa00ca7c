// An export of all of HKEY_LOCAL_MACHINE\SOFTWARE, 50 MB, audited and changed: time and memory.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary, timeProcess } from './measure.mjs';

const BYTES = 50_000_000;
const AUDIT_MS = 2000;
const APPLY_MS = 5000;
const RUNS = 3;
/** Drift is found and nothing failed. */
const DRIFT = 2;
const CHILD = fileURLToPath(new URL('large-child.mjs', import.meta.url));

/** Classes, which are most of such an export: three keys each, none of which the program reads. */
function classOf(number) {
  const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\CLSID\\{${String(number).padStart(32, '0')}}`;
  const bytes = Array.from({ length: 16 }, (_, at) => ((number + at) % 256).toString(16).padStart(2, '0'));
  return [
    `[${key}]\r\n@="Class ${number}"\r\n`,
    `[${key}\\InprocServer32]\r\n@="C:\\\\Windows\\\\System32\\\\lib${number}.dll"\r\n"ThreadingModel"="Both"\r\n`,
    `[${key}\\State]\r\n"Flags"=dword:0000000${number % 10}\r\n"Data"=hex:${bytes.slice(0, 8)},\\\r\n  ${bytes.slice(8)}\r\n`,
  ].join('\r\n');
}

/** A large recording that begins with this one. */
function enlarged(recording) {
  const parts = [recording.toString('utf16le'), '\r\n'];
  let characters = parts[0].length;
  for (let number = 0; characters * 2 < BYTES; number += 1) {
    const one = `${classOf(number)}\r\n`;
    parts.push(one);
    characters += one.length;
  }
  return Buffer.from(parts.join(''), 'utf16le');
}

/**
 * @param {{ cli: string, support: typeof import('./support.mjs') }} options
 * @returns {Promise<import('./result.mjs').Part>}
 */
export async function benchLarge({ cli, support }) {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  try {
    const sample = support.sampleRegText({
      proxyHost: 'proxy.contoso.example',
      proxyPort: 8080,
      bypass: '<local>',
    });
    const [file, changed, left] = ['large.reg', 'changed.reg', 'left'].map((name) => join(folder, name));
    await writeFile(file, enlarged(sample));
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
