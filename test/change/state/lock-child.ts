import { argv, stdout } from 'node:process';
import { withLock } from '../../../src/change/state/lock.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';

/** `hold FOLDER`: takes the lock and keeps it until it is killed. `count FOLDER FILE N`: adds one to a number, N times. */
const [, , mode, folder = '', file = '', times = '0'] = argv;
const files = nodeFiles();
const dir = { path: folder, files };

if (mode === 'hold') {
  await withLock(dir, { waitMs: 10_000 }, async () => {
    stdout.write('held\n');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
} else {
  for (let i = 0; i < Number(times); i++) {
    await withLock(dir, { waitMs: 60_000 }, async () => {
      const number = Number(new TextDecoder().decode(await files.read(file, 100)));
      await files.replace(file, Buffer.from(String(number + 1)));
    });
  }
}
