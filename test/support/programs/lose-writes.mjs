/**
 * Preloaded into the program (`node --import`): a file that would replace one whose name P2S_LOSE describes is
 * lost, although the system reports success. Only once, so that the old file can be restored.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const { rename, rm } = promises;
const pattern = new RegExp(process.env.P2S_LOSE ?? '^$');
let lost = false;

Object.assign(promises, {
  /** @param {string} from @param {string} to */
  async rename(from, to) {
    if (lost || !pattern.test(path.basename(to))) return rename(from, to);
    lost = true;
    return rm(from);
  },
});
syncBuiltinESMExports();
