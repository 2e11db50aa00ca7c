import type { Duplex } from 'node:stream';
import type { Gateway, Route, StageResult } from '../../core/model/check.ts';
import type { ExpectedRoot } from '../../core/path/gateway-profile.ts';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import type { CertificateJudgement } from '../pki/certificate.ts';
import { probeDirect } from '../pki/direct-probe.ts';
import { checkHostName, routeName } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { type TrustContext, trustContext } from '../transport/handshake.ts';
import { type Lifetime, startLifetime } from '../transport/lifetime.ts';
import type { Names } from '../transport/names.ts';
import { type ByteReader, createReader } from '../transport/reader.ts';
import { socketsWith } from '../transport/sockets.ts';
import { type PathHooks, runStage, type StageContext, skipStage } from '../transport/stage.ts';
import type { PathConnection, PathTransport } from '../transport/transport.ts';
import { openTunnel, readHead } from './connect.ts';
import { withDirectRoute } from './direct-route.ts';
import {
  duplexPost,
  getRequest,
  noteServiceAnswer,
  readAcceptance,
  refuseProxyAnswer,
} from './http-layer.ts';
import { withNewerTls } from './newer-tls.ts';
import { openRoute, patienceOf } from './open-route.ts';
import { askForPage, withPage } from './page.ts';
import { awaitAck, farewell } from './sstp-layer.ts';
import { secureThroughProxy } from './tls-through-proxy.ts';

export interface TunnelRequest {
  gateway: Gateway;
  /** The route to `https://<gateway>`. */
  route: Route;
  /** PEM, trusted besides Node's and the system's roots. */
  extraRoots: readonly string[];
  /** Built from `extraRoots`, shared by the checks of one run; absent: this check has its own. */
  trust?: TrustContext;
  /**
   * The newest TLS version that the client offers (see newestTls); `null`: not known, so both are offered.
   * Default: TLS 1.3. A custom transport overrides it.
   */
  newestTls?: TlsVersion | null;
  /** The roots of the gateway's profile; absent: none is known. */
  expectedRoots?: readonly ExpectedRoot[];
  /** On a route through a proxy: compare the certificate with the one on the direct route. Default: no. */
  compareDirect?: boolean;
  /** The name resolution of one run; absent: this check has its own. */
  names?: Names;
  /** The connections to use; default: sockets of this process. */
  transport?: PathTransport;
  /** Milliseconds for all stages together. */
  deadlineMs: number;
  /** Milliseconds, monotonic; for durations. */
  now: () => number;
  /** The date for judging certificates. */
  wallClock: () => Date;
  /** SSTPCORRELATIONID: a GUID without braces, fresh for each check. */
  correlationId: string;
  /**
   * Called when the certificates are judged, while the next stages run; not called if the check does not get that
   * far.
   */
  onCertificates?: ((shown: ShownCertificates) => void) | undefined;
}

/** The results of a check when its certificates are judged. */
export interface ShownCertificates extends Pick<TunnelOutcome, 'results' | 'chain' | 'judgeChain'> {
  /** Milliseconds of the deadline that are left. */
  leftMs: number;
}

/** `reportedRoots`: see CertificateQuestion. */
export type JudgeChain = (
  chain: readonly Uint8Array[],
  reportedRoots?: readonly Uint8Array[],
) => CertificateJudgement;

export interface TunnelOutcome {
  /** The stages that ran, in order. The first `fail` decides; see tunnelVerdict. */
  results: StageResult[];
  /** DER, leaf first: as the gateway sent it, completed from the trust store. Empty before TLS. */
  chain: Uint8Array[];
  /** Judges another chain for the same certificate, as this one was judged; `null` before TLS. */
  judgeChain: JudgeChain | null;
  /** Settles when no socket is left: at once after a failure, within three seconds after an Ack. Never rejects. */
  settled: Promise<void>;
}

/**
 * Runs the stages of an SSTP client up to the Call Connect Ack: dns, tcp, connect (through a proxy), tls,
 * certificate, http, sstp. Then aborts the call cleanly in the background. A service gets an ordinary request in place of
 * SSTP; by plain http, `connect` is what its proxy answers itself. Needs and sends no credentials.
 * Continues after a bad certificate, because the next answers distinguish inspection from a wrong root. Throws
 * P2sError `input` for an invalid host name, and `cancelled`.
 */
export async function checkTunnel(request: TunnelRequest, hooks: PathHooks = {}): Promise<TunnelOutcome> {
  const { gateway, route } = request;
  checkHostName(gateway.host);
  for (const proxy of [route.proxy, ...(route.further ?? [])]) if (proxy !== null) checkHostName(proxy.host);
  const lifetime = startLifetime(request.deadlineMs, hooks.signal);
  const now = request.transport?.now ?? request.now;
  const until = now() + request.deadlineMs;
  const context: StageContext = { via: routeName(route), now, lifetime, hooks, results: [] };
  const outcome: TunnelOutcome = {
    results: context.results,
    chain: [],
    judgeChain: null,
    settled: Promise.resolve(),
  };
  if (route.unsupported !== null) {
    skipStage(context, 'connect', { reason: 'route-unsupported', detail: route.unsupported });
    await lifetime.end();
    return outcome;
  }
  try {
    const shown = () => {
      const { results, chain, judgeChain } = outcome;
      request.onCertificates?.({ results: [...results], chain, judgeChain, leftMs: until - now() });
    };
    const { socket, reader } = await probe(request, context, outcome, shown);
    outcome.settled =
      gateway.url === undefined
        ? farewell(socket, reader, hooks.signal).then(() => lifetime.end())
        : lifetime.end();
  } catch (error) {
    outcome.settled = lifetime.end();
    if (error instanceof StageFailure) return outcome;
    await outcome.settled;
    throw error;
  }
  return outcome;
}

async function probe(
  request: TunnelRequest,
  context: StageContext,
  outcome: TunnelOutcome,
  shown: () => void,
): Promise<{ socket: Duplex; reader: ByteReader }> {
  const { gateway, extraRoots } = request;
  const { url } = gateway;
  const { lifetime } = context;
  const { trust = trustContext(extraRoots), names } = request;
  const newestTls = request.newestTls ?? 'TLSv1.3';
  const { transport = socketsWith(trust, names, newestTls) } = request;
  if (request.compareDirect === true && url === undefined) {
    const beside = { transport, gateway, correlationId: request.correlationId, whole: lifetime };
    const patienceMs = patienceOf(request.deadlineMs);
    context.compare = (work) => withDirectRoute(work, { ...beside, patienceMs });
  }
  const { connection: raw, route } = await openRoute(transport, request, context);
  if (url?.startsWith('http:') === true)
    return { socket: raw.stream, reader: await askPlainly(raw.stream, { url, route }, context) };
  const again = reopen(transport, raw, { gateway, route });
  const compared = route.proxy !== null && request.compareDirect === true;
  const direct = compared ? probeDirect(transport, gateway, lifetime) : null;
  // Awaited below, unless an earlier stage fails; then there is nothing to compare.
  direct?.catch(() => undefined);
  const newer =
    request.transport === undefined && newestTls !== 'TLSv1.3'
      ? { transport: socketsWith(trust, names), host: gateway.host, open: again }
      : null;
  const handshake = runStage(context, 'tls', async (note) => {
    note.evidence.offered = [...transport.offers];
    const patienceMs = patienceOf(request.deadlineMs);
    const handshake =
      route.proxy === null || url !== undefined
        ? transport.secure(raw, gateway.host, lifetime)
        : secureThroughProxy(transport, raw, { gateway, whole: lifetime, patienceMs });
    const paged = withPage(
      withNewerTls(handshake, lifetime, newer),
      ({ reason }) => reason === 'not-tls',
      () => askForPage(gateway.host, lifetime, again),
    );
    const made = await paged;
    Object.assign(note.evidence, made.evidence);
    if (request.newestTls === null && made.evidence.protocol === 'TLSv1.3')
      note.evidence.untested = 'TLSv1.2';
    return made;
  });
  const loaded = import('../pki/certificate.ts'); // While the answer is in transit.
  const secured = await handshake;
  const socket = secured.stream;
  const reader = createReader(socket);
  // Sent before the certificates are judged, so that this work is done while the answer is in transit.
  const sentAt = context.now();
  socket.write(
    url === undefined ? duplexPost(gateway.host, request.correlationId) : getRequest(url, { toProxy: false }),
    'latin1',
  );
  await runStage(context, 'certificate', async (note) => {
    // Read before any await: a closed socket has no certificates.
    const { chain: shown, ...ofThem } = secured.certificates();
    const { judgeCertificate } = await loaded;
    const question = {
      ...ofThem,
      direct: await direct,
      host: gateway.host,
      extraRoots,
      at: request.wallClock(),
      throughProxy: route.proxy !== null,
      expectedRoots: request.expectedRoots ?? [],
    };
    outcome.judgeChain = (chain, reportedRoots = []) =>
      judgeCertificate({ ...question, chain, reportedRoots });
    const judged = outcome.judgeChain(shown);
    outcome.chain = judged.chain;
    Object.assign(note, { status: judged.status, evidence: judged.evidence });
  });
  shown();
  if (url !== undefined) {
    await runStage(
      context,
      'http',
      async (note) => noteServiceAnswer(await readHead(reader, lifetime), url, note),
      sentAt,
    );
    return { socket, reader };
  }
  const askInside = () =>
    askForPage(gateway.host, lifetime, async (part) =>
      transport.secure(await again(part), gateway.host, part),
    );
  await runStage(
    context,
    'http',
    (note) =>
      withPage(
        readAcceptance(reader, lifetime, note),
        // 503: the SSTP server has no free port, so it must not receive further requests.
        ({ reason }) => WEB_REASONS.has(reason) && note.evidence.httpStatus !== 503,
        askInside,
      ),
    sentAt,
  );
  await runStage(context, 'sstp', (note) =>
    withPage(
      awaitAck(socket, reader, lifetime, note.evidence),
      ({ reason }) => reason === 'not-a-packet',
      askInside,
    ),
  );
  return { socket, reader };
}

/** A request by plain http: what the proxy answers itself, then what the server answers. */
async function askPlainly(
  socket: Duplex,
  { url, route }: { url: string; route: Route },
  context: StageContext,
): Promise<ByteReader> {
  const reader = createReader(socket);
  const toProxy = route.proxy !== null;
  const sentAt = context.now();
  const ask = () => {
    socket.write(getRequest(url, { toProxy }), 'latin1');
    return readHead(reader, context.lifetime);
  };
  const passed = !toProxy
    ? null
    : await runStage(context, 'connect', async (note) => {
        const head = await ask();
        refuseProxyAnswer(head, url, note);
        return head;
      });
  await runStage(
    context,
    'http',
    async (note) => noteServiceAnswer(passed ?? (await ask()), url, note),
    sentAt,
  );
  return reader;
}

/**
 * Connects to the gateway again, to the address that answered and through the proxy if there is one, without
 * reporting stages. Rejects with a StageFailure.
 */
function reopen(
  transport: PathTransport,
  first: PathConnection,
  { gateway, route }: { gateway: Gateway; route: Route },
): (lifetime: Lifetime) => Promise<PathConnection> {
  return async (lifetime) => {
    const connection = await transport.connect([first.address ?? ''], first.port, lifetime);
    if (route.proxy !== null) await openTunnel(transport, connection, gateway, lifetime, {});
    return connection;
  };
}

/** How a web server, or a portal, answers an SSTP client. */
const WEB_REASONS: ReadonlySet<string> = new Set(['status', 'http-version', 'chunked', 'closed', 'not-http']);
