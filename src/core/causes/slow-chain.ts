import { say } from '../model/say.ts';
import { allowForWindows } from './fetch-route.ts';
import { ruleFor, step } from './rule.ts';
import type { TraceAt } from './trace.ts';

const rule = ruleFor<TraceAt<'tls'>>();

/** TLS of Windows itself builds the chain within the handshake, and waits for what it has to fetch. */
export const SLOW_CHAIN_CAUSES = [
  rule({
    code: 'untrusted-root.slow',
    when: ({ tls, missing, gateway }) => tls.reason === 'chain-slow' && missing === null && { gateway },
    says: (v) =>
      say(
        '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time.',
        v,
      ),
    steps: () => [
      step(
        'administrator',
        say(
          'run p2s-fix on the target computer, or Test-P2SPath.ps1 in PowerShell 7, which does not wait for Windows there',
        ),
      ),
    ],
  }),
  rule({
    code: 'untrusted-root.slow-root',
    when: ({ tls, missing, gateway }) =>
      tls.reason === 'chain-slow' && missing?.isRoot === true && { gateway, ...missing },
    says: (v) =>
      say(
        '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time: it was searching for the root "{issuer}", which this Windows does not have yet.',
        v,
      ),
    steps: ({ urls }) => [
      allowForWindows(urls),
      step('administrator', say('if that is not allowed, install the root on the target computer')),
    ],
  }),
  rule({
    code: 'untrusted-root.slow-issuer',
    when: ({ tls, missing, gateway }) =>
      tls.reason === 'chain-slow' && missing !== null && { gateway, ...missing },
    says: (v) =>
      say(
        '{gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time: it was searching for "{issuer}", which issued "{subject}" and which the gateway does not send.',
        v,
      ),
    steps: ({ urls }) => [
      allowForWindows(urls),
      step('vpn-team', say('have the gateway send its intermediate certificates')),
    ],
  }),
] as const;
