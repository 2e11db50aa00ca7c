import { type Phrase, say } from '../model/say.ts';
import { connectStep, type Step, step, tcpStep } from './rule.ts';
import type { Trace } from './trace.ts';
import { remoteProxySteps, routeOf } from './words.ts';

/** The proxy itself does not reply. */
export const proxyNoReply = {
  says: (v: { proxy: string; others: Phrase }) => say('The proxy {proxy} does not reply{others}.', v),
  steps: ({ proxy }: { proxy: string }): Step[] => remoteProxySteps(proxy),
};

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
