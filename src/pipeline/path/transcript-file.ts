import { gatewayFindings } from '../../core/findings/path/gateway.ts';
import { type Gateway, gatewayName, type StageEvent, type Verdict } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { option, say } from '../../core/model/say.ts';
import { expectedRoots } from '../../core/path/gateway-profile.ts';
import { inspectionFindings } from '../../core/path/inspection.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { judgeTranscript } from '../../path/transcript/judge-transcript.ts';
import { type Transcript, transcriptSchema } from '../../path/transcript/transcript.ts';
import { gatewaysOf, reportedGateways } from '../inputs/gateways.ts';
import { knownFindings } from '../inputs/known-findings.ts';
import type { PathOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';

/** A few CRLs in base64. */
const MAX_BYTES = 64 * 1024 * 1024;
const NEXT = say('Make it again on that computer: Test-P2SPath.ps1 -Gateway HOST -OutFile FILE.');

/**
 * Judges a recording of Test-P2SPath.ps1 as if it was just made, but with the date of the recording.
 *
 * @throws P2sError `input` if the file cannot be read, is not a recording, or names no gateway
 */
export async function judgeTranscriptFile(
  context: RunContext,
  file: string,
  path: PathOptions,
  files: FilePort = nodeFiles(),
): Promise<Verdict[]> {
  const { gateways, collectedAt } = await readTranscript(file, files);
  // Without a gateway nothing would fail, and the run would report that the path works.
  if (gateways.length === 0)
    throw new P2sError('input', say('The recording names no gateway.'), { where: file, next: NEXT });
  const targets = gateways.map(({ host, port }): Gateway => ({ host, port, source: 'option' }));
  const known = await gatewaysOf({ ...path, gateways: targets, probe: true }, null, null);
  const { emit, signal } = context;
  emit({ type: 'gateways', gateways: reportedGateways(known) });
  emit({ type: 'step', step: 'probe-current', status: 'started' });
  const verdicts: Verdict[] = [];
  const inspected: Finding[] = [];
  for (const [index, gateway] of gateways.entries()) {
    const target = targets[index] ?? { ...gateway, source: 'option' };
    const common = { gateway: gatewayName(target), stores: 'current' } as const;
    const onStage = (event: StageEvent) => {
      if (event.type === 'result')
        emit({ type: 'check', check: { ...common, from: 'remote', ...event.result } });
      else emit({ ...event, ...common, type: 'check-started' });
    };
    const question = {
      gateway,
      extraRoots: path.extraRoots,
      expectedRoots: expectedRoots(known.known, target),
      wallClock: () => new Date(collectedAt),
    };
    const { verdict, stage, tunnel } = await judgeTranscript(question, { onStage, signal });
    verdicts.push({ ...common, verdict, stage, collectedAt });
    const certificate = tunnel.find((result) => result.stage === 'certificate');
    const gateways = { gateway: common.gateway, host: gateway.host, verdict };
    inspected.push(...inspectionFindings(gateways, certificate));
  }
  for (const verdict of verdicts) emit({ type: 'verdict', verdict });
  emit({ type: 'step', step: 'probe-current', status: 'done' });
  const today = context.ports.wallClock();
  const findings = [
    ...gatewayFindings(targets, today, context.deadlines, verdicts),
    ...knownFindings(known, verdicts, today, context.deadlines),
    ...inspected,
  ];
  for (const finding of findings) emit({ type: 'finding', finding });
  return verdicts;
}

async function readTranscript(file: string, files: FilePort): Promise<Transcript> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(file, MAX_BYTES);
  } catch (error) {
    if (error instanceof P2sError || errnoOf(error) === null) throw error;
    const message = say('The file cannot be read: {reason}.', { reason: errnoReason(error) });
    throw new P2sError('input', message, {
      where: file,
      next: say('Check {option}.', { option: option('transcript') }),
      cause: error,
    });
  }
  return parseTranscript(bytes, file);
}

/** Reads the JSON of Test-P2SPath.ps1, which is ASCII. Throws P2sError `input` with the place. */
export function parseTranscript(bytes: Uint8Array, file: string): Transcript {
  const checked = safeParse(transcriptSchema, parseJson(bytes));
  if (checked.success) return checked.data;
  const where = [file, ...(checked.error.issues[0]?.path ?? [])].map(String).join(', ');
  throw new P2sError('input', say('The file is not what Test-P2SPath.ps1 writes.'), { where, next: NEXT });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('latin1'));
  } catch {
    return null;
  }
}
