/** Global set-up of the `lab` tests: they need a lab that is ready, and leave no computer of a dead process behind. */
import { sweep } from '../../../scripts/lab/run/computer.mjs';
import { whyNotReady } from '../../../scripts/lab/setup/setup.mjs';

export default async function setup(): Promise<() => Promise<void>> {
  const reason = whyNotReady();
  if (reason !== null) throw new Error(reason);
  await sweep();
  return async () => {
    await sweep();
  };
}
