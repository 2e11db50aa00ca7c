import { type Phrase, say } from '../model/say.ts';
import { connectStep, ruleFor, type ServiceWords, type Step, step, tcpStep } from './rule.ts';
import { NO_ANSWER } from './service.ts';
import type { Trace, TraceAt } from './trace.ts';
import { otherRoutes, remoteProxySteps, routeOf } from './words.ts';

type End = Pick<Trace, 'gateway' | 'target' | 'proxy'>;

export const NOT_RUNNING = step(
  'vpn-team',
  say('if nothing on the route drops it, check that the gateway runs, its name and its port'),
);

/** Nothing came back, and nothing shows who dropped it. */
export const noReply = {
  says: ({ gateway, proxy }: End): Phrase =>
    say('No reply from {gateway} ({route}).', { gateway, route: routeOf(proxy) }),
  steps: ({ target, proxy }: End): Step[] =>
    proxy === null
      ? [tcpStep(say('find what drops the traffic to {target}', { target })), NOT_RUNNING]
      : [
          connectStep(say('find out why {proxy} does not answer for {target}', { proxy, target })),
          NOT_RUNNING,
          step('administrator', say('on another network, clear the proxy')),
        ],
};

/** A few packets came in TLS, or in answer to SSTP, and then nothing. */
export const stalled = {
  says: ({ gateway, proxy, ...stall }: End & { bytes: number; quiet: number }): Phrase =>
    say(
      '{gateway} begins to answer ({route}): {bytes} bytes arrived, and then nothing for {quiet} s. Large packets are probably lost on the route (path MTU).',
      { gateway, route: routeOf(proxy), ...stall },
    ),
  steps: ({ target, proxy }: End): Step[] => [
    (proxy === null ? tcpStep : connectStep)(
      say(
        'check that large packets from {target} are not lost: let ICMP "fragmentation needed" pass, or reduce the MTU or the MSS',
        { target },
      ),
    ),
    step('vpn-team', say('if none are lost, check why the gateway stops in the middle of its answer')),
  ],
};

/** Bytes arrived, but too few in time, after TLS. */
export const slowSstp = {
  says: ({ gateway, proxy, ...part }: End & { bytes: number; seconds: number }): Phrase =>
    say(
      '{gateway} is too slow ({route}): {bytes} bytes arrived in {seconds} s, and its answer to SSTP was not complete.',
      { gateway, route: routeOf(proxy), ...part },
    ),
  steps: (): Step[] => [SLOW_GATEWAY],
};

export const SLOW_GATEWAY = step(
  'vpn-team',
  say('check the load of the gateway and of devices in front of it'),
);

/** TLS passed, and nothing answers SSTP. */
export const noReplyInTls = {
  says: ({ gateway, proxy }: End): Phrase =>
    say('{gateway} accepts the connection and TLS, but does not reply to SSTP ({route}).', {
      gateway,
      route: routeOf(proxy),
    }),
  steps: ({ target, proxy }: End): Step[] => [
    ...(proxy === null ? [] : [afterTls(proxy, target)]),
    step(
      'vpn-team',
      say(
        'check that SSTP runs on {target}, and that nothing in front of it blocks requests that are not web requests',
        { target },
      ),
    ),
  ],
};

/** Nothing shows whether the gateway, or something before it, keeps or ends what follows TLS. */
export function afterTls(proxy: string | null, target: string): Step {
  if (proxy === null)
    return tcpStep(
      say('check that no firewall resets what follows TLS to {target}, which is not a web request', {
        target,
      }),
    );
  return connectStep(
    say('check that {proxy} passes what follows TLS to {target}, which is not a web request', {
      proxy,
      target,
    }),
  );
}

export const CHECK_NAME_SERVERS = step('administrator', say('check the network and its name servers'));

const dnsRule = ruleFor<TraceAt<'dns'>>();
const tcpRule = ruleFor<TraceAt<'tcp'>>();
const connectRule = ruleFor<TraceAt<'connect'>>();
const httpRule = ruleFor<TraceAt<'http'>>();

/** For a service, unlike for a tunnel, no bypass entry of WinINET alone explains it. */
export const ONLY_NAMED_PROXY = say('If only a proxy resolves the name, the setting has to name that proxy.');

export const NO_SERVER = {
  says: ({ host }: Trace) =>
    say('No name server resolves {host}: none replies, or they report an error.', { host }),
  steps: () => [{ ...CHECK_NAME_SERVERS, note: ONLY_NAMED_PROXY }],
} satisfies ServiceWords;

/** No name server replied in time. */
export const DNS_NO_REPLY_CAUSES = [
  dnsRule({
    code: 'timeout.proxy-name',
    when: ({ dns, proxy, ...path }) =>
      dns.reason === 'timeout' && dns.of === 'proxy' && { proxy: proxy ?? '', others: otherRoutes(path) },
    says: (v) => say('No name server answers in time for the name of the proxy {proxy}{others}.', v),
    steps: () => [CHECK_NAME_SERVERS],
  }),
  dnsRule({
    code: 'timeout.name',
    when: ({ dns, gateway }) => dns.reason === 'timeout' && { gateway },
    says: (v) => say('No name server answers in time for {gateway}.', v),
    steps: checkServers,
    service: {
      says: ({ host }) => say('No name server answers in time for {host}.', { host }),
      steps: NO_SERVER.steps,
    },
  }),
] as const;

/** The name servers themselves fail. */
export function checkServers(v: { gateway: string }): Step[] {
  return [
    step('network-team', say('find out why the name servers do not resolve {gateway}', v)),
    { ...CHECK_NAME_SERVERS, note: ONLY_PROXY },
  ];
}

const ONLY_PROXY = say(
  'If only a proxy resolves the name, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
);

/** Nothing answered the attempt to connect. */
export const TCP_NO_REPLY_CAUSES = [
  tcpRule({
    code: 'timeout.proxy',
    when: ({ tcp, proxy, ...path }) =>
      tcp.reason === 'timeout' && tcp.of === 'proxy' && { proxy: proxy ?? '', others: otherRoutes(path) },
    says: (v) => say('The proxy {proxy} does not reply{others}.', v),
    steps: ({ proxy }) => remoteProxySteps(proxy),
  }),
  tcpRule({ code: 'timeout', when: (trace) => trace.tcp.reason === 'timeout' && trace, ...noReply }),
] as const;

/** The proxy did not answer CONNECT, or not completely. */
export const CONNECT_NO_REPLY_CAUSES = [
  connectRule({
    code: 'timeout.stalled-connect',
    when: ({ connect: { stall }, proxy, target }) => stall !== null && { proxy, target, ...stall },
    says: (v) =>
      say(
        'The proxy {proxy} begins to answer CONNECT {target}: {bytes} bytes arrived, and then nothing for {quiet} s.',
        v,
      ),
    steps: (v) => [
      step(
        'proxy-team',
        say(
          'check the log of {proxy} for why it stops in the middle of its answer, and that large packets from it are not lost (path MTU)',
          v,
        ),
      ),
    ],
  }),
  connectRule({
    code: 'timeout.slow-connect',
    when: ({ connect: { reason, part }, proxy, target }) =>
      reason === 'timeout' && part !== null && { proxy, target, ...part },
    says: (v) =>
      say(
        'The proxy {proxy} is too slow: {bytes} bytes arrived in {seconds} s, and its answer to CONNECT {target} was not complete.',
        v,
      ),
    steps: (v) => [step('proxy-team', say('check the log of {proxy} for why it answers so slowly', v))],
  }),
  connectRule({ code: 'timeout', when: (trace) => trace.connect.reason === 'timeout' && trace, ...noReply }),
] as const;

/** TLS passed, and the SSTP request had no answer, or not a complete one. */
export const HTTP_NO_REPLY_CAUSES = [
  httpRule({
    code: 'timeout.stalled-sstp',
    when: ({ http: { stall }, ...end }) => stall !== null && { ...end, ...stall },
    ...stalled,
    service: NO_ANSWER,
  }),
  httpRule({
    code: 'timeout.slow-sstp',
    when: ({ http: { reason, part }, ...end }) =>
      reason === 'timeout' && part !== null && { ...end, ...part },
    ...slowSstp,
    service: NO_ANSWER,
  }),
  httpRule({
    code: 'timeout.sstp',
    when: (trace) => trace.http.reason === 'timeout' && trace,
    ...noReplyInTls,
    service: NO_ANSWER,
  }),
] as const;
