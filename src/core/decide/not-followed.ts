import { neutralise } from '../model/neutralise.ts';

/** Why an unattended run does not follow a user's setting, and what that setting means for WinHTTP. */
export interface NotFollowed {
  /**
   * `nothing-named`: no state, allow-list or policy names a proxy; `not-allowed`: the list does not contain this
   * one; `direct`: the setting would remove a proxy that no scheduled run set; `wsus-http`: the update server uses
   * plain http, where whoever chooses the proxy chooses the updates.
   */
  reason: 'nothing-named' | 'not-allowed' | 'direct' | 'wsus-http';
  /** The user of the setting; `null`: unknown. */
  sid: string | null;
  name: string | null;
  /** `HOST:PORT`; empty: direct. */
  servers: readonly string[];
  /** Address of the update server, for `wsus-http`. */
  wsus: string | null;
  /** Whether WinHTTP has another setting, so that a change is blocked. */
  isNeeded: boolean;
}

/** An escaped character takes up to ten, and an event log entry is cut after 1,500. The SID follows the name. */
const MAX_NAME = 100;

/** Name and SID; the name comes from the user's own session. `null`: neither is known, as in a recording. */
export function userText({ sid, name }: Pick<NotFollowed, 'sid' | 'name'>): string | null {
  if (sid === 'current') return null;
  return sid === null || name === null ? sid : `${neutralise(name, MAX_NAME)} (${sid})`;
}

/** The setting that is not followed, and the reason: for the event log, the status and the report, in English. */
export function notFollowedText({ reason, servers, wsus, ...user }: NotFollowed): string {
  // Without servers, the setting may be direct, a PAC file or auto-detect.
  const setting = `${userText(user) ?? 'a user'}${servers.length === 0 ? '' : ` (${servers.join(', ')})`}`;
  const reasons: Readonly<Record<string, string>> = {
    'nothing-named': 'no administrator named or allowed a proxy',
    'not-allowed': 'the allow-list does not name it',
    direct: 'it would remove a WinHTTP proxy that no scheduled run set',
    'wsus-http': `Windows Update uses ${wsus} over plain http, so whoever chooses the proxy chooses the updates`,
  };
  const why = reasons[reason] ?? reason;
  return `WinHTTP does not follow the proxy setting of ${setting}: ${why}. Any user can write that setting.`;
}

/** What an administrator can do, in English. */
export function notFollowedRemedy({ reason, servers: [proxy = 'HOST:PORT'] }: NotFollowed): string {
  switch (reason) {
    case 'direct':
      return 'Administrator: if it is right, name it with --direct.';
    case 'wsus-http':
      return `Administrator: name the proxy with --proxy ${proxy}, or use https for the update server.`;
    default:
      return `Administrator: if it is right, name it with --proxy ${proxy}, or allow it with --allow-proxy ${proxy} (schedule install, fleet apply).`;
  }
}
