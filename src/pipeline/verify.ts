import type { ReportDocument } from '../report/document.ts';
import { alongPaths } from './along-paths.ts';
import { toldGateways } from './gateways.ts';
import type { AuditOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { probePaths, unreachable } from './probe.ts';
import { runMode } from './run.ts';

/** Only the path check. */
export function runVerify(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('verify', ports, options, (context) =>
    alongPaths(context, 'verify', options, ports, async ({ machine, paths, path, walks }) => {
      context.emit({ type: 'gateways', gateways: toldGateways(path) });
      const variant = { stores: 'current', step: 'probe-current', paths } as const;
      const { verdicts, findings } = await probePaths(context, machine, [variant], path, walks);
      for (const finding of findings) context.emit({ type: 'finding', finding });
      if (unreachable(verdicts)) context.outcome('unreachable');
    }),
  );
}
