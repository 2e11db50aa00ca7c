import type { EvidenceOptions, LocalEvidence } from '../core/evidence/local-evidence.ts';
import { P2sError } from '../core/model/errors.ts';
import type { Observation } from '../core/model/observation.ts';
import { say } from '../core/model/say.ts';
import type { ChainCheck } from '../core/path/chain-status.ts';
import type { PowerShellHosts } from '../powershell/open.ts';
import { folderPort } from './folders.ts';
import type {
  CertificateChain,
  ChainChecks,
  EffectiveProxy,
  Listeners,
  Machine,
  MachineIdentity,
  ProxyQuestion,
  ProxyResolution,
  WinHttpFetches,
  WinHttpFetchRequest,
  WriteOptions,
  WriteReport,
  WriteStep,
} from './port.ts';

const WRITE_DEADLINE_MS = 60_000;
/** A write is completed even if this process is ended. */
const WRITER = { outlives: true } as const;
/** The writer of a killed run may still hold the writers' lock. */
const WRITE_LOCK_WAIT_MS = 30_000;
const READ_DEADLINE_MS = 30_000;
const CRYPTOGRAPHY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography';

const loadParsers = () => import('./wire/local.ts');

/** This Windows, through the bundled scripts. The parsers of their replies load while the scripts run. */
export function openLocalMachine(hosts: PowerShellHosts): Machine {
  let last: Observation | null = null;

  async function observe(options: { deadlineMs: number; signal?: AbortSignal }): Promise<Observation> {
    const [{ result }, { parseCapture }] = await Promise.all([
      hosts.session.run('Get-P2SMachine', {}, options),
      import('./recorded/capture.ts'),
      loadParsers(),
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
        say`This computer has no MachineGuid value, so a backup cannot be bound to it.`,
        {
          where: CRYPTOGRAPHY,
        },
      );
    }
    return { kind: 'local', id: guid.text.toLowerCase() };
  }

  async function write(steps: readonly WriteStep[], options: WriteOptions): Promise<WriteReport> {
    const [{ parseWriteReport }, { toWireOrNull }] = await Promise.all([
      loadParsers(),
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

  async function effective(): Promise<EffectiveProxy | null> {
    const [{ result }, { parseEffective }] = await Promise.all([
      hosts.session.run('Get-P2SEffectiveProxy', {}, { deadlineMs: READ_DEADLINE_MS }),
      loadParsers(),
    ]);
    return parseEffective(result);
  }

  async function fetchByWinHttp(
    fetches: readonly WinHttpFetchRequest[],
    timeoutMs: number,
  ): Promise<WinHttpFetches> {
    const request = {
      fetches: fetches.map((fetch) => ({ ...fetch })),
      timeoutMs,
      maxBytes: 10 * 1024 * 1024,
    };
    const [{ result }, { parseWinHttpFetches }] = await Promise.all([
      hosts.session.run('Test-P2SRevocationUrl', request, { deadlineMs: timeoutMs + READ_DEADLINE_MS }),
      loadParsers(),
    ]);
    return parseWinHttpFetches(result);
  }

  async function checkChains(
    chains: readonly CertificateChain[],
    timeoutMs: number,
    signal: AbortSignal | undefined,
    onCheck?: (check: ChainCheck) => void,
  ): Promise<ChainChecks> {
    const { checkChains } = await import('./chains.ts');
    return checkChains(hosts.oneShot, chains, timeoutMs, signal, onCheck);
  }

  async function resolveProxies(
    { urls, autoDetect, autoConfigUrl }: ProxyQuestion,
    deadlineMs: number,
  ): Promise<ProxyResolution> {
    const request = {
      urls: urls.map(({ id, url }) => ({ id, url })),
      autoDetect,
      autoConfigUrl,
      timeoutMs: deadlineMs,
    };
    const [{ result }, { parseProxyResolution }] = await Promise.all([
      hosts.session.run('Resolve-P2SProxy', request, { deadlineMs: deadlineMs + READ_DEADLINE_MS }),
      loadParsers(),
    ]);
    return parseProxyResolution(result);
  }

  async function listeners(ports: readonly number[], deadlineMs: number): Promise<Listeners> {
    const [{ result }, { parseListeners }] = await Promise.all([
      hosts.session.run('Get-P2SListener', { ports: [...ports] }, { deadlineMs }),
      loadParsers(),
    ]);
    return parseListeners(result);
  }

  async function evidence({ connections = false, ...options }: EvidenceOptions): Promise<LocalEvidence> {
    const [{ result }, { parseEvidence }] = await Promise.all([
      hosts.session.run('Get-P2SEvidence', { connections }, options),
      loadParsers(),
    ]);
    return parseEvidence(result);
  }

  return {
    kind: 'local',
    recording: null,
    folders: folderPort(hosts),
    identity,
    observe,
    prepareRead: () => hosts.session.prepare?.('Get-P2SMachine', {}),
    prepareWrite: () => hosts.oneShot.prepare?.('Set-P2SRegistry', WRITER),
    write,
    effective,
    fetchByWinHttp,
    checkChains,
    resolveProxies,
    listeners,
    evidence,
    async close() {
      await Promise.all([hosts.session.dispose(), hosts.oneShot.dispose()]);
    },
  };
}
