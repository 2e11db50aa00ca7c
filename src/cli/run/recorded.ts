import { type Call, modeOf } from '../../core/options/table.ts';
import { runCall } from '../../pipeline/calls/run-call.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { type RunOptions, runMode } from '../../pipeline/run/run.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Language } from '../../report/text/language.ts';
import type { Output } from '../output.ts';

/** Runs one command and writes its report and log files. */
export async function runRecorded(
  call: Call,
  ports: Ports,
  run: RunOptions & { onEvent: Output['emit'] },
  confirm: Output['confirm'],
  { language, key, typed }: { language: Language; key: Uint8Array | null; typed: readonly string[] },
): Promise<ReportDocument> {
  const { report: reports = [], 'log-file': logFile = null } = call.options;
  if (reports.length === 0 && logFile === null) return runCall(call, ports, run, confirm);
  const { openRecords } = await import('../../pipeline/run/records.ts');
  const files = key !== null ? (await import('./named-files.ts')).namedFiles(call) : [];
  const opened = await openRecords({ reports, logFile, language, redact: key, files, typed }, ports).catch(
    (error: unknown) => ({ error }),
  );
  if ('error' in opened) return runMode(modeOf(call.use), ports, run, () => Promise.reject(opened.error));
  const onEvent: Output['emit'] = (event) => {
    run.onEvent(event);
    opened.onEvent(event);
  };
  return opened.finish(await runCall(call, ports, { ...run, onEvent }, confirm), run.onEvent);
}
