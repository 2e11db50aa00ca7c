import type { StateDir } from '../../src/change/state/state-dir.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import { tempFolder } from '../support/files.ts';

/** A new state folder. */
export async function stateFolder(): Promise<{ dir: StateDir; remove: () => Promise<void> }> {
  const { path, remove } = await tempFolder();
  return { dir: { path, files: nodeFiles() }, remove };
}

export const NOW = new Date('2026-11-24T10:00:00.000Z');
export const MACHINE = { kind: 'local' as const, id: '11111111-2222-3333-4444-555555555555' };
