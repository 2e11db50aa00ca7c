import type { Assessment } from '../../core/decide/assess.ts';
import { unreachable } from '../../core/decide/compare.ts';
import type { Verdict } from '../../core/model/check.ts';
import { type Finding, REFUSALS } from '../../core/model/finding.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { type ProbeReport, probePaths } from '../path/probe.ts';
import type { VerifyOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';
import { type Along, alongPaths } from './along-paths.ts';

/** Only the path check; with a transcript, judges that without using the network. */
export function runVerify(options: VerifyOptions, ports: Ports): Promise<ReportDocument> {
  const { transcript } = options;
  if (transcript !== undefined) {
    return runMode('verify', ports, options, async (context) => {
      const { judgeTranscriptFile } = await import('../path/transcript-file.ts');
      const verdicts = await judgeTranscriptFile(context, transcript, options.path);
      if (unreachable(verdicts)) context.outcome('unreachable');
    });
  }
  return runMode('verify', ports, options, (context) =>
    alongPaths(context, 'verify', options, ports, async ({ machine, paths, assessment, path, probeSet }) => {
      const { verdicts, findings } = await checked(context, { machine, paths, assessment, path, probeSet });
      const ofRoute = assessment === null ? [] : await refusals(assessment, verdicts);
      for (const finding of [...ofRoute, ...findings]) context.emit({ type: 'finding', finding });
      if (unreachable(verdicts)) context.outcome('unreachable');
    }),
  );
}

/** What blocks a needed change, so that the path stays as it is; and where another route may be used than the checked one. */
async function refusals(assessment: Assessment, verdicts: readonly Verdict[]): Promise<Finding[]> {
  const { findingsOf } = await import('../../core/findings/findings.ts');
  return findingsOf(assessment, verdicts).filter(
    ({ code, severity }) =>
      code === 'auto-detect-not-resolved' || (severity === 'error' && REFUSALS.includes(code)),
  );
}

/**
 * Checks with the current settings and, if an audit would propose others, with those. Does not suggest contacting
 * an owner for a problem that the proposed settings fix.
 */
async function checked(
  context: RunContext,
  { machine, paths, assessment, path, probeSet }: Omit<Along, 'observation'>,
): Promise<ProbeReport> {
  if (machine !== null && assessment !== null) {
    const { probeBoth } = await import('../path/probe-both.ts');
    return probeBoth(context, machine, assessment, { path }, probeSet);
  }
  return probePaths(context, machine, [{ stores: 'current', step: 'probe-current', paths }], path, probeSet);
}
