import { DSC_SCRIPT, DSC_TYPES, dscManifest } from '../../core/export/dsc-manifest.ts';
import { readScript } from '../../powershell/bundled-script.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { dscReadme } from '../../report/requests/dsc-readme.ts';
import { fillFolder } from '../run/folders/export-folder.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';
import { VERSION } from '../run/version.ts';

export interface ExportDscOptions extends RunOptions {
  /** The folder for the files; it must be empty or not exist yet. */
  out: string;
}

/** The resources for DSC v3: two manifests and the script that both use. The same for every state. */
export function runExportDsc(options: ExportDscOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async ({ emit }) => {
    const script = await readScript(ports.scriptsDir, DSC_SCRIPT);
    const out = await fillFolder(options.out, async (folder) => {
      for (const type of DSC_TYPES) {
        const file = `p2sfix.${type.toLowerCase()}.dsc.resource.json`;
        await folder.write(file, `${JSON.stringify(dscManifest(type, VERSION), null, 2)}\n`);
      }
      await folder.write(DSC_SCRIPT, script);
      await folder.write('README.txt', dscReadme(VERSION));
    });
    emit({ type: 'file-written', file: out });
  });
}
