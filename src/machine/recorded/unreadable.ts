import { MAX_TEXT_BYTES } from '../../core/reg-file/encoding.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { MachineIdentity } from '../port.ts';
import { sha256 } from './recorded.ts';
import { recordingFiles } from './recorded-parts.ts';

/** A file that was a recording when it was changed; its content now is not parsed. */
export interface UnreadableRecording {
  /** Canonical. */
  path: string;
  identity: MachineIdentity;
  /** Of the bytes that were read; lower-case hex. */
  sha256: string;
  /** Replaces the file, durably; `false` when it no longer has these bytes. */
  replace(bytes: Uint8Array): Promise<boolean>;
}

/**
 * The one file of a recording, for a rollback that replaces all of it; `null` when there are several. Rejects with
 * P2sError `input`, or a system error.
 */
export async function openUnreadable(file: string): Promise<UnreadableRecording | null> {
  const files = nodeFiles();
  const [path, ...more] = await recordingFiles([file]);
  if (path === undefined || more.length > 0) return null;
  const before = await files.read(path, MAX_TEXT_BYTES);
  return {
    path,
    identity: { kind: 'recorded', id: path },
    sha256: sha256(before),
    replace: (bytes) => files.replace(path, bytes, { expected: before }),
  };
}
