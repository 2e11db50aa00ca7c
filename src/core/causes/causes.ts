import type { Stage } from '../model/check.ts';
import { CERTIFICATE_CAUSES } from './certificate.ts';
import { CONNECT_CAUSES } from './connect.ts';
import { heldAgainstDirect } from './direct-route.ts';
import { DNS_CAUSES } from './dns.ts';
import { HTTP_CAUSES } from './http.ts';
import { type Cause, firstOf, type Rule } from './rule.ts';
import { byRoute, ofService } from './service.ts';
import { heldAgainstSettings } from './settings-route.ts';
import { SSTP_CAUSES } from './sstp.ts';
import { TCP_CAUSES } from './tcp.ts';
import { TLS_CAUSES } from './tls.ts';
import type { Trace, TraceAt, TunnelStage } from './trace.ts';
import { isReachable } from './verdicts.ts';
import { WORKING_CAUSES } from './working.ts';

/** What may be wrong with a path, by the stage that failed; `none` where none did. */
export const CAUSES: { readonly [S in TunnelStage | 'none']: readonly Rule<TraceAt<S>>[] } = {
  dns: DNS_CAUSES,
  tcp: TCP_CAUSES,
  connect: CONNECT_CAUSES,
  tls: TLS_CAUSES,
  certificate: CERTIFICATE_CAUSES,
  http: HTTP_CAUSES,
  sstp: SSTP_CAUSES,
  none: WORKING_CAUSES,
};

/** The cause of a path's failure, or that it works: the first rule of the failed stage that applies. */
export function diagnose(trace: Trace): Cause {
  const obvious = firstOf(CAUSES[trace.failedAt ?? 'none'] as readonly Rule<Trace>[], trace);
  const worded = trace.service === null ? obvious : ofService(obvious, trace);
  const { code, says, steps, stage } = heldAgainstSettings(heldAgainstDirect(worded, trace), trace);
  return { code, says: byRoute(says, trace), steps, stage: stage ?? stageOf(trace, code) };
}

function stageOf({ failedAt, endsAt }: Trace, code: Cause['code']): Stage | null {
  return isReachable({ verdict: code }) ? null : (failedAt ?? endsAt);
}
