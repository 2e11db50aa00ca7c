import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Gateway, Route, StageResult } from '../core/check.ts';
import type { ExpectedRoot } from '../core/gateway-profile.ts';
import { authority, checkHostName, routeName } from './authority.ts';
import { judgeCertificate } from './certificate.ts';
import { openTunnel } from './connect.ts';
import { connectAny, resolveHost } from './dial.ts';
import { StageFailure } from './failure.ts';
import { handshake, peerChain, tlsEvidence } from './handshake.ts';
import { duplexPost, readAcceptance } from './http-layer.ts';
import { startLifetime } from './lifetime.ts';
import { type ByteReader, createReader } from './reader.ts';
import { awaitAck, farewell } from './sstp-layer.ts';
import { type PathHooks, runStage, type StageContext, skipStage } from './stage.ts';

export interface TunnelRequest {
  gateway: Gateway;
  /** The way to `https://<gateway>`. */
  route: Route;
  /** PEM, trusted besides Node's and the system's roots. */
  extraRoots: readonly string[];
  /** The roots of the gateway's profile; absent: none is known. */
  expectedRoots?: readonly ExpectedRoot[];
  /** Milliseconds for all stages together. */
  deadlineMs: number;
  /** Milliseconds, monotonic; for durations. */
  now: () => number;
  /** The date that certificates are judged by. */
  wallClock: () => Date;
  /** SSTPCORRELATIONID: a GUID without braces, fresh for each check. */
  correlationId: string;
}

export interface TunnelOutcome {
  /** The stages that ran, in order. The first `fail` decides; see tunnelVerdict. */
  results: StageResult[];
  /** DER, leaf first: as the gateway sent it, completed from the trust store. Empty before TLS. */
  chain: Uint8Array[];
  /** Settles when no socket is left: at once after a failure, within three seconds after an Ack. Never rejects. */
  settled: Promise<void>;
}

/**
 * Walks the way of an SSTP client up to the Call Connect Ack: dns, tcp, connect (through a proxy), tls, certificate,
 * http, sstp; then aborts the call politely in the background. Needs no credentials and sends none.
 * A bad certificate does not end it, since what answers behind it tells inspection from a wrong root.
 * Throws P2sError `input` for what is no host name, and `cancelled`.
 */
export async function checkTunnel(request: TunnelRequest, hooks: PathHooks = {}): Promise<TunnelOutcome> {
  const { gateway, route } = request;
  checkHostName(gateway.host);
  if (route.proxy !== null) checkHostName(route.proxy.host);
  const lifetime = startLifetime(request.deadlineMs, hooks.signal);
  const context: StageContext = { via: routeName(route), now: request.now, lifetime, hooks, results: [] };
  const outcome: TunnelOutcome = { results: context.results, chain: [], settled: Promise.resolve() };
  if (route.unsupported !== null) {
    skipStage(context, 'connect', { reason: 'route-unsupported', detail: route.unsupported });
    await lifetime.end();
    return outcome;
  }
  try {
    const { socket, reader } = await walk(request, context, outcome);
    outcome.settled = farewell(socket, reader, hooks.signal).then(() => lifetime.end());
  } catch (error) {
    outcome.settled = lifetime.end();
    if (error instanceof StageFailure) return outcome;
    await outcome.settled;
    throw error;
  }
  return outcome;
}

async function walk(
  request: TunnelRequest,
  context: StageContext,
  outcome: TunnelOutcome,
): Promise<{ socket: TLSSocket; reader: ByteReader }> {
  const { gateway, route, extraRoots } = request;
  const { lifetime } = context;
  const raw = await reach(request, context);
  if (route.proxy !== null) {
    await runStage(context, 'connect', (note) => {
      note.evidence.target = authority(gateway.host, gateway.port);
      return openTunnel(raw, gateway, lifetime, note.evidence);
    });
  }
  const socket = await runStage(context, 'tls', async (note) => {
    const secured = await handshake(raw, gateway.host, extraRoots, lifetime);
    Object.assign(note.evidence, tlsEvidence(secured));
    return secured;
  });
  const reader = createReader(socket);
  // On its way before the certificates are looked at: the work is done while the answer travels.
  const sentAt = request.now();
  socket.write(duplexPost(gateway.host, request.correlationId), 'latin1');
  await runStage(context, 'certificate', (note) => {
    const judged = judgeCertificate({
      chain: peerChain(socket),
      host: gateway.host,
      authorizationError: authorizationCode(socket),
      extraRoots,
      at: request.wallClock(),
      throughProxy: route.proxy !== null,
      expectedRoots: request.expectedRoots ?? [],
    });
    outcome.chain = judged.chain;
    Object.assign(note, { status: judged.status, evidence: judged.evidence });
  });
  await runStage(context, 'http', (note) => readAcceptance(reader, lifetime, note), sentAt);
  await runStage(context, 'sstp', (note) => awaitAck(socket, reader, lifetime, note.evidence));
  return { socket, reader };
}

/** Name and TCP: of the gateway, or of the proxy, which resolves the gateway's name itself. */
async function reach(request: TunnelRequest, context: StageContext): Promise<Socket> {
  const { gateway, route } = request;
  const { lifetime } = context;
  const target = route.proxy ?? gateway;
  const evidence = { of: route.proxy === null ? 'gateway' : 'proxy', host: target.host };
  let addresses = [target.host];
  if (isIP(target.host) !== 0) skipStage(context, 'dns', { ...evidence, reason: 'is-an-address' });
  else {
    addresses = await runStage(context, 'dns', async (note) => {
      Object.assign(note.evidence, evidence);
      const found = await resolveHost(target.host, lifetime);
      note.evidence.addresses = found.slice(0, 16);
      return found;
    });
  }
  return runStage(context, 'tcp', async (note) => {
    Object.assign(note.evidence, evidence, { port: target.port });
    const socket = await connectAny(addresses, target.port, lifetime);
    note.evidence.address = socket.remoteAddress ?? null;
    return socket;
  });
}

/** The code that Node gives, although its types say Error. */
function authorizationCode(socket: TLSSocket): string | null {
  const error: unknown = socket.authorizationError;
  if (!error) return null;
  return typeof error === 'string' ? error : String((error as { code?: unknown }).code ?? error);
}
