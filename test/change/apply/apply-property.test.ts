import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { type RegistryValue, sameValue } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import { recordedRegistry, setValue } from '../../support/machines/machines.ts';
import { applyScene, type Kind, type Write } from './apply-scene.ts';
import { faultsOf, refusing, THEIRS } from './faults.ts';

describe('whatever goes wrong, in whatever order', () => {
  const faults = fc.record({
    kind: fc.constantFrom<Kind>('recording', 'live'),
    /** The number of writes that are really made. */
    written: fc.nat(5),
    /** The status that the writer then reports. */
    says: fc.constantFrom('done', 'failed', 'denied', 'changed', 'nothing'),
    /** Values that another program sets meanwhile, to their old content or to other content. */
    meanwhile: fc.array(fc.record({ at: fc.nat(5), back: fc.boolean() }), { maxLength: 3 }),
    /** Restore calls fail this often before they succeed. */
    refusals: fc.nat(4),
    blind: fc.boolean(),
  });

  it('no value of ours is left without a journal, nothing of theirs is overwritten, and a success is whole', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async ({ kind, written, says, meanwhile, refusals, blind }) => {
        const scene = await applyScene(kind);
        try {
          const writes = scene.plan.changes.flatMap((change) => change.writes);
          const foreign = new Map<number, RegistryValue | null>();
          const { calls, own, stopsAt } = faultsOf(scene);
          const change: Write = async (steps, options) => {
            const stop = says === 'done' || says === 'nothing' ? own : stopsAt(written, says);
            const due = says === 'nothing' ? steps.slice(0, written) : steps;
            const report = await stop(due, options);
            for (const { at, back } of meanwhile) {
              const { key, name, expected } = writes[at] ?? { key: '', name: '', expected: null };
              const value = back ? expected : THEIRS;
              foreign.set(at, value);
              await setValue(scene.file, key, name, value);
            }
            if (says === 'nothing') throw new P2sError('powershell-timeout', say('No answer.'));
            return report;
          };
          const write = calls(change, ...new Array<Write>(refusals).fill(refusing('failed')));
          let observations = 0;
          const observe = () => {
            if (blind && observations++ === 0)
              return Promise.reject(new P2sError('powershell-timeout', say('No answer.')));
            return scene.base.observe({ deadlineMs: 10_000 });
          };
          const error = await scene.apply(scene.machine({ write, observe })).then(
            () => null,
            (reason: unknown) => reason as P2sError,
          );
          const now = await recordedRegistry(scene.file);
          const journal = await scene.journal();
          await scene.backup();
          for (const [index, { key, name, expected, next }] of writes.entries()) {
            const value = now.value(key, name) ?? null;
            const set = foreign.get(index);
            if (set !== undefined && !sameValue(set, expected)) expect(value).toEqual(set);
            else if (error === null) expect(value).toEqual(next);
            else if (journal === null) expect(value).toEqual(expected);
            else expect(sameValue(value, expected) || sameValue(value, next)).toBe(true);
          }
          expect(journal !== null).toBe(error?.code === 'restore-failed');
        } finally {
          await scene.remove();
        }
      }),
      { numRuns: 80 },
    );
  }, 120_000);
});
