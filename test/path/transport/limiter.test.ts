import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLimiter } from '../../../src/path/transport/limiter.ts';

it('runs everything once, in order, never more than allowed at once, failures included', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.scheduler(),
      fc.array(fc.boolean(), { maxLength: 12 }),
      async (limit, scheduler, fates) => {
        const limited = createLimiter(limit);
        const started: number[] = [];
        let running = 0;
        const work = fates.map((succeeds, i) =>
          limited(async () => {
            started.push(i);
            running += 1;
            expect(running).toBeLessThanOrEqual(limit);
            await scheduler.schedule(Promise.resolve());
            running -= 1;
            if (!succeeds) throw new Error(`work ${i}`);
            return i;
          }),
        );
        const settled = Promise.allSettled(work);
        await scheduler.waitFor(settled);
        expect((await settled).map(({ status }) => status === 'fulfilled')).toEqual(fates);
        expect(started).toEqual(fates.map((_, i) => i));
      },
    ),
  );
});

it('lets the next begin when there is nothing that waits', async () => {
  const limited = createLimiter(1);
  const work = async () => 'done';
  expect([await limited(work), await limited(work), await limited(work)]).toEqual(Array(3).fill('done'));
});
