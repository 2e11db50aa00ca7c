import { explainCode } from '../../core/explain/explain.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';

export interface ExplainOptions extends RunOptions {
  /** A number in any spelling, or a symbolic name; see `explainCode`. */
  code: string;
}

/** Explains an error code of a VPN connection. Reads no machine. */
export function runExplain(options: ExplainOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('explain', ports, options, async ({ emit }) => {
    emit({ type: 'explained', explanation: explainCode(options.code) });
  });
}
