import type { FleetCall } from './fan-out.ts';

/** PowerShell parses a request as a whole. */
const MAX_CALLS = 2000;
const MAX_REQUEST_CHARS = 8 * 1024 * 1024;

/** Splits the calls, in order, into requests of limited size; a payload shared by many calls counts once. */
export function batchesOf(calls: readonly FleetCall[]): FleetCall[][] {
  const batches: FleetCall[][] = [];
  let batch: FleetCall[] = [];
  let carried = new Set<string>();
  let length = 0;
  for (const call of calls) {
    const text = `${call.script} ${JSON.stringify(call.request)}`;
    const more = carried.has(text) ? 0 : text.length;
    if (batch.length > 0 && (batch.length >= MAX_CALLS || length + more > MAX_REQUEST_CHARS)) {
      batches.push(batch);
      batch = [];
      carried = new Set();
      length = 0;
    }
    length += carried.has(text) ? 0 : text.length;
    carried.add(text);
    batch.push(call);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
