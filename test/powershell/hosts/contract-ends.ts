import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { P2sError } from '../../../src/core/model/errors.ts';
import { type AdapterUnderTest, Bench, failure, RESULT } from './bench.ts';

/** Every other end becomes a typed error within the deadline, leaves no process, and the next run works. */
export function describeEnds(adapter: AdapterUnderTest): void {
  describe.skipIf(process.platform === 'win32')(
    `${adapter.name} with a hostile PowerShell: ends`,
    { timeout: 60_000 },
    () => {
      const { stays } = adapter;
      const bench = new Bench(adapter);

      it.each(['no-result', 'nothing', 'exit-0'])('without a result it fails: %s', async (behaviour) => {
        expect((await failure(bench.ask(behaviour))).code).toBe('powershell-no-result');
      });

      it('reports the exit code of a dead process', async () => {
        const error = await failure(bench.ask('exit-3'));
        expect(error.code).toBe('powershell-no-result');
        expect(error.evidence).toMatchObject({ exitCode: 3, answered: true });
      });

      it('reports the signal of a killed process', async () => {
        const error = await failure(bench.ask('killed'));
        expect(error.code).toBe('powershell-no-result');
        expect(error.evidence).toMatchObject({ signal: 'SIGKILL' });
      });

      it('passes on a failure of the script with its numbers', async () => {
        const error = await failure(bench.ask('error'));
        expect(error.code).toBe('powershell-failed');
        expect(error.where).toBe('HKEY_X');
        expect(error.evidence).toMatchObject({ code: 'denied', hresult: -2147024891, win32: 5 });
        expect(JSON.stringify(error.evidence)).not.toContain('\\u0007');
      });

      it('knows that another run is writing, which is no failure of the script', async () => {
        const error = await failure(bench.ask('busy'));
        expect([error.code, error.where]).toEqual(['locked', 'Global\\p2s-fix-write']);
      });

      it.each([
        ['blocked', 'powershell-blocked', 'Get-ExecutionPolicy'],
        ['not-allowed', 'powershell-not-allowed', 'by publisher or hash'],
        ['antivirus', 'powershell-antivirus', 'false alarm'],
      ])('knows who refused the script, in any language: %s', async (behaviour, code, next) => {
        const error = await failure(bench.ask(behaviour));
        expect(error.code).toBe(code);
        expect(error.next).toContain(next);
      });

      it.each(['hang', 'hang-with-child', 'endless-stderr'])(
        'ends it at the deadline: %s',
        async (behaviour) => {
          const other = bench.another(bench.shop.fake());
          const error = await failure(bench.ask(behaviour, { deadlineMs: 1500 }, other));
          expect(error.code).toBe('powershell-timeout');
          expect(error.evidence).toMatchObject({ deadlineMs: 1500 });
          await other.dispose();
          await bench.host.dispose();
          await bench.shop.allGone();
          expect((await bench.ask('good', {}, other)).result).toEqual(RESULT);
        },
      );

      it('counts the result of a process that hangs afterwards', async () => {
        const other = bench.another(bench.shop.fake());
        expect((await bench.ask('result-then-hang', { deadlineMs: 2000 }, other)).result).toEqual(RESULT);
        await other.dispose();
        await bench.host.dispose();
        await bench.shop.allGone();
      });

      it('does not wait for a child that holds the pipe', async () => {
        const other = bench.another(bench.shop.fake());
        expect((await bench.ask('holds-pipe', {}, other)).result).toEqual(RESULT);
        await other.dispose();
        bench.shop.killAll();
      });

      it.each(['endless-lines', 'endless-line', 'endless-progress'])('caps: %s', async (behaviour) => {
        expect((await failure(bench.ask(behaviour))).code).toBe('powershell-overflow');
      });

      it('is cancelled by its signal', async () => {
        const controller = new AbortController();
        const run = bench.ask('hang', { signal: controller.signal, onEvent: () => controller.abort() });
        expect((await failure(run)).code).toBe('cancelled');
        expect((await failure(bench.ask('good', { signal: controller.signal }))).code).toBe('cancelled');
      });

      it('hands on what the caller throws at an event', async () => {
        const onEvent = () => {
          throw new RangeError('mine');
        };
        await expect(bench.ask('good', { onEvent })).rejects.toThrow(RangeError);
      });

      it('says that there is no such executable', async () => {
        const error = await failure(bench.ask('good', {}, bench.another(`${bench.shop.folder}/missing`)));
        expect(error.code).toBe('powershell-missing');
        expect(error.evidence).toMatchObject({ errno: 'ENOENT' });
        expect(error.where).toBe(`${bench.shop.folder}/missing`);
      });

      it('says that an executable may not be run', async () => {
        const plain = join(bench.shop.folder, 'plain');
        writeFileSync(plain, '', { mode: 0o644 });
        expect((await failure(bench.ask('good', {}, bench.another(plain)))).code).toBe(
          'powershell-not-allowed',
        );
      });

      it('says that a stub never answered', async () => {
        const error = await failure(bench.ask('good', {}, bench.another(bench.shop.fake('stub'))));
        expect(error.code).toBe('powershell-no-result');
        expect(error.evidence).toMatchObject({ exitCode: 0, answered: false });
      });

      it('keeps runs apart that were started together', async () => {
        const other = bench.another(bench.shop.fake());
        const behaviours = ['good', 'exit-3', 'echo', 'error', 'two-results'];
        const ends = await Promise.allSettled(behaviours.map((behaviour) => bench.ask(behaviour, {}, other)));
        expect(
          ends.map((end) => (end.status === 'fulfilled' ? 'result' : (end.reason as P2sError).code)),
        ).toEqual(['result', 'powershell-no-result', 'result', 'powershell-failed', 'result']);
      });

      it('answers after every kind of failure', async () => {
        for (const behaviour of ['exit-3', 'killed', 'nothing', 'blocked', 'endless-line']) {
          await failure(bench.ask(behaviour));
          expect((await bench.ask('one-chunk-crlf')).result).toEqual(RESULT);
        }
      });

      it.runIf(stays)('is ended with its children while a run is going on', async () => {
        const other = bench.another(bench.shop.fake());
        const controller = new AbortController();
        const failed = failure(bench.ask('child-then-hang', { onEvent: () => controller.abort() }, other));
        await once(controller.signal, 'abort');
        await other.dispose();
        expect((await failed).code).toBe('powershell-no-result');
        await bench.host.dispose();
        await bench.shop.allGone();
      });

      it.runIf(stays)('starts no process for a run that waits when it is disposed', async () => {
        const other = bench.another(bench.shop.fake());
        const controller = new AbortController();
        const onEvent = () => controller.abort();
        const first = failure(bench.ask('child-then-hang', { onEvent }, other));
        const waiting = failure(bench.ask('good', {}, other));
        await once(controller.signal, 'abort');
        await other.dispose();
        expect([(await first).code, (await waiting).code]).toEqual(['powershell-no-result', 'cancelled']);
        await bench.host.dispose();
        await bench.shop.allGone();
      });

      it.runIf(stays)('uses one process for many runs', async () => {
        const other = bench.another(bench.shop.fake());
        await bench.ask('good', {}, other);
        const before = bench.shop.alive();
        await bench.ask('byte-by-byte', {}, other);
        await bench.ask('nothing', {}, other).catch(() => undefined);
        expect(bench.shop.alive()).toEqual(before);
      });
    },
  );
}
