import { explainCode } from '../../core/explain/explain.ts';
import { ownCode } from '../../report/messages/own-codes.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';

export interface ExplainOptions extends RunOptions {
  /** A code, a word of p2s-fix, or a text with any of them; see `explainCode`. */
  code: string;
}

/** Explains an error code of a VPN connection, or what a pasted text contains. Reads no machine. */
export function runExplain(options: ExplainOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('explain', ports, options, async ({ emit }) => {
    emit({ type: 'explained', explanation: explainCode(options.code, ownCode) });
  });
}
