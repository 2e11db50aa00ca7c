import type { Assessment } from '../core/assess.ts';
import { P2sError } from '../core/errors.ts';
import { say } from '../core/say.ts';
import type { Machine } from '../machine/port.ts';

/** The stores that a change goes by and that this run may not read. What a recording leaves out is not denied. */
export function deniedStores(machine: Pick<Machine, 'kind'>, { winInet, winHttp }: Assessment): string[] {
  if (machine.kind === 'recorded') return [];
  return [winInet, winHttp.native, winHttp.wow64].flatMap((store) =>
    store?.present === null ? [store.id] : [],
  );
}

/**
 * An apply that may not read one of the stores would align the others with a guess, or leave this one out.
 *
 * @throws P2sError `needs-elevation`: nothing has been written then
 */
export function refuseUnseen(machine: Pick<Machine, 'kind'>, assessment: Assessment): void {
  const denied = deniedStores(machine, assessment);
  if (denied.length === 0) return;
  const elevated = assessment.observation.user?.elevated === true;
  throw new P2sError(
    'needs-elevation',
    say`Windows denied reading these stores: ${denied}. Nothing was written.`,
    {
      where: denied.join(', '),
      next: elevated
        ? say`This run is elevated already: look at the permissions of the keys that the findings name.`
        : say`Open a terminal with "Run as administrator" and run the same command there.`,
    },
  );
}
