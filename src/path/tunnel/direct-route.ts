import type { Gateway } from '../../core/model/check.ts';
import { StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import { createReader } from '../transport/reader.ts';
import type { PathTransport } from '../transport/transport.ts';
import { duplexPost, readAcceptance } from './http-layer.ts';
import { withSecondTry } from './second-try.ts';
import { awaitAck } from './sstp-layer.ts';
import { CALL_ABORT } from './sstp-packet.ts';

/** `completed` or why it failed, for each stage that ran; `reason` alone where there is no connection. */
type DirectRoute = { reason: string } | { tls?: string; http?: string; sstp?: string };

export interface DirectRequest {
  transport: PathTransport;
  gateway: Gateway;
  correlationId: string;
  whole: Lifetime;
  /** Milliseconds without a result until the direct route is tried beside. */
  patienceMs: number;
}

/** Adds to a failure through a proxy how far the direct route gets, as `direct`; success passes unchanged. */
export function withDirectRoute<T>(work: Promise<T>, request: DirectRequest): Promise<T> {
  const { whole, patienceMs } = request;
  const ask = (part: Lifetime) => askDirect(request, part);
  return withSecondTry(work, { whole, ask, isAsked: () => true, patienceMs }, (failure, direct) =>
    direct === null ? failure : new StageFailure(failure.reason, { ...failure.evidence, direct }),
  );
}

/** Name, TCP, TLS, the SSTP request and its Ack, without the proxy. Rejects only with P2sError `cancelled`. */
async function askDirect(
  { transport, gateway: { host, port }, correlationId }: DirectRequest,
  part: Lifetime,
): Promise<DirectRoute> {
  const passed: { tls?: string; http?: string; sstp?: string } = {};
  let stage: 'route' | keyof typeof passed = 'route';
  try {
    const raw = await transport.connect(await transport.resolve(host, part), port, part);
    stage = 'tls';
    const { stream } = await transport.secure(raw, host, part);
    passed.tls = 'completed';
    stage = 'http';
    const reader = createReader(stream);
    stream.write(duplexPost(host, correlationId), 'latin1');
    await readAcceptance(reader, part, { status: 'pass', evidence: {} });
    passed.http = 'completed';
    stage = 'sstp';
    await awaitAck(stream, reader, part, {});
    passed.sstp = 'completed';
    await part.race(new Promise<void>((resolve) => stream.end(CALL_ABORT, () => resolve())));
    return passed;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return stage === 'route' ? { reason: error.reason } : { ...passed, [stage]: error.reason };
  }
}
