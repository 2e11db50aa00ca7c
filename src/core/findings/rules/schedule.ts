import { type NotFollowed, notFollowedSays, notFollowedSteps, ofUser } from '../../decide/not-followed.ts';
import { command, say } from '../../model/say.ts';
import { type Evidence, type FindingRule, fill, filled, type Steps, todo } from './finding-rule.ts';

const FOR_ONE_USER = command('schedule install', { user: 'SID', 'allow-proxy': ['HOST:PORT'] });

/** A scheduled run, and an unattended one. */
export const SCHEDULED = {
  'schedule-undone': {
    title: say('A scheduled change was reverted outside p2s-fix.'),
    says: (e) => {
      const given = e.by == null ? { by: NO_KNOWN_POLICY } : {};
      return e.leftAlone === true
        ? fill(
            'A scheduled change of {stores} was reverted outside p2s-fix, {count} time(s) in a row ({by}). The task leaves it alone until it has stayed as desired for a day.',
            e,
            given,
          )
        : fill(
            'A scheduled change of {stores} was reverted outside p2s-fix, {count} time(s) in a row ({by}).',
            e,
            given,
          );
    },
    steps: unlessRecorded(
      todo(
        'Find out what writes the setting (a policy, MDM such as Intune, Group Policy Preferences, a script, another agent) and let only one of the two do it. To end the schedule: {command}',
        { command: command('schedule remove') },
      ),
      todo(
        'Find out what writes the setting (a policy, MDM such as Intune, Group Policy Preferences, a script, another agent) and let only one of the two do it.',
      ),
    ),
  },
  'schedule-users-disagree': {
    title: say('The signed-in users need different WinHTTP settings. WinHTTP was not set.'),
    says: filled(
      'The users who are signed in ({users}) need different WinHTTP settings, but there is only one for all users. It was not set.',
    ),
    steps: unlessRecorded(
      todo('Install the schedule again for one VPN user, with its other options: {command}', {
        command: FOR_ONE_USER,
      }),
      todo('Run it again for one VPN user, with the other options: --user SID --allow-proxy HOST:PORT'),
    ),
  },
  'schedule-user-unanswered': {
    title: say('The WinHTTP setting that a user needs cannot be determined. It was not set.'),
    says: filled(
      'It cannot be determined now which WinHTTP setting {users} needs: the PAC file or auto-detection gave no single answer. There is one setting for all users, so it was not set.',
    ),
    steps: unlessRecorded(
      todo(
        "Check that user's PAC address, or install the schedule again for one VPN user, with its other options: {command}",
        { command: FOR_ONE_USER },
      ),
      todo(
        "Check that user's PAC address, or run it again for one VPN user, with the other options: --user SID --allow-proxy HOST:PORT",
      ),
    ),
  },
  'schedule-not-ours': {
    title: say('WinHTTP has a proxy that does not work, and that the schedule did not set.'),
    says: filled(
      'WinHTTP has a proxy through which nothing is reached on this network, and which this schedule did not set ({servers}). It was not changed.',
    ),
    steps: todo('{apply} writes the desired setting; {direct} removes the proxy.', {
      apply: command('apply'),
      direct: command('apply', { direct: true }),
    }),
  },
  'user-setting-not-followed': {
    title: say('The WinINET setting names a proxy that is not allowed.'),
    says: (e) => notFollowedSays(notFollowedIn(e)),
    steps: (e) => notFollowedSteps(notFollowedIn(e)),
  },
  'user-setting-machine-wide': {
    title: say("A user's proxy setting becomes the WinHTTP setting of the whole computer."),
    says: (e) => {
      const { servers, ...user } = notFollowedIn(e);
      return say(
        'The proxy setting of {user} ({servers}) becomes the WinHTTP setting of the whole computer. Any user can write that setting.',
        { user: ofUser(user), servers: servers.length === 0 ? say('direct') : servers },
      );
    },
    steps: todo('Check that it is right, or name the proxy: {command}', {
      command: command('apply', { proxy: 'HOST:PORT' }),
    }),
  },
} satisfies Record<string, FindingRule>;

/** These two write values without leaving a policy as evidence. */
export const NO_KNOWN_POLICY = say(
  'no known policy; MDM or Group Policy Preferences may do this without one',
);

/** A recording has no schedule that could be changed. */
function unlessRecorded(steps: Steps, recorded: Steps): Steps {
  return (e) => (e.recorded === true ? recorded(e) : steps(e));
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
