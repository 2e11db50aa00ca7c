import type { SentDirect } from '../model/check.ts';
import { command, option, type Phrase, say, sentences } from '../model/say.ts';
import type { Call } from '../options/table.ts';
import { type Decided, type Step, step } from './rule.ts';
import type { Trace } from './trace.ts';
import { UNTESTED } from './verdicts.ts';

/**
 * A cause on the direct route, held against the settings: if they name a proxy that the tunnel does not use, that is the
 * first thing to decide. Where auto-detect has no result, nobody knows that the route is direct.
 */
export function heldAgainstSettings(cause: Decided, trace: Trace): Decided {
  const { sentDirect, gateway } = trace;
  if (sentDirect === null) return cause;
  const { by, proxy = '', entry = '' } = sentDirect;
  if (by === 'auto-detect')
    return {
      code: `${UNTESTED}.auto-detect`,
      says: sentences(
        say(
          'The route to {gateway} is not known: WinINET finds its proxy by auto-detect, and the result is not known.',
          { gateway },
        ),
        cause.says,
      ),
      steps: [testByName(trace)],
    };
  const { says, ...first } = BESIDE[by]({ proxy, entry });
  const others = cause.steps.filter(({ owner }) => owner !== 'administrator');
  return { ...cause, says: sentences(cause.says, says), steps: [first, ...others] };
}

type Beside = (v: { proxy: string; entry: string }) => Step & { readonly says: Phrase };

const BESIDE: Readonly<Record<Exclude<SentDirect['by'], 'auto-detect'>, Beside>> = {
  'bypass-entry': (v) => ({
    says: say('The bypass entry {entry} sends it past the proxy {proxy}.', v),
    ...step(
      'administrator',
      say('if this computer has to use that proxy, remove the bypass entry {entry}', v),
    ),
  }),
  'other-protocols': (v) => ({
    says: say('The proxy setting of WinINET ({proxy}) names no proxy for https.', v),
    ...setBy(
      command('apply', { proxy: 'HOST:PORT' }),
      say('if this computer has to use a proxy, name it for all protocols'),
    ),
  }),
  'winhttp-only': (v) => ({
    says: say('Only WinHTTP has a proxy ({proxy}), which this route does not use.', v),
    ...setBy(
      command('apply', { source: 'winhttp' }),
      say('if this computer has to use that proxy, set it for WinINET as well'),
    ),
  }),
};

function setBy(apply: Call, action: Phrase): Step {
  const named = { command: apply };
  return { ...step('administrator', action, say('{command} does so.', named)), ...named };
}

type Named = Pick<Trace, 'gateway' | 'service'>;

export function testByName(trace: Named): Step {
  return step(
    'administrator',
    say('to test a route by name, run {command}, or with {direct} in place of {proxy}', byName(trace)),
  );
}

/** The option of a command that checks it again: a gateway, or the URL of a service. */
export function namedTarget({ gateway, service }: Named) {
  return service === null ? { gateway: [gateway] } : { url: service.urls };
}

/** How to test a route without the settings. */
export function byName(trace: Named) {
  return {
    command: command('verify', { ...namedTarget(trace), proxy: 'HOST:PORT' }),
    direct: option('direct'),
    proxy: option('proxy'),
  };
}
