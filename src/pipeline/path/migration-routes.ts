import { verdictRow } from '../../core/causes/verdicts.ts';
import { OTHER_PORT, openVpnAccessOf, otherTcpPort, usableKey } from '../../core/migration/access.ts';
import type { MigrationRoute } from '../../core/migration/model.ts';
import { IKE_PORT, NAT_TRAVERSAL_PORT } from '../../core/migration/outlook.ts';
import { ikeVerdict, openVpnVerdict } from '../../core/migration/route-verdict.ts';
import type { Check, Gateway, Route, VerdictCode } from '../../core/model/check.ts';
import type { ProfileReading } from '../../core/path/gateway-profile.ts';
import { type IkeOutcome, probeIke } from '../../path/ike/probe.ts';
import { type OpenVpnOutcome, probeOpenVpn } from '../../path/openvpn/probe.ts';
import { routeName } from '../../path/transport/authority.ts';
import type { RunContext } from '../run/run.ts';

/** Probes both ports of IKEv2 in parallel. IKEv2 cannot use a proxy. */
export function probeIkeOf(
  { ports, signal }: RunContext,
  { host }: Gateway,
  deadlineMs: number,
): Promise<MigrationRoute[]> {
  const { now, randomBytes } = ports;
  return Promise.all(
    [IKE_PORT, NAT_TRAVERSAL_PORT].map(async (port): Promise<MigrationRoute> => {
      const began = now();
      const nonEspMarker = port === NAT_TRAVERSAL_PORT;
      const request = { host, port, nonEspMarker, deadlineMs, now, randomBytes, signal };
      const outcome = await probeIke(request);
      return ikeRoute(port, outcome, now() - began);
    }),
  );
}

/** The result of one port of IKEv2. */
export function ikeRoute(
  port: number,
  { result, answers, evidence }: IkeOutcome,
  durationMs: number,
): MigrationRoute {
  const reported = answers.map((answer) =>
    answer.kind === 'cookie' ? { kind: answer.kind, cookieBytes: answer.cookie.length } : answer,
  );
  const halfOpen = answers.filter(({ kind }) => kind === 'accepted').length;
  return {
    ...{ protocol: 'ikev2', transport: 'udp', port, via: 'direct' },
    verdict: ikeVerdict(result, answers),
    durationMs: Math.round(durationMs),
    evidence: { ...evidence, answers: reported, ...(halfOpen === 0 ? {} : { halfOpen }) },
  };
}

/** The result of an OpenVPN probe, before it is judged with the others. */
export interface OpenVpnProbe {
  route: Route;
  /** `null`: not probed. */
  outcome: OpenVpnOutcome | null;
  /** Why it was not probed, else `null`. */
  reason: string | null;
  durationMs: number;
}

/**
 * The direct route, and the one through the proxy if the settings name one. If a proxy of a list gives no
 * connection, the next one is tried; each one tried has its own probe.
 */
export async function probeOpenVpnOf(
  context: RunContext,
  gateway: Gateway,
  {
    access,
    route,
    deadlineMs,
  }: { access: ReturnType<typeof openVpnAccessOf>; route: Route; deadlineMs: number },
): Promise<OpenVpnProbe[]> {
  const probes = openVpnRoutes(route).map(async (one): Promise<OpenVpnProbe[]> => {
    const key = usableKey(access);
    const reason = one.unsupported ?? (typeof key === 'string' ? key : null);
    if (reason !== null || typeof key === 'string')
      return [{ route: one, outcome: null, reason, durationMs: 0 }];
    const { now, wallClock, randomBytes } = context.ports;
    const began = now();
    const request = { gateway, route: one, key, deadlineMs, now, wallClock, randomBytes };
    const outcome = await probeOpenVpn(request, { signal: context.signal });
    return probesOf(one, outcome, now() - began);
  });
  return (await Promise.all(probes)).flat();
}

/** The proxies that gave no connection, and the last one, which was used. */
function probesOf(
  { further = [], ...first }: Route,
  outcome: OpenVpnOutcome,
  tookMs: number,
): OpenVpnProbe[] {
  const routes: Route[] = [first, ...further.map((proxy) => ({ ...first, proxy }))];
  const tried = routes.map((route) => ({ route, stages: stagesOn(route, outcome) }));
  const last = tried.findLastIndex(({ stages }) => stages.length > 0);
  let leftMs = Math.round(tookMs);
  return tried.slice(0, last + 1).map(({ route, stages }, index): OpenVpnProbe => {
    if (index === last)
      return { route, outcome: { ...outcome, stages }, reason: null, durationMs: Math.max(0, leftMs) };
    const durationMs = stages.reduce((sum, one) => sum + one.durationMs, 0);
    leftMs -= durationMs;
    return { route, outcome: { stages, answer: null, evidence: SKIPPED }, reason: null, durationMs };
  });
}

/** Evidence of a proxy that gave no connection, if another one of its list was tried next. */
export const SKIPPED = { passedOver: true };

function stagesOn(route: Route, { stages }: OpenVpnOutcome): OpenVpnOutcome['stages'] {
  return stages.filter(({ via }) => via === routeName(route));
}

/** The direct route, and the one through the proxy, with the proxies that the settings name after it. */
export function openVpnRoutes({ further = [], ...route }: Route): Route[] {
  const direct: Route = { proxy: null, decidedBy: 'option', unsupported: null };
  const proxies = further.filter((one) => one !== null);
  if (route.proxy === null && route.unsupported === null) return [direct];
  return [direct, { ...route, ...(proxies.length === 0 ? {} : { further: proxies }) }];
}

/** The verdicts on these probes, each judged with the others and with the SSTP probe. */
export function routesOfOpenVpn(
  gateway: Gateway,
  probes: readonly OpenVpnProbe[],
  checks: readonly Check[],
  sstp: VerdictCode | null,
  known: ProfileReading,
): MigrationRoute[] {
  const answeredDirectly = probes.some(
    ({ route, outcome }) => route.proxy === null && outcome?.answer === 'reset',
  );
  const profilePort = otherTcpPort(known, gateway);
  const key = usableKey(openVpnAccessOf(known, gateway));
  const withoutKey = typeof key !== 'string' && key.kind === 'none';
  const sstpThere = checks.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
  return probes.map(({ route, outcome, reason, durationMs }): MigrationRoute => {
    const via = routeName(route);
    const tlsInspected =
      sstp !== null &&
      verdictRow(sstp).answers === 'inspection' &&
      checks.some((check) => check.stage === 'tls' && check.via === via);
    const throughProxy = route.proxy !== null;
    const verdict =
      outcome === null
        ? 'not-tested'
        : openVpnVerdict({ ...outcome, throughProxy }, { answeredDirectly, sstpThere, tlsInspected });
    return {
      ...{ protocol: 'openvpn', transport: 'tcp', port: gateway.port, via },
      verdict,
      durationMs,
      evidence: {
        ...(throughProxy && route.decidedBy === 'option' ? { decidedBy: route.decidedBy } : {}),
        ...(outcome === null ? { reason } : evidenceOf(outcome)),
        ...(reason === OTHER_PORT ? { profilePort } : {}),
        ...(withoutKey && outcome !== null ? { withoutKey } : {}),
      },
    };
  });
}

function evidenceOf({ stages, answer, evidence }: OpenVpnOutcome): Record<string, unknown> {
  const reported = stages.map(({ stage, status, evidence: seen }) => ({ stage, status, ...seen }));
  return { ...evidence, answer, stages: reported };
}
