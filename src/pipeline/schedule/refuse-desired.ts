import { desiredUnattended, namesNothing, serverNames } from '../../core/decide/unattended.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { option, say } from '../../core/model/say.ts';
import type { Call } from '../../core/options/table.ts';
import { RUN_LIMIT_MS } from '../../core/schedule/task-xml.ts';
import { readStores } from '../../core/stores/stores.ts';
import { signedInUsers } from '../../core/stores/vpn-user.ts';
import type { AuditOptions } from '../run/options.ts';

/**
 * Refuses desired settings that a schedule cannot apply and clear with the network.
 *
 * @throws P2sError `usage`
 */
export function refuseDesired({ desired }: Pick<AuditOptions, 'desired'>): void {
  if (desired.source === 'winhttp')
    throw new P2sError(
      'usage',
      say('A schedule clears WinHTTP on other networks, so WinHTTP cannot be the source.'),
      {
        where: option('source'),
        next: say('Leave {source} out, or name the proxy with {proxy}.', {
          source: option('source'),
          proxy: option('proxy'),
        }),
      },
    );
  if (desired.source === 'explicit' && desired.winHttp === null)
    throw new P2sError('usage', say('A schedule sets WinHTTP, but those settings leave it unchanged.'), {
      where: option('desired'),
      next: say('Name the state of winHttp in the file, or "follow".'),
    });
}

/**
 * A task without any named setting could only clear what it set. The error shows the proxies of the signed-in
 * users, so that the administrator can compare them.
 *
 * @throws P2sError `usage` with the options that name a proxy
 */
export function refuseUnnamed(
  { desired, user }: Pick<AuditOptions, 'desired' | 'user'>,
  observation: Observation,
  install: Call,
): void {
  const { registry } = observation;
  if (!namesNothing(desiredUnattended(desired, registry, []), registry)) return;
  const stores = readStores(registry);
  const settings = signedInUsers(observation, user).flatMap(({ sid }) => {
    return stores.find(({ id }) => id === `wininet/${sid}/lan`)?.settings ?? [];
  });
  const [proxy = 'HOST:PORT'] = settings.flatMap(serverNames);
  throw new P2sError(
    'usage',
    say('No proxy is named. A task that runs as SYSTEM does not follow a setting that any user can write.'),
    {
      where: 'schedule install',
      next: say(
        'If {proxy} is right, name it: {naming}, or follow users to it only: {following}. A policy of the computer, {pac}, {direct} or {desired} may name the state as well.',
        {
          proxy,
          naming: { ...install, options: { ...install.options, proxy } },
          following: { ...install, options: { ...install.options, 'allow-proxy': [proxy] } },
          pac: option('pac'),
          direct: option('direct'),
          desired: option('desired'),
        },
      ),
    },
  );
}

/**
 * The longest wait of a run without any reply, in deadlines: the route and then its CRLs for the desired and the
 * current proxies, in parallel, and then for those users' own settings that no desired setting replaces (4); the
 * answers of auto-detection and PAC files, once for all users with the same question (5); and at the end the
 * route, its missing certificates, its CRLs, their deltas and Windows' roots (5). Two are spare.
 */
const MOST_WAITS = 16;
/** For the start, and for reading and writing the machine. */
const OTHER_WORK_MS = 120_000;

/** Milliseconds that a run can take without any reply. */
export function longestRun(deadlineMs: number): number {
  return MOST_WAITS * deadlineMs + OTHER_WORK_MS;
}

const MAX_DEADLINE_MS = Math.floor((RUN_LIMIT_MS - OTHER_WORK_MS) / MOST_WAITS);

/**
 * A run that Task Scheduler stops cannot report or record its result.
 *
 * @throws P2sError `usage`
 */
export function refuseDeadline({ path: { deadlineMs } }: Pick<AuditOptions, 'path'>): void {
  if (deadlineMs <= MAX_DEADLINE_MS) return;
  const [minutes, seconds] = [RUN_LIMIT_MS / 60_000, MAX_DEADLINE_MS / 1000];
  throw new P2sError(
    'usage',
    say(
      'A run with a {option} of {seconds} seconds may take longer than the {minutes} minutes that its task allows.',
      { option: option('deadline'), seconds: deadlineMs / 1000, minutes },
    ),
    {
      where: option('deadline'),
      next: say('Name {seconds} seconds at most, or leave {option} out.', {
        seconds,
        option: option('deadline'),
      }),
    },
  );
}
