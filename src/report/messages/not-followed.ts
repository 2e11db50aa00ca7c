import { type NotFollowed, namingOf, userText } from '../../core/decide/not-followed.ts';
import { listed } from './parts.ts';
import { type Text, text, textOfCode } from './text.ts';

/** The setting that is not followed, and the reason. */
export function notFollowedMessage(one: NotFollowed): Text {
  const facts = { user: userOf(one), why: whyNotFollowed(one) };
  // Without servers, the setting may be direct, a PAC file or auto-detect.
  return one.servers.length === 0
    ? text('finding.user-setting-not-followed', facts)
    : text('finding.user-setting-not-followed.servers', { ...facts, servers: serversOf(one) });
}

/** What an administrator can do. */
export function notFollowedNext({ reason, servers }: NotFollowed): Text {
  const { proxy, allowing, isOne } = namingOf(servers);
  switch (reason) {
    case 'direct':
      return text('finding.user-setting-not-followed.remedy.direct');
    case 'wsus-http':
      return text('finding.user-setting-not-followed.remedy.update-server', { proxy });
    default:
      if (allowing === '') return text('finding.user-setting-not-followed.remedy.name', { proxy });
      return isOne
        ? text('finding.user-setting-not-followed.remedy', { proxy, allowing })
        : text('finding.user-setting-not-followed.remedy.several', { proxy, allowing });
  }
}

export function userOf(one: Pick<NotFollowed, 'sid' | 'name'>): Text {
  return userText(one) ?? text('any-user');
}

export function serversOf({ servers }: Pick<NotFollowed, 'servers'>): Text {
  return listed(servers);
}

function whyNotFollowed({ reason, wsus }: NotFollowed): Text {
  return reason === 'wsus-http'
    ? text('not-followed-update-server', { wsus: String(wsus) })
    : textOfCode('not-followed', reason, String(reason));
}
