import type { Assessment } from '../decide/assess.ts';
import { EXPORT_NEXT } from '../export/export-commands.ts';
import { P2sError } from '../model/errors.ts';
import type { MachineFacts } from '../model/events.ts';
import { say } from '../model/say.ts';
import { fullKey } from '../stores/visibility.ts';

/**
 * Why a computer cannot be assessed; `null` when every required setting is visible. A recording: `not-judged` with
 * the missing keys and the commands that export them. A live computer: `needs-elevation` if an administrator would
 * see more, else `refused`; also `refused` where a key has more than is read.
 */
export function notJudgedError(
  kind: MachineFacts['kind'],
  { unseen, vpnUser, observation }: Pick<Assessment, 'unseen' | 'vpnUser' | 'observation'>,
): P2sError | null {
  if (unseen.length === 0) return null;
  const stores = unseen.map(({ store }) => store);
  const apis = [...new Set(stores.map((id) => (id.startsWith('winhttp/') ? 'WinHTTP' : 'WinINET')))];
  const keys = [...new Set(unseen.map(({ key }) => key))];
  const where = keys.join(', ');
  const evidence = { stores, keys };
  if (kind === 'recorded')
    return new P2sError(
      'not-judged',
      say('Cannot be judged: the recording does not have the settings of {apis}.', { apis }),
      {
        where,
        evidence,
        next: EXPORT_NEXT,
      },
    );
  const full = [...new Set(unseen.map((one) => fullKey(observation.registry, one)))].filter(
    (key) => key !== null,
  );
  if (full.length > 0)
    return new P2sError(
      'refused',
      say(
        'Cannot be judged: a registry key has more than 1,024 values or 512 KiB of data, which is not read. Nothing was written.',
      ),
      { where: full.join(', '), evidence, next: say('Remove what does not belong in that key.') },
    );
  const denied = say(
    'Cannot be judged: Windows denied reading the settings of {apis}. Nothing was written.',
    { apis },
  );
  if (observation.user?.elevated !== true)
    return new P2sError('needs-elevation', denied, {
      where,
      evidence,
      next: say('Open a terminal with "Run as administrator" and run the same command there.'),
    });
  if (vpnUser === null)
    return new P2sError(
      'refused',
      say('Cannot be judged: no user is signed in whose WinINET setting could be read. Nothing was written.'),
      { where, evidence, next: say('Run it again while the VPN user is signed in.') },
    );
  return new P2sError('refused', denied, {
    where,
    evidence,
    next: say('This run is already elevated: check the permissions of the keys that the findings name.'),
  });
}
