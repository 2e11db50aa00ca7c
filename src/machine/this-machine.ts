import { P2sError } from '../core/model/errors.ts';
import type { Observation } from '../core/model/observation.ts';
import { say } from '../core/model/say.ts';
import { type OpenOptions, openPowerShell, type PowerShellHosts } from '../powershell/open.ts';
import type { ScriptName, ScriptOptions, ScriptReply } from '../powershell/port.ts';
import { type EventLogPort, eventLogPort } from './event-log.ts';
import { type FolderPort, folderPort } from './folders.ts';
import type { Machine, MachineIdentity, WriteOptions, WriteReport, WriteStep } from './port.ts';
import { type TaskFolderPort, taskFolderPort } from './task-folder.ts';

/** The Windows that this process runs on, with its event log and task folder for an unattended run. */
export interface ThisWindows {
  machine: Machine;
  eventLog: EventLogPort;
  taskFolder: TaskFolderPort;
}

/**
 * Opens this Windows. PowerShell starts with the first read, or with `beginRead`.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openThisWindows(options: OpenOptions): ThisWindows {
  return thisWindows(openPowerShell(options));
}

/** This Windows by an open PowerShell. */
export function thisWindows(hosts: PowerShellHosts): ThisWindows {
  return {
    machine: openLocalMachine(hosts),
    eventLog: eventLogPort(hosts),
    taskFolder: taskFolderPort(hosts),
  };
}

/**
 * The folders of the Windows that this process runs on, for a run on a recording. Starts PowerShell with the
 * first read or created folder.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openTheseFolders(options: OpenOptions): { folders: FolderPort; close(): Promise<void> } {
  const hosts = openPowerShell(options);
  return {
    folders: folderPort(hosts),
    async close() {
      await Promise.all([hosts.session.dispose(), hosts.oneShot.dispose()]);
    },
  };
}

const WRITE_DEADLINE_MS = 60_000;
/** A write is completed even if this process is ended. */
const WRITER = { outlives: true } as const;
/** The writer of a killed run may still hold the writers' lock. */
const WRITE_LOCK_WAIT_MS = 30_000;
const READ_DEADLINE_MS = 30_000;
const CRYPTOGRAPHY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography';

/** This Windows, through the bundled scripts. The parsers of their replies load while the scripts run. */
function openLocalMachine(hosts: PowerShellHosts): Machine {
  let last: Observation | null = null;
  /** The first reading, which `beginRead` began. */
  let begun: Promise<ScriptReply> | null = null;
  const stop = new AbortController();

  /** Runs a script that reads, in the session. */
  async function ask<T>(
    script: ScriptName,
    request: Record<string, unknown>,
    options: ScriptOptions,
    parserIn: (parsers: typeof import('./wire/local.ts')) => (result: unknown) => T,
  ): Promise<T> {
    const [{ result }, parsers] = await Promise.all([
      hosts.session.run(script, request, options),
      import('./wire/local.ts'),
    ]);
    return parserIn(parsers)(result);
  }

  async function observe(options: { deadlineMs: number; signal?: AbortSignal }): Promise<Observation> {
    const reply = begun ?? hosts.session.run('Get-P2SMachine', {}, options);
    begun = null;
    options.signal?.addEventListener('abort', () => stop.abort());
    if (options.signal?.aborted) stop.abort();
    const [{ result }, { parseCapture }] = await Promise.all([
      reply,
      import('./recorded/capture.ts'),
      import('./wire/local.ts'),
    ]);
    const observation = parseCapture(result);
    last = observation;
    return observation;
  }

  async function identity(): Promise<MachineIdentity> {
    const { registry } = last ?? (await observe({ deadlineMs: READ_DEADLINE_MS }));
    const guid = registry.value(CRYPTOGRAPHY, 'MachineGuid');
    if (guid?.kind !== 'string' || guid.text === '') {
      throw new P2sError(
        'state-dir',
        say('This computer has no MachineGuid value, so a backup cannot be bound to it.'),
        {
          where: CRYPTOGRAPHY,
        },
      );
    }
    return { kind: 'local', id: guid.text.toLowerCase() };
  }

  async function write(steps: readonly WriteStep[], options: WriteOptions): Promise<WriteReport> {
    const [{ parseWriteReport }, { toWireOrNull }] = await Promise.all([
      import('./wire/local.ts'),
      import('./wire/value.ts'),
    ]);
    const writes = steps.map(({ id, write: one, removeKeyIfEmpty = false, winHttp = null }) => ({
      id,
      key: one.key,
      name: one.name,
      expected: toWireOrNull(one.expected),
      next: toWireOrNull(one.next),
      removeKeyIfEmpty,
      winHttp,
    }));
    const { result } = await hosts.oneShot.run(
      'Set-P2SRegistry',
      { writes, notify: options.notify, lockWaitMs: WRITE_LOCK_WAIT_MS },
      {
        ...WRITER,
        deadlineMs: WRITE_DEADLINE_MS,
        onEvent: ({ id, status }) =>
          options.onStep?.({ id: String(id), status: String(status) as 'written' }),
      },
    );
    return parseWriteReport(result);
  }

  return {
    kind: 'local',
    recording: null,
    folders: folderPort(hosts),
    identity,
    observe,
    beginRead({ deadlineMs }) {
      begun = hosts.session.run('Get-P2SMachine', {}, { deadlineMs, signal: stop.signal });
      begun.catch(() => undefined);
    },
    prepareWrite: () => hosts.oneShot.prepare?.('Set-P2SRegistry', WRITER),
    write,
    effective: () =>
      ask(
        'Get-P2SEffectiveProxy',
        {},
        { deadlineMs: READ_DEADLINE_MS },
        ({ parseEffective }) => parseEffective,
      ),
    fetchByWinHttp: (fetches, timeoutMs) =>
      ask(
        'Test-P2SRevocationUrl',
        { fetches, timeoutMs, maxBytes: 10 * 1024 * 1024 },
        { deadlineMs: timeoutMs + READ_DEADLINE_MS },
        ({ parseWinHttpFetches }) => parseWinHttpFetches,
      ),
    async checkChains(...question) {
      const { checkChains } = await import('./chains.ts');
      return checkChains(hosts.oneShot, ...question);
    },
    resolveProxies: (question, deadlineMs) =>
      ask(
        'Resolve-P2SProxy',
        { ...question, timeoutMs: deadlineMs },
        { deadlineMs: deadlineMs + READ_DEADLINE_MS },
        ({ parseProxyResolution }) => parseProxyResolution,
      ),
    listeners: (ports, deadlineMs) =>
      ask('Get-P2SListener', { ports }, { deadlineMs }, ({ parseListeners }) => parseListeners),
    evidence: ({ connections = false, ...options }) =>
      ask('Get-P2SEvidence', { connections }, options, ({ parseEvidence }) => parseEvidence),
    async close() {
      await Promise.all([hosts.session.dispose(), hosts.oneShot.dispose()]);
    },
  };
}
