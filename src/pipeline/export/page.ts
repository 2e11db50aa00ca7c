import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { command, option, say } from '../../core/model/say.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { writeNew } from '../run/folders/new-file.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';

export interface ExportPageOptions extends RunOptions {
  /** The file to write; it must not exist yet. */
  out: string | null;
}

/** The page that judges recordings in a browser: one HTML file that needs neither p2s-fix nor a network. */
export function runExportPage({ out, ...options }: ExportPageOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async ({ emit }) => {
    const next = say('{command}', { command: command('export page', { out: 'p2s-fix.html' }) });
    if (out === null)
      throw new P2sError('usage', say('export page needs a file to write.'), { where: option('out'), next });
    // Built beside the folder of the scripts.
    await writeNew(out, await readFile(join(ports.scriptsDir, '..', 'p2s-fix.html')));
    emit({ type: 'file-written', file: out });
  });
}
