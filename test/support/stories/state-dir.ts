import { afterEach, beforeEach } from 'vitest';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { FilePort } from '../../../src/files/port.ts';
import { tempFolder } from '../files.ts';

/** A new state folder for each test of the file or block. */
export function stateDirEach(files: FilePort = nodeFiles()): StateDir {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());
  return {
    get path() {
      return folder.path;
    },
    files,
  };
}
