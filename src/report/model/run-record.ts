import type { RunEvent, StepName } from '../../core/model/events.ts';
import { onOneLine } from '../../core/model/neutralise.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import { foldPath, type PathState, waitingPaths } from '../facts/paths.ts';
import { emptyDocument, foldReported, type ReportDocument, type ReportedFinding } from './document.ts';

/** The state of a write to a setting. */
export type WriteStatus = 'waiting' | Extract<RunEvent, { type: 'write' }>['status'];

/** The observations before the first write. */
export interface EarlierSnapshot {
  stores: readonly StoreView[];
  paths: readonly PathState[];
  findings: readonly ReportedFinding[];
}

/** A complete run for a later reader: the document, and what the document drops. */
export interface RunRecord {
  document: ReportDocument;
  sample: boolean;
  /** Names were replaced by pseudonyms. */
  redacted: boolean;
  /** `null` without an error. */
  error: Extract<RunEvent, { type: 'error' }> | null;
  /** `null` when nothing was written. */
  before: EarlierSnapshot | null;
  paths: readonly PathState[];
  backup: { number: string; path: string } | null;
  /** An interrupted or unconfirmed change was rolled back before this one. */
  recovered: boolean;
  /** The decision of a scheduled run. */
  move: Move | null;
  writes: readonly { store: string; status: WriteStatus }[];
  failedSteps: readonly { step: StepName; detail: string | null }[];
  /** The first hundred. */
  diagnostics: readonly string[];
}

const MAX_DIAGNOSTICS = 100;

/** The record before the first event. */
export const EMPTY_RECORD: RunRecord = {
  document: emptyDocument('audit', '', ''),
  sample: false,
  redacted: false,
  error: null,
  before: null,
  paths: [],
  backup: null,
  recovered: false,
  move: null,
  writes: [],
  failedSteps: [],
  diagnostics: [],
};

/** The record after one more event, with each of its texts on one line. Pure: does not change the old record. */
export function foldRecord(old: RunRecord, given: RunEvent): RunRecord {
  const event = onOneLine(given);
  const now = beginsChange(old, event) ? { ...old, before: snapshotOf(old) } : old;
  const record = { ...now, document: foldReported(now.document, event) };
  switch (event.type) {
    case 'started':
      return {
        ...EMPTY_RECORD,
        redacted: old.redacted,
        sample: event.sample,
        document: foldReported(emptyDocument(event.mode, event.version, event.at), event),
      };
    case 'gateways':
      return record.paths.length > 0 ? record : { ...record, paths: waitingPaths(event) };
    case 'check-started':
    case 'check':
    case 'verdict':
      return { ...record, paths: foldPath(record.paths, event) };
    case 'error':
      return { ...record, error: event };
    case 'backup':
      return { ...record, backup: { number: event.number, path: event.path } };
    case 'schedule-move':
      return { ...record, move: event.move };
    case 'write': {
      const { store, status } = event;
      const others = record.writes.filter((write) => write.store !== store);
      return { ...record, writes: [...others, { store, status }] };
    }
    case 'step': {
      const { step, status, detail = null } = event;
      // After a write that fails, a restore is of this run's own change.
      const isFirst = status === 'done' && record.backup === null && record.document.mode !== 'rollback';
      if (step === 'restore' && isFirst) return { ...record, recovered: true };
      if (status === 'failed') return { ...record, failedSteps: [...record.failedSteps, { step, detail }] };
      return step === 'probe-after' && status === 'started' ? { ...record, paths: [] } : record;
    }
    case 'diagnostic': {
      const { diagnostics } = record;
      return diagnostics.length >= MAX_DIAGNOSTICS
        ? record
        : { ...record, diagnostics: [...diagnostics, event.text] };
    }
    default:
      return record;
  }
}

function snapshotOf({ document: { stores, findings }, paths }: RunRecord): EarlierSnapshot {
  return { stores, paths, findings };
}

/** An interrupted change is restored before the probes, so a later snapshot replaces one without paths. */
function beginsChange({ before }: RunRecord, event: RunEvent): boolean {
  if (before !== null && before.paths.length > 0) return false;
  if (event.type === 'backup' || event.type === 'write') return before === null;
  if (event.type !== 'step' || event.status !== 'started') return false;
  return (
    event.step === 'back-up' || (before === null && (event.step === 'write' || event.step === 'restore'))
  );
}
