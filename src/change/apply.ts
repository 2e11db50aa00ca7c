import { FLAG } from '../core/codec/blob.ts';
import { decodeWinInetBlob } from '../core/codec/wininet-blob.ts';
import type { Plan, StoreChange } from '../core/decide/plan.ts';
import { compareReadBack, type Mismatch, shownText } from '../core/decide/readback.ts';
import { cancelledUnwritten } from '../core/model/errors.ts';
import type { Emit } from '../core/model/events.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Observation } from '../core/model/observation.ts';
import type { RegistrySnapshot } from '../core/model/registry.ts';
import { say } from '../core/model/say.ts';
import { formatBypassList } from '../core/proxy/bypass-list.ts';
import { formatProxyList } from '../core/proxy/proxy-list.ts';
import type { EffectiveProxy, Machine, StepOutcome, WriteReport } from '../machine/port.ts';
import { carryOut } from './carry-out.ts';
import type { ChangeStore } from './change-store.ts';
import { askWindows, noticesOf, type SecondWitness } from './notices.ts';
import { stepsOf, storeOfStep } from './steps.ts';

const READ_DEADLINE_MS = 60_000;

export interface Applied {
  /** Ids of the settings that were written. */
  changed: string[];
  backup: string;
  /** Findings to report about a successful change. */
  notices: Finding[];
}

/**
 * Backs up, writes, reads back with other code than the writer's, compares; restores all values on any difference.
 * A journal exists from before the first write until the end, so the next run detects a killed run.
 *
 * @throws P2sError as {@link carryOut}; `cancelled` if `signal` ends it before the first write
 */
export async function applyPlan(
  machine: Machine,
  registry: RegistrySnapshot,
  plan: Plan,
  store: ChangeStore,
  emit: Emit,
  signal?: AbortSignal,
): Promise<Applied> {
  const steps = stepsOf(plan.changes);
  emit({ type: 'step', step: 'back-up', status: 'started' });
  const kind = { reason: 'apply', planId: plan.id, damagedJournal: false } as const;
  const change = await store.begin(machine, registry, steps, kind);
  const { backup } = change;
  emit({ type: 'backup', number: backup.number, path: backup.path });
  emit({ type: 'step', step: 'back-up', status: 'done' });
  if (signal?.aborted === true) {
    await change.restored();
    throw cancelledUnwritten();
  }

  emit({ type: 'step', step: 'write', status: 'started' });
  for (const { store: id } of plan.changes) emit({ type: 'write', store: id, status: 'started' });
  let notified: WriteReport['notified'] = null;
  let last: ReadBack | null = null;
  // PowerShell compiles a script at its first run: it does so while the writer starts, and the result is not used.
  const prepared = askWindows(machine).catch(() => null);
  const outcomes = await carryOut({
    machine,
    steps,
    change,
    emit,
    onWritten: (ended, reported) => {
      notified = reported;
      for (const [id, status] of storeStatuses(ended)) emit({ type: 'write', store: id, status });
      if (ended.every(({ status }) => status === 'written' || status === 'unchanged'))
        emit({ type: 'step', step: 'write', status: 'done' });
    },
    check: async () => {
      emit({ type: 'step', step: 'read-back', status: 'started' });
      await prepared;
      last = await readBack(machine);
      const mismatches = mismatchesIn(last, plan);
      if (mismatches.length === 0) await change.noteApplied(last.observation.registry);
      emit({ type: 'step', step: 'read-back', status: mismatches.length === 0 ? 'done' : 'failed' });
      return mismatches;
    },
  });
  const written = outcomes.filter(({ status }) => status === 'written').map(({ id }) => storeOfStep(id));
  const { witness, observation } = last ?? (await readBack(machine));
  const self = observation.user?.sid ?? null;
  const notices = [
    ...noticesOf({ steps, outcomes, notified, witness, self }),
    ...(witness.windows === null ? [] : hiddenAutoDetect(witness.windows, plan.changes, observation)),
  ];
  return { changed: [...new Set(written)], backup: backup.number, notices };
}

interface ReadBack {
  observation: Observation;
  witness: SecondWitness;
}

/** Reads the machine again and asks Windows' own readers where possible. Both must show the desired values. */
async function readBack(machine: Machine): Promise<ReadBack> {
  const observation = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
  return { observation, witness: await askWindows(machine) };
}

function mismatchesIn({ observation, witness: { windows } }: ReadBack, plan: Plan): Mismatch[] {
  return [
    ...compareReadBack(observation.registry, plan.changes),
    ...(windows === null ? [] : disagreements(windows, plan.changes, observation)),
  ];
}

function storeStatuses(outcomes: readonly StepOutcome[]): Map<string, StepOutcome['status']> {
  const statuses = new Map<string, StepOutcome['status']>();
  for (const { id, status } of outcomes) {
    const before = statuses.get(storeOfStep(id));
    if (before === undefined || before === 'unchanged' || (before === 'written' && status !== 'unchanged')) {
      statuses.set(storeOfStep(id), status);
    }
  }
  return statuses;
}

/** WINHTTP_ACCESS_TYPE_NO_PROXY; 3, or 2 by older writers, is a named proxy. */
const NO_PROXY = 1;

/**
 * Differences between Windows' own readers and what was written. The WinHTTP setting is the same for all users;
 * the WinINET reader covers only the user who runs this, so other users' settings are not checked.
 */
export function disagreements(
  windows: EffectiveProxy,
  changes: readonly StoreChange[],
  observation: Observation,
): Mismatch[] {
  const self = `wininet/${observation.user?.sid}/lan`;
  return changes.flatMap((change) => {
    if (change.store === 'winhttp/native') return winHttpMismatch(windows.winHttp, change);
    return change.store === self ? winInetMismatch(windows.winInetUser, change, observation) : [];
  });
}

function winHttpMismatch(windows: EffectiveProxy['winHttp'], { store, after }: StoreChange): Mismatch[] {
  if (windows === null) return [];
  const desired = after.proxy.enabled ? formatProxyList(after.proxy.servers) : null;
  const bypass = after.proxy.enabled && after.bypass.length > 0 ? formatBypassList(after.bypass) : null;
  const found = windows.accessType === NO_PROXY ? null : windows.proxy;
  const same = found === desired && (desired === null || (windows.bypass ?? '') === (bypass ?? ''));
  return same ? [] : [mismatch(store, 'WinHttpGetDefaultProxyConfiguration', desired, found)];
}

function winInetMismatch(
  windows: EffectiveProxy['winInetUser'],
  { store, writes }: StoreChange,
  { registry }: Observation,
): Mismatch[] {
  const blob = writes.find(({ name }) => name === 'DefaultConnectionSettings');
  const value = blob === undefined ? null : registry.value(blob.key, blob.name);
  const decoded = value?.kind === 'binary' ? decodeWinInetBlob(value.bytes) : null;
  if (windows === null || decoded?.ok !== true) return [];
  const { flags, proxy, pac } = decoded.blob;
  const on = (bit: number, text: string) => ((flags & bit) === 0 || text === '' ? null : text);
  const where = 'WinHttpGetIEProxyConfigForCurrentUser';
  const found: Mismatch[] = [];
  if (windows.proxy !== on(FLAG.proxy, proxy)) {
    found.push(mismatch(store, where, on(FLAG.proxy, proxy), windows.proxy));
  }
  if (windows.autoConfigUrl !== on(FLAG.pac, pac))
    found.push({ store, where, expected: say('"its PAC"'), found: say('"another PAC"') });
  // On a network without a detected PAC Windows may hide the bit: only the opposite case is a mismatch.
  if (windows.autoDetect && (flags & FLAG.autoDetect) === 0)
    found.push({ store, where, expected: say('"auto-detect false"'), found: say('"auto-detect true"') });
  return found;
}

/** The settings whose auto-detect bit is on although Windows' own reader reports it off. */
export function hiddenAutoDetect(
  { winInetUser }: EffectiveProxy,
  changes: readonly StoreChange[],
  { user }: { user: { sid: string | null } | null },
): Finding[] {
  const own = changes.find(({ store }) => store === `wininet/${user?.sid}/lan`);
  if (winInetUser === null || winInetUser.autoDetect || own?.after.autoDetect !== true) return [];
  return [{ code: 'auto-detect-hidden', severity: 'info', store: own.store, evidence: {} }];
}

function mismatch(store: string, where: string, desired: string | null, found: string | null): Mismatch {
  const shown = (text: string | null) => (text === null ? say('no proxy') : shownText(text));
  return { store, where, expected: shown(desired), found: shown(found) };
}
