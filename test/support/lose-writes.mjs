/**
 * Preloaded into the program (`node --import`): what is to take the place of a file whose name P2S_LOSE describes is
 * lost, although the system says that all is well. Only once, so that what was there can be put back.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const { rename, rm } = promises;
const wanted = new RegExp(process.env.P2S_LOSE ?? '^$');
let lost = false;

Object.assign(promises, {
  /** @param {string} from @param {string} to */
  async rename(from, to) {
    if (lost || !wanted.test(path.basename(to))) return rename(from, to);
    lost = true;
    return rm(from);
  },
});
syncBuiltinESMExports();
