import { requiredOption } from '../../core/options/check.ts';
import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { systemLanguage } from '../../report/text/language.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { ExportOptions } from './repair.ts';

/** Runs one kind of `export`. */
export async function runExport(call: Call, options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  const {
    use,
    options: { desired, lang },
  } = call;
  const language = lang ?? systemLanguage(ports);
  const desiredFile = desired === undefined ? {} : { desiredFile: desired };
  const exporting: ExportOptions = { ...options, out: requiredOption(call, 'out'), language, ...desiredFile };
  switch (use) {
    case 'export intune':
      return (await import('./intune.ts')).runExportIntune(exporting, ports);
    case 'export dsc':
      return (await import('./dsc.ts')).runExportDsc(exporting, ports);
    case 'export page':
      return (await import('./page.ts')).runExportPage(exporting, ports);
    default:
      return (await import('./repair.ts')).runExportRepair(exporting, ports);
  }
}
