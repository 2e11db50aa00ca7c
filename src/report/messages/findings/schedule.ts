import type { NotFollowed } from '../../../core/decide/not-followed.ts';
import { notFollowedMessage, notFollowedNext, serversOf, userOf } from '../not-followed.ts';
import { type Text, text } from '../text.ts';
import { type Describe, type Evidence, fromEvidence, shown, withRemedy } from './describe.ts';

/** Findings about a scheduled run. */
export const SCHEDULE_FINDINGS = {
  'schedule-undone': (e) => ({
    message: fromEvidence(
      e.leftAlone === true ? 'finding.schedule-undone.left-alone' : 'finding.schedule-undone',
      e,
      {
        by: e.by == null ? text('schedule-undone-by.not-known') : shown(e.by),
      },
    ),
    remedy: scheduleRemedy('finding.schedule-undone', e),
  }),
  'schedule-users-disagree': withScheduleRemedy('finding.schedule-users-disagree'),
  'schedule-user-unanswered': withScheduleRemedy('finding.schedule-user-unanswered'),
  'schedule-not-ours': withRemedy('finding.schedule-not-ours'),
  'user-setting-not-followed': (e) => {
    const notFollowed = notFollowedIn(e);
    return { message: notFollowedMessage(notFollowed), remedy: notFollowedNext(notFollowed) };
  },
  'user-setting-machine-wide': (e) => {
    const widened = notFollowedIn(e);
    const servers = widened.servers.length === 0 ? text('route.direct') : serversOf(widened);
    return {
      message: text('finding.user-setting-machine-wide', { user: userOf(widened), servers }),
      remedy: text('finding.user-setting-machine-wide.remedy'),
    };
  },
} satisfies Record<string, Describe>;

type WithScheduleRemedy = `finding.schedule-${'undone' | 'users-disagree' | 'user-unanswered'}`;

/** A remedy that changes the schedule; a recording has no schedule, and another remedy. */
function scheduleRemedy(key: WithScheduleRemedy, { recorded }: Evidence): Text {
  return text(recorded === true ? `${key}.remedy.recorded` : `${key}.remedy`);
}

function withScheduleRemedy(key: WithScheduleRemedy): Describe {
  return (e) => ({ message: fromEvidence(key, e), remedy: scheduleRemedy(key, e) });
}

/** The evidence of both findings about a user's setting; evidence from a file may be incomplete. */
function notFollowedIn(e: Evidence): NotFollowed {
  const asText = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    reason: e.reason as NotFollowed['reason'],
    sid: asText(e.sid),
    name: asText(e.name),
    servers: Array.isArray(e.servers) ? e.servers.map(String) : [],
    wsus: asText(e.wsus),
    isNeeded: e.isNeeded === true,
  };
}
