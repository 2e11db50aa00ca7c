import { P2sError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import type { AuditOptions } from '../options.ts';

/**
 * What a schedule cannot keep in step with the network.
 *
 * @throws P2sError `usage`
 */
export function refuseWish({ wish }: Pick<AuditOptions, 'wish'>): void {
  if (wish.source === 'winhttp')
    throw new P2sError(
      'usage',
      say`A schedule clears WinHTTP away from its network, so WinHTTP cannot be the source.`,
      {
        where: '--source',
        next: say`Leave --source out, or name the proxy with --proxy.`,
      },
    );
  if (wish.source === 'explicit' && wish.winHttp === null)
    throw new P2sError('usage', say`A schedule is about WinHTTP, and that state leaves it as it is.`, {
      where: '--desired',
      next: say`Name the state of winHttp in the file, or "follow".`,
    });
}
