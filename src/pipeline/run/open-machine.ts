import { P2sError } from '../../core/model/errors.ts';
import { command, helpOn, option, say } from '../../core/model/say.ts';
import type { Machine } from '../../machine/port.ts';
import type { ThisWindows } from '../../machine/this-machine.ts';
import { OBSERVE_DEADLINE_MS } from './observe-machine.ts';
import type { MachineOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** Only `apply` may write the changed recording to another file. */
type Purpose = 'read' | 'write' | 'apply';

/**
 * The machine that the options name.
 *
 * @throws P2sError `not-windows`, `usage` (a recording to be changed needs an output option), `input`,
 * `powershell-*`
 */
export async function openMachine(options: MachineOptions, ports: Ports, purpose: Purpose): Promise<Machine> {
  if (options.file !== undefined) {
    const { openRecordedMachine } = await import('../../machine/recorded/recorded.ts');
    const { openRecordedParts, recordingFiles } = await import('../../machine/recorded/recorded-parts.ts');
    if (purpose !== 'read' && options.write === undefined) {
      throw new P2sError('usage', say('A recording is changed only if you ask for it.'), {
        where: options.file,
        next:
          purpose === 'apply'
            ? say('Add {inPlace} (the file is changed, a backup is kept) or {out} FILE.', {
                inPlace: option('in-place'),
                out: option('out'),
              })
            : say('Add {option} (the file is changed, a backup is kept).', { option: option('in-place') }),
      });
    }
    const named = [options.file, ...(options.parts ?? [])];
    const [file = options.file, ...more] = await recordingFiles(named);
    if (more.length > 0) {
      const fleetReport = command('fleet report', { files: named });
      if (purpose === 'read') return openRecordedParts([file, ...more], fleetReport);
      throw new P2sError('usage', say('A computer recorded in several files is read-only.'), {
        where: [file, ...more].join(', '),
        next: say('Use {command}.', { command: command('export repair') }),
      });
    }
    return openRecordedMachine(file, {
      mode: purpose !== 'read' && options.write ? options.write : 'read',
    });
  }
  if (options.write !== undefined) {
    throw new P2sError(
      'usage',
      say('{inPlace} and {out} go with {machine} FILE.', {
        inPlace: option('in-place'),
        out: option('out'),
        machine: option('machine'),
      }),
      {
        where: 'command line',
        next: say('Add {option} FILE, or leave them out.', { option: option('machine') }),
      },
    );
  }
  if (ports.platform !== 'win32') {
    throw new P2sError('not-windows', say('This is not Windows, so there are no proxy settings to read.'), {
      where: ports.platform,
      next: say(
        'Give a recording with {option} FILE (how to make one: {help}), or check only the path with {command}.',
        {
          help: helpOn('recording'),
          option: option('machine'),
          command: command('verify', { gateway: ['GATEWAY'] }),
        },
      ),
    });
  }
  return (await openWindows(options, ports)).machine;
}

/** How many files a recording has; `undefined` without one, and if one cannot be read, which the run reports. */
export async function countRecordingFiles(named: readonly string[]): Promise<number | undefined> {
  if (named.length === 0) return undefined;
  const { recordingFiles } = await import('../../machine/recorded/recorded-parts.ts');
  return recordingFiles(named).then(
    ({ length }) => length,
    () => undefined,
  );
}

/**
 * This Windows: the one that the caller has started, whatever PowerShell the options name, or another.
 *
 * @throws P2sError `powershell-missing`
 */
export async function openWindows(options: MachineOptions, ports: Ports): Promise<ThisWindows> {
  return ports.started?.() ?? openThis(options, ports);
}

async function openThis({ powershell }: MachineOptions, ports: Ports): Promise<ThisWindows> {
  const { openThisWindows } = await import('../../machine/this-machine.ts');
  return openThisWindows({ ...ports, executable: powershell ?? null });
}

/**
 * Starts the PowerShell of this Windows, which takes longer than to load the rest of the program. The first run with
 * the returned ports uses it; `close` ends it if no run did. Starts none if the caller has.
 */
export async function startThisWindows(
  options: MachineOptions,
  ports: Ports,
): Promise<{ ports: Ports; close(): Promise<void> }> {
  if (ports.started !== undefined) return { ports, close: async () => undefined };
  // If it cannot be opened, the run reports it.
  let unused = await openThis(options, ports).catch(() => null);
  if (unused === null) return { ports, close: async () => undefined };
  unused.machine.beginRead?.({ deadlineMs: OBSERVE_DEADLINE_MS });
  const take = () => {
    const taken = unused;
    unused = null;
    return taken;
  };
  return { ports: { ...ports, started: take }, close: async () => take()?.machine.close() };
}

/** Opens a machine for the duration of `work`. */
export async function withMachine(
  options: MachineOptions,
  ports: Ports,
  purpose: Purpose,
  work: (machine: Machine) => Promise<void>,
): Promise<void> {
  const machine = await openMachine(options, ports, purpose);
  try {
    await work(machine);
  } finally {
    await machine.close();
  }
}
