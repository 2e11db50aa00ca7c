import { X509Certificate } from 'node:crypto';
import { gatewayVerdict, type StageVerdict } from '../../src/core/causes/verdict.ts';
import type { StageResult } from '../../src/core/model/check.ts';
import type { AnyFields } from '../../src/core/path/stage-evidence.ts';
import { checkRevocation } from '../../src/path/revocation/revocation.ts';
import { judgeTranscript } from '../../src/path/transcript/judge-transcript.ts';
import { type GatewayTranscript, transcriptSchema } from '../../src/path/transcript/transcript.ts';
import { checkTunnel, type TunnelRequest } from '../../src/path/tunnel/tunnel.ts';
import type { PowerShellHost } from '../../src/powershell/port.ts';

export interface Probed extends StageVerdict {
  tunnel: StageResult[];
  revocation: StageResult[];
}

/** One way to probe a gateway and, by the same route, what its certificates name for revocation. */
export type Probe = (request: TunnelRequest) => Promise<Probed>;

export const probeBySockets: Probe = async (request) => {
  const { results, chain, settled } = await checkTunnel(request);
  await settled;
  const { deadlineMs, now, wallClock, route } = request;
  const revocation = await checkRevocation({ chain, routeOf: () => route, deadlineMs, now, wallClock });
  return { tunnel: results, revocation, ...gatewayVerdict([...results, ...revocation]) };
};

/** What Test-P2SPath.ps1 sees on a route. */
export async function seenByScript(host: PowerShellHost, probe: TunnelRequest): Promise<GatewayTranscript> {
  const { gateway, route, extraRoots, deadlineMs, correlationId } = probe;
  const { proxy } = route;
  const asked = { host: gateway.host, port: gateway.port, proxy, correlationId, revocation: { proxy } };
  const roots = extraRoots.map((pem) => new X509Certificate(pem).raw.toString('base64'));
  const request = { gateways: [asked], roots, deadlineMs, maxBytes: 20 * 1024 * 1024 };
  const { result, diagnostics } = await host.run('Test-P2SPath', request, { deadlineMs: 90_000 });
  if (diagnostics.length > 0) throw new Error(diagnostics.join('\n'));
  const [seen] = transcriptSchema.parse(result).gateways;
  if (seen === undefined) throw new Error('no gateway in the transcript');
  return seen;
}

/** Probes by the script; the transcript is judged like any probe. */
export function probeByScript(host: PowerShellHost): Probe {
  return async (request) => {
    const gateway = await seenByScript(host, request);
    return judgeTranscript({ gateway, extraRoots: request.extraRoots, wallClock: request.wallClock });
  };
}

/** Fields that OpenSSL and SslStream name differently or not at all, and TLS: the script speaks only 1.2. */
const BY_TLS = ['authorizationError', 'cipher', 'failures', 'offered', 'policyErrors', 'protocol'];
const OF_A_FAILED_HANDSHAKE = ['errno', 'bytesReceived', 'withoutSstpVersion'];
/** Fields of answers that are signed for each request. */
const OF_OCSP = ['bytes', 'thisUpdate', 'nextUpdate'];

/** The script reports a redirect, and does not follow it. */
const OF_A_REDIRECT = ['followed', 'redirects', 'redirectVia'];

/** Results without what differs between two probes of the same route. */
export function comparable(probed: Probed): unknown {
  const of = ({ durationMs: _durationMs, ...result }: StageResult) => {
    const { stage } = result;
    const evidence: AnyFields = result.evidence;
    const leftOut = [
      ...BY_TLS,
      'afterMs',
      'quietMs',
      ...OF_A_REDIRECT,
      ...(stage === 'tls' ? OF_A_FAILED_HANDSHAKE : []),
      ...(evidence.kind === 'ocsp' ? OF_OCSP : []),
    ];
    const kept = Object.entries(evidence)
      .filter(([name]) => !leftOut.includes(name))
      // The nonce of an Ack is random, how much came at once is up to TCP, and clocks go on.
      .map(([name, value]) => [
        name,
        /^(?:ack|began|date|judgedAt)$/.test(name) ? String(value).slice(0, 8) : value,
      ]);
    return { ...result, evidence: Object.fromEntries(kept) };
  };
  return { ...probed, tunnel: probed.tunnel.map(of), revocation: probed.revocation.map(of) };
}
