import { unreachable } from '../core/candidate.ts';
import type { ReportDocument } from '../report/document.ts';
import { alongPaths } from './along-paths.ts';
import { toldGateways } from './gateways.ts';
import type { VerifyOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { probePaths } from './probe.ts';
import { runMode } from './run.ts';

/** Only the path check; with a transcript it goes nowhere and judges that. */
export function runVerify(options: VerifyOptions, ports: Ports): Promise<ReportDocument> {
  const { transcript } = options;
  if (transcript !== undefined) {
    return runMode('verify', ports, options, async (context) => {
      const { judgeTranscriptFile } = await import('./transcript-file.ts');
      const verdicts = await judgeTranscriptFile(context, transcript, options.path);
      if (unreachable(verdicts)) context.outcome('unreachable');
    });
  }
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
