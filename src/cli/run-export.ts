import type { ExportOptions } from '../pipeline/export-repair.ts';
import type { AuditOptions } from '../pipeline/options.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { ReportDocument } from '../report/document.ts';
import type { Invocation } from './invocation.ts';

/** What is made is loaded when it is asked for. */
export async function runExport(
  { what, out, desired }: Invocation,
  options: AuditOptions,
  ports: Ports,
): Promise<ReportDocument> {
  const exporting: ExportOptions = {
    ...options,
    out,
    ...(desired === null ? {} : { desiredFile: desired }),
  };
  switch (what) {
    case 'intune':
      return (await import('../pipeline/export-intune.ts')).runExportIntune(exporting, ports);
    case 'dsc':
      return (await import('../pipeline/export-dsc.ts')).runExportDsc(exporting, ports);
    default:
      return (await import('../pipeline/export-repair.ts')).runExportRepair(exporting, ports);
  }
}
