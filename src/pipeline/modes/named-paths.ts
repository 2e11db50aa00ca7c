import { questionOf } from '../../core/decide/automatic.ts';
import { desiredState } from '../../core/decide/desired.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { PathSettings } from '../../core/decide/routes.ts';
import { P2sError } from '../../core/model/errors.ts';
import { option, say } from '../../core/model/say.ts';
import { shownUrl } from '../../core/proxy/pac-url.ts';
import type { Machine } from '../../machine/port.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import { answersTo, reportUnusedPacFile } from '../path/resolve.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { namedRoutes } from './along-paths.ts';

/**
 * Both routes by the desired settings. This Windows evaluates a PAC file; elsewhere, the
 * file given for it is used.
 *
 * @throws P2sError `refused` if WinHTTP cannot store the result of the desired settings
 */
export async function namedPaths(
  context: RunContext,
  desired: DesiredSettings,
  options: AuditOptions & { path: KnownPath },
  probeSet: ProbeSet,
): Promise<PathSettings> {
  const first = desiredState(desired, null, null, []);
  const question = questionOf(first.winInet);
  if (question === null) {
    reportUnusedPacFile(context, options, null);
    const note = first.notes.find(({ severity }) => severity === 'refused');
    if (note === undefined) return namedRoutes(first.winInet, first.winHttp);
    throw new P2sError(
      'refused',
      say('WinHTTP cannot hold that proxy: {detail} ({code}).', { detail: note.detail, code: note.code }),
      {
        where: option('proxy'),
        next: say('Name an HTTP proxy: {option} HOST:PORT', { option: option('proxy') }),
      },
    );
  }
  const machine = await windowsToAsk(options, context);
  try {
    const open = { question, stores: 'current', paths: namedRoutes(first.winInet, null) } as const;
    const automatic = await answersTo(context, machine, [open], options, probeSet);
    const { winInet, winHttp, automatic: outcome } = desiredState(desired, null, null, [], automatic);
    const kind = outcome?.kind ?? 'failed';
    if (!['direct', 'one-proxy', 'incomplete'].includes(kind)) {
      throw new P2sError(
        'refused',
        say('The PAC file gives no single answer that WinHTTP could hold ({kind}).', { kind }),
        {
          where: question.pacUrl === null ? '--pac' : shownUrl(question.pacUrl),
          next: say('Name the proxy with --proxy, or check the answers with p2s-fix on that computer.'),
        },
      );
    }
    const paths = namedRoutes(winInet, kind === 'incomplete' ? null : winHttp);
    return { ...paths, winInet: { ...paths.winInet, automatic: [...automatic.values()][0] ?? null } };
  } finally {
    await machine?.close();
  }
}

async function windowsToAsk(
  { pacFile, machine }: AuditOptions,
  { ports }: RunContext,
): Promise<Machine | null> {
  if (pacFile !== undefined) return null;
  if (ports.platform === 'win32') return openMachine(machine, ports, 'read');
  throw new P2sError('not-windows', say('This is not Windows, so the PAC file cannot be resolved.'), {
    where: option('pac'),
    next: say('Save the PAC file and name it with {option} FILE.', { option: option('pac-file') }),
  });
}
