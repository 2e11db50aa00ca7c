import { say } from '../model/say.ts';
import { ruleFor, type Step, step } from './rule.ts';
import type { TraceAt } from './trace.ts';
import { otherRoutes, proxySteps } from './words.ts';

const rule = ruleFor<TraceAt<'dns'>>();

export const CHECK_NAME_SERVERS = step('administrator', say('check the network and its name servers'));

/** A name that does not resolve on this computer. The first that applies decides. */
export const DNS_CAUSES = [
  rule({
    code: 'timeout.proxy-name',
    when: ({ dns, proxy, ...path }) =>
      dns.reason === 'timeout' && dns.of === 'proxy' && { proxy: proxy ?? '', others: otherRoutes(path) },
    says: (v) => say('No name server answers in time for the name of the proxy {proxy}{others}.', v),
    steps: () => [CHECK_NAME_SERVERS],
  }),
  rule({
    code: 'timeout.name',
    when: ({ dns, gateway }) => dns.reason === 'timeout' && { gateway },
    says: (v) => say('No name server answers in time for {gateway}.', v),
    steps: checkServers,
  }),
  rule({
    code: 'proxy-unreachable.name',
    when: ({ dns, proxy, ...path }) =>
      dns.of === 'proxy' && { proxy: proxy ?? '', others: otherRoutes(path) },
    says: (v) => say('The name of the proxy {proxy} does not resolve on this computer{others}.', v),
    steps: ({ proxy }) => proxySteps(proxy),
  }),
  rule({
    code: 'dns-failed.no-server',
    when: ({ dns, gateway }) => dns.reason === 'dns-unavailable' && { gateway },
    says: (v) => say('No name server resolves {gateway}: none replies, or they report an error.', v),
    steps: checkServers,
  }),
  rule({
    code: 'dns-failed',
    when: ({ gateway }) => ({ gateway }),
    says: (v) => say('The name {gateway} does not resolve on this computer.', v),
    steps: () => [step('administrator', say('check the gateway name'), ONLY_PROXY_NAME)],
  }),
] as const;

function checkServers(v: { gateway: string }): Step[] {
  return [
    step('network-team', say('find out why the name servers do not resolve {gateway}', v)),
    { ...CHECK_NAME_SERVERS, note: ONLY_PROXY },
  ];
}

const ONLY_PROXY = say(
  'If only a proxy resolves the name, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
);
const ONLY_PROXY_NAME = say(
  'If only a proxy resolves it, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
);
