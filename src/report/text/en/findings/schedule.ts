/** Findings about a scheduled run. */
export const FINDINGS_SCHEDULE_EN = {
  'finding.schedule-undone':
    'A scheduled change of {stores} was reverted outside p2s-fix, {count} time(s) in a row ({by}).',
  'finding.schedule-undone.left-alone':
    'A scheduled change of {stores} was reverted outside p2s-fix, {count} time(s) in a row ({by}). The task leaves it alone until it has stayed as desired for a day.',
  'finding.schedule-undone.remedy':
    'Find out what writes the setting (a policy, MDM such as Intune, Group Policy Preferences, a script, another agent) and let only one of the two do it. To end the schedule: p2s-fix schedule remove',
  'finding.schedule-undone.remedy.recorded':
    'Find out what writes the setting (a policy, MDM such as Intune, Group Policy Preferences, a script, another agent) and let only one of the two do it.',
  'fleet-cause.schedule-undone': 'A scheduled change was reverted outside p2s-fix.',
  // These two write values without leaving a policy as evidence.
  'schedule-undone-by.not-known': 'no known policy; MDM or Group Policy Preferences may do this without one',
  'finding.schedule-users-disagree':
    'The users who are signed in ({users}) need different WinHTTP settings, but there is only one for all users. It was not set.',
  'finding.schedule-users-disagree.remedy':
    'Install the schedule again for one VPN user, with its other options: p2s-fix schedule install --user SID --allow-proxy HOST:PORT',
  'finding.schedule-users-disagree.remedy.recorded':
    'Run it again for one VPN user, with the other options: --user SID --allow-proxy HOST:PORT',
  'fleet-cause.schedule-users-disagree':
    'The signed-in users need different WinHTTP settings. WinHTTP was not set.',
  'finding.schedule-user-unanswered':
    'It cannot be determined now which WinHTTP setting {users} needs: the PAC file or auto-detection gave no single answer. There is one setting for all users, so it was not set.',
  'finding.schedule-user-unanswered.remedy':
    "Check that user's PAC address, or install the schedule again for one VPN user, with its other options: p2s-fix schedule install --user SID --allow-proxy HOST:PORT",
  'finding.schedule-user-unanswered.remedy.recorded':
    "Check that user's PAC address, or run it again for one VPN user, with the other options: --user SID --allow-proxy HOST:PORT",
  'fleet-cause.schedule-user-unanswered':
    'The WinHTTP setting that a user needs cannot be determined. It was not set.',
  'finding.schedule-not-ours':
    'WinHTTP has a proxy through which nothing is reached on this network, and which this schedule did not set ({servers}). It was not changed.',
  'finding.schedule-not-ours.remedy':
    'p2s-fix --apply writes the desired setting; p2s-fix --apply --direct removes the proxy.',
  'fleet-cause.schedule-not-ours':
    'WinHTTP has a proxy that does not work, and that the schedule did not set.',
  'finding.user-setting-not-followed':
    'WinHTTP does not follow the proxy setting of {user}: {why}. Any user can write that setting.',
  'finding.user-setting-not-followed.servers':
    'WinHTTP does not follow the proxy setting of {user} ({servers}): {why}. Any user can write that setting.',
  'not-followed.nothing-named': 'no administrator named or allowed a proxy',
  'not-followed.not-allowed': 'the allow-list does not name it',
  'not-followed.direct': 'it would remove a WinHTTP proxy that no scheduled run set',
  'not-followed-update-server':
    'Windows Update uses {wsus} over plain http, so whoever chooses the proxy chooses the updates',
  'finding.user-setting-not-followed.remedy':
    'Administrator: if it is right, name it with --proxy {proxy}, or allow it with {allowing} (schedule install, fleet apply).',
  'finding.user-setting-not-followed.remedy.several':
    'Administrator: name the right proxy with --proxy {proxy}, or allow all of them with {allowing} (schedule install, fleet apply).',
  'finding.user-setting-not-followed.remedy.name':
    'Administrator: if it is right, name it with --proxy {proxy}.',
  'finding.user-setting-not-followed.remedy.direct': 'Administrator: if it is right, name it with --direct.',
  'finding.user-setting-not-followed.remedy.update-server':
    'Administrator: name the proxy with --proxy {proxy}, or use https for the update server.',
  'fleet-cause.user-setting-not-followed': 'The WinINET setting names a proxy that is not allowed.',
  'finding.user-setting-machine-wide':
    'The proxy setting of {user} ({servers}) becomes the WinHTTP setting of the whole computer. Any user can write that setting.',
  'finding.user-setting-machine-wide.remedy':
    'Check that it is right, or name the proxy: p2s-fix --apply --proxy HOST:PORT',
  'fleet-cause.user-setting-machine-wide':
    "A user's proxy setting becomes the WinHTTP setting of the whole computer.",
  'any-user': 'a user',
} as const;
