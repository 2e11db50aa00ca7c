import { say } from '../model/say.ts';
import { checkServers, DNS_NO_REPLY_CAUSES, NO_SERVER, ONLY_NAMED_PROXY } from './no-reply.ts';
import { ruleFor, step } from './rule.ts';
import type { TraceAt } from './trace.ts';
import { otherRoutes, proxySteps } from './words.ts';

const rule = ruleFor<TraceAt<'dns'>>();

/** A name that does not resolve on this computer. The first that applies decides. */
export const DNS_CAUSES = [
  ...DNS_NO_REPLY_CAUSES,
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
    service: NO_SERVER,
  }),
  rule({
    code: 'dns-failed',
    when: ({ gateway }) => ({ gateway }),
    says: (v) => say('The name {gateway} does not resolve on this computer.', v),
    steps: () => [step('administrator', say('check the gateway name'), ONLY_PROXY_NAME)],
    service: {
      says: ({ host }) => say('The name {host} does not resolve on this computer.', { host }),
      steps: () => [step('administrator', say('check the name in the URL'), ONLY_NAMED_PROXY)],
    },
  }),
] as const;

const ONLY_PROXY_NAME = say(
  'If only a proxy resolves it, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
);
