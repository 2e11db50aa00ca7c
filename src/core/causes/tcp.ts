import { type Phrase, say } from '../model/say.ts';
import { NOT_RUNNING, TCP_NO_REPLY_CAUSES } from './no-reply.ts';
import { reservedAddress } from './reserved-address.ts';
import { ruleFor, step, tcpStep } from './rule.ts';
import type { Reached, TraceAt } from './trace.ts';
import { otherRoutes, proxySteps, routeOf } from './words.ts';

const rule = ruleFor<TraceAt<'tcp'>>();

const BLOCKED_HERE = step(
  'administrator',
  say('allow it in the firewall of this computer, for this program and for Windows'),
);

/** No TCP connection to the proxy or to the gateway. The first that applies decides. */
export const TCP_CAUSES = [
  rule(reservedAddress),
  ...TCP_NO_REPLY_CAUSES,
  rule({
    code: 'proxy-unreachable.blocked-here',
    when: ({ tcp, proxy }) =>
      tcp.of === 'proxy' && tcp.reason === 'blocked-locally' && { proxy: proxy ?? '' },
    says: (v) => say('This computer itself blocks TCP to the proxy {proxy}.', v),
    steps: () => [BLOCKED_HERE],
  }),
  rule({
    code: 'proxy-unreachable.no-route',
    when: ({ tcp, proxy, ...path }) =>
      tcp.of === 'proxy' &&
      tcp.reason === 'unreachable' && { proxy: proxy ?? '', reason: tcp.why, others: otherRoutes(path) },
    says: (v) => say('The proxy {proxy} cannot be reached: {reason}{others}.', v),
    steps: ({ proxy }) => [
      step(
        'network-team',
        say('check the route to {proxy}, and that no firewall refuses TCP to it', { proxy }),
      ),
      ...proxySteps(proxy),
    ],
  }),
  rule({
    code: 'proxy-unreachable',
    when: ({ tcp, proxy, ...path }) =>
      tcp.of === 'proxy' && { proxy: proxy ?? '', reason: tcp.why, others: otherRoutes(path) },
    says: (v) => say('The proxy {proxy} cannot be reached: {reason}{others}.', v),
    steps: ({ proxy }) => proxySteps(proxy),
  }),
  rule({
    code: 'gateway-unreachable.blocked-here',
    when: ({ tcp, target }) => tcp.reason === 'blocked-locally' && { target },
    says: (v) => say('This computer itself blocks TCP to {target}.', v),
    steps: () => [BLOCKED_HERE],
  }),
  rule({
    code: 'gateway-unreachable.refused',
    when: ({ tcp, target, proxy }) => tcp.reason === 'refused' && proxy === null && { tcp, target, proxy },
    says: unreachable,
    steps: ({ target }) => [allowTcp(target), NOT_LISTENING],
  }),
  rule({
    code: 'gateway-unreachable.reset',
    when: ({ tcp, target, proxy }) => tcp.reason === 'reset' && proxy === null && { tcp, target, proxy },
    says: unreachable,
    steps: ({ target }) => [
      allowTcp(target),
      step(
        'vpn-team',
        say(
          'if no firewall on the route resets it, the gateway or a device in front of it does; check that it accepts connections from this address',
        ),
      ),
    ],
  }),
  rule({
    code: 'gateway-unreachable.ipv6',
    when: ({ tcp, target, gateway, ipv6Only, proxy }) =>
      tcp.reason === 'unreachable' &&
      ipv6Only !== null && { target, gateway, address: ipv6Only, route: routeOf(proxy), reason: tcp.why },
    says: (v) =>
      say(
        '{target} cannot be reached ({route}): its name has only IPv6 addresses on this computer ({address}): {reason}.',
        v,
      ),
    steps: (v) => [
      tcpStep(say('have the name servers answer the IPv4 address of {gateway}, or provide IPv6', v)),
      step('vpn-team', say('if the name has no IPv4 address, give it one')),
    ],
  }),
  rule({
    code: 'gateway-unreachable',
    when: ({ tcp, target, proxy }) => ({ tcp, target, proxy }),
    says: unreachable,
    steps: ({ target }) => [allowTcp(target), NOT_RUNNING],
  }),
] as const;

export const NOT_LISTENING = step(
  'vpn-team',
  say(
    'if no firewall on the route refuses it, nothing listens there; check that the gateway runs, its name and its port',
  ),
);

function allowTcp(target: string) {
  return tcpStep(say('allow TCP to {target}', { target }));
}

function unreachable({ tcp, target, proxy }: { tcp: Reached; target: string; proxy: string | null }): Phrase {
  return say('{target} cannot be reached ({route}){why}.', {
    target,
    route: routeOf(proxy),
    why: say(': {reason}', { reason: tcp.why }),
  });
}
