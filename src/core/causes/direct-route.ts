import { say, sentences } from '../model/say.ts';
import type { AnyFields } from '../path/stage-evidence.ts';
import { connectStep, type Decided, type Owner } from './rule.ts';
import { type Trace, TUNNEL_STAGES } from './trace.ts';

/** The stages of the direct route behind its connection. */
const STAGES = ['tls', 'http', 'sstp'] as const;

/** Where the direct route ends: the stage that failed there, or its Ack; `null` if that is not known. */
export function directEnd(direct: AnyFields['direct']): Trace['directEnd'] {
  if (direct?.comparison === 'same') return 'certificate';
  if (direct?.sstp === 'completed') return 'ack';
  return STAGES.find((one) => direct?.[one] !== undefined && direct[one] !== 'completed') ?? null;
}

/**
 * A cause behind a proxy, held against the direct route: if that gets further, the proxy's team alone is asked; if it
 * fails at the same stage, the proxy's team is not. A full gateway may be full by the comparison itself.
 */
export function heldAgainstDirect(cause: Decided, trace: Trace): Decided {
  const { directEnd: end, failedAt, gateway, target, proxy } = trace;
  if (end === null || failedAt === null || proxy === null || cause.code.startsWith('no-sstp-port-free'))
    return cause;
  const isSame = end === failedAt;
  const isFurther = end === 'ack' || TUNNEL_STAGES.indexOf(end) > TUNNEL_STAGES.indexOf(failedAt);
  if (!isSame && !isFurther) return cause;
  const excluded: readonly Owner[] = isSame ? ['proxy-team'] : ['vpn-team', 'service-team'];
  const left = cause.steps.filter(({ owner }) => !excluded.includes(owner));
  if (left.length === cause.steps.length || (isSame && left.length === 0)) return cause;
  return {
    ...cause,
    says: sentences(
      cause.says,
      isSame
        ? say('It is the same on the direct route.')
        : end === 'ack'
          ? say('On the direct route, {gateway} answers SSTP, so the proxy is the cause.', { gateway })
          : say('The direct route gets further, so the proxy is the cause.'),
    ),
    steps: left.some(({ owner }) => owner === 'proxy-team' || isSame)
      ? left
      : [...left, connectStep(say('let TLS to {target} pass {proxy} unchanged', { target, proxy }))],
  };
}
