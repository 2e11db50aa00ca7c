import type { GatewayPaths } from '../decide/compare.ts';
import { type Check, type StageResult, serviceOf, type Verdict, type VerdictCode } from '../model/check.ts';
import { say } from '../model/say.ts';
import { diagnose } from './causes.ts';
import { REVOCATION_CAUSES } from './revocation.ts';
import { type Cause, type CauseCode, firstOf } from './rule.ts';
import type { Trace } from './trace.ts';
import { type Seen, traceOf } from './trace-of.ts';
import { verdictRow } from './verdicts.ts';
import { REACHABLE } from './working.ts';

/** The verdict on one gateway's stages; `stage` is the one that decided, `null` for `reachable`. */
export type StageVerdict = Pick<Verdict, 'verdict' | 'stage'>;

/** The verdict of a cause: `proxy-refused` for `proxy-refused.takes-tls`. */
export function verdictOfCode(code: CauseCode): VerdictCode {
  return code.split('.', 1)[0] as VerdictCode;
}

/** The verdict on the tunnel (its earliest failing stage), then that on the revocation check. */
export function gatewayVerdict(
  results: readonly Seen[],
  { gateway = '', lacksSstp = false }: { gateway?: string; lacksSstp?: boolean } = {},
): StageVerdict {
  const { code, stage } = diagnose(traceOf(gateway, results, { lacksSstp }));
  return { verdict: verdictOfCode(code), stage };
}

/** The verdict on the fetches alone, of a path with an Ack. */
export function revocationVerdict(results: readonly StageResult<'revocation'>[]): StageVerdict {
  const { code, stage = null } = firstOf([...REVOCATION_CAUSES, REACHABLE], traceOf('', results));
  return { verdict: verdictOfCode(code), stage };
}

/** The trace behind a reported verdict, from the checks of its path. */
export function traceOfReported(reported: Verdict, checks: readonly Check[]): Trace {
  const { gateway, verdict, stores, notProposed, also = [] } = reported;
  const mayAlign = notProposed !== true && stores !== 'proposed';
  return traceOf(gateway, checks, {
    lacksSstp: verdictRow(verdict).standing === 'not-offered',
    mayAlign,
    also,
  });
}

/**
 * The paths with one for all services that have the same cause on the same route: its words name them all. Paths of
 * gateways are unchanged.
 */
export function oneOfAlike(paths: readonly GatewayPaths[], checksFor: ChecksFor): GatewayPaths[] {
  const groups = new Map<string, GatewayPaths[]>();
  for (const one of paths) {
    const { current, proposed } = one;
    const service = serviceOf(current.gateway);
    const seen = service === null ? [] : checksFor(current);
    const { proxy } = traceOfReported(current, seen);
    const key =
      service === null
        ? current.gateway
        : [causeOf(current, seen).code, proxy, proposed?.verdict, service.url.startsWith('http:')].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const also = others.map(({ current }) => current.gateway);
    const { current, proposed } = first;
    return { current: { ...current, also }, proposed: proposed === null ? null : { ...proposed, also } };
  });
}

type ChecksFor = (verdict: Verdict) => readonly Check[];

/** The cause of a reported verdict. A document may lack the checks behind it: then it has its verdict alone. */
export function causeOf(reported: Verdict, checks: readonly Check[]): Cause {
  const { verdict, stage } = reported;
  const cause = diagnose(traceOfReported(reported, checks));
  if (verdictOfCode(cause.code) === verdict) return cause;
  const says = say('{gateway}: {verdict}', { gateway: reported.gateway, verdict: verdictRow(verdict).says });
  return { code: verdict, stage, says, steps: [] };
}
