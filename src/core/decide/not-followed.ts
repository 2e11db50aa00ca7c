import type * as z from 'zod';
import { type Step, step } from '../causes/rule.ts';
import { neutralise } from '../model/neutralise.ts';
import { type Phrase, say } from '../model/say.ts';
import type { notFollowed } from '../schema/schedule.ts';
import { isAllowable } from './allow-list.ts';

export const NOT_FOLLOWED_REASONS = ['nothing-named', 'not-allowed', 'direct', 'wsus-http'] as const;

/** Why an unattended run does not follow a user's setting. */
export type NotFollowed = z.infer<typeof notFollowed>;

/** An escaped character takes up to ten, and an event log entry is cut after 1,500. The SID follows the name. */
const MAX_NAME = 100;

/** Name and SID; the name comes from the user's own session. `null`: neither is known, as in a recording. */
export function userText({ sid, name }: Pick<NotFollowed, 'sid' | 'name'>): string | null {
  if (sid === 'current') return null;
  return sid === null || name === null ? sid : `${neutralise(name, MAX_NAME)} (${sid})`;
}

/** A user in a sentence. */
export function ofUser(user: Pick<NotFollowed, 'sid' | 'name'>): Phrase {
  return userText(user) ?? say('a user');
}

/** The setting that is not followed, and the reason: for the event log, the status and the report. */
export function notFollowedSays({ servers, ...setting }: NotFollowed): Phrase {
  const values = { user: ofUser(setting), why: whyNotFollowed(setting) };
  // Without servers, the setting may be direct, a PAC file or auto-detect.
  return servers.length === 0
    ? say(
        'WinHTTP does not follow the proxy setting of {user}: {why}. Any user can write that setting.',
        values,
      )
    : say(
        'WinHTTP does not follow the proxy setting of {user} ({servers}): {why}. Any user can write that setting.',
        { ...values, servers },
      );
}

function whyNotFollowed({ reason, wsus }: Pick<NotFollowed, 'reason' | 'wsus'>): Phrase {
  switch (reason) {
    case 'nothing-named':
      return say('no administrator named or allowed a proxy');
    case 'not-allowed':
      return say('the allow-list does not name it');
    case 'direct':
      return say('it would remove a WinHTTP proxy that no scheduled run set');
    case 'wsus-http':
      return say(
        'Windows Update uses {wsus} over plain http, so whoever chooses the proxy chooses the updates',
        {
          wsus: String(wsus),
        },
      );
    default:
      // From a file of a later version.
      return String(reason);
  }
}

/** How an administrator can name the proxies of a setting. */
export interface Naming {
  /** The value of `--proxy`. */
  proxy: string;
  /** The options that allow all of them; empty where one of them cannot be allowed, such as a loopback proxy. */
  allowing: string;
  isOne: boolean;
}

/** A setting with a proxy for each protocol is followed only if all of them are allowed. */
export function namingOf(servers: readonly string[]): Naming {
  const distinct = [...new Set(servers)];
  const [proxy = 'HOST:PORT'] = distinct;
  if (distinct.length === 0) return { proxy, allowing: `--allow-proxy ${proxy}`, isOne: true };
  const allowing = distinct.every(isAllowable) ? distinct.map((one) => `--allow-proxy ${one}`).join(' ') : '';
  const isOne = distinct.length === 1;
  return { proxy: isOne ? proxy : 'HOST:PORT', allowing, isOne };
}

/** What an administrator can do. */
export function notFollowedSteps({ reason, servers }: NotFollowed): readonly Step[] {
  return [step('administrator', nameIt(reason, namingOf(servers)))];
}

function nameIt(reason: NotFollowed['reason'], { proxy, allowing, isOne }: Naming): Phrase {
  if (reason === 'direct') return say('if it is right, name it with --direct');
  if (reason === 'wsus-http')
    return say('name the proxy with --proxy {proxy}, or use https for the update server', { proxy });
  if (allowing === '') return say('if it is right, name it with --proxy {proxy}', { proxy });
  return isOne
    ? say(
        'if it is right, name it with --proxy {proxy}, or allow it with {allowing} (schedule install, fleet apply)',
        { proxy, allowing },
      )
    : say(
        'name the right proxy with --proxy {proxy}, or allow all of them with {allowing} (schedule install, fleet apply)',
        { proxy, allowing },
      );
}
