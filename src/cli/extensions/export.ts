import type { ExportOptions } from '../../pipeline/export/repair.ts';
import type { AuditOptions } from '../../pipeline/run/options.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { systemLanguage } from '../../report/text/language.ts';
import type { Invocation } from '../invocation.ts';

/** Loads the exporter on demand. */
export async function runExport(
  { what, out, desired, language }: Invocation,
  options: AuditOptions,
  ports: Ports,
): Promise<ReportDocument> {
  const exporting: ExportOptions = {
    ...options,
    out,
    language: language ?? systemLanguage(ports),
    ...(desired === null ? {} : { desiredFile: desired }),
  };
  switch (what) {
    case 'intune':
      return (await import('../../pipeline/export/intune.ts')).runExportIntune(exporting, ports);
    case 'dsc':
      return (await import('../../pipeline/export/dsc.ts')).runExportDsc(exporting, ports);
    case 'page':
      return (await import('../../pipeline/export/page.ts')).runExportPage(exporting, ports);
    default:
      return (await import('../../pipeline/export/repair.ts')).runExportRepair(exporting, ports);
  }
}
