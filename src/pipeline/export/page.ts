import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportDocument } from '../../report/model/document.ts';
import { writeNew } from '../run/folders/new-file.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';

export interface ExportPageOptions extends RunOptions {
  /** The file to write; it must not exist yet. */
  out: string;
}

/** The page that judges recordings in a browser: one HTML file that needs neither p2s-fix nor a network. */
export function runExportPage({ out, ...options }: ExportPageOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async ({ emit }) => {
    // Built beside the folder of the scripts.
    await writeNew(out, await readFile(join(ports.scriptsDir, '..', 'p2s-fix.html')));
    emit({ type: 'file-written', file: out });
  });
}
