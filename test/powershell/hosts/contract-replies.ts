import { describe, expect, it } from 'vitest';
import { type AdapterUnderTest, Bench, failure, RESULT } from './bench.ts';

/** The reply is found whatever surrounds it and however it arrives, and nothing else counts as a reply. */
export function describeReplies(adapter: AdapterUnderTest): void {
  describe.skipIf(process.platform === 'win32')(
    `${adapter.name} with a hostile PowerShell: replies`,
    { timeout: 60_000 },
    () => {
      const bench = new Bench(adapter);

      it.each([
        'good',
        'one-chunk',
        'one-chunk-crlf',
        'byte-by-byte',
        'byte-by-byte-crlf',
        'bom',
        'clixml',
        'stray-lines',
      ])('takes the result and the progress of: %s', async (behaviour) => {
        const steps: unknown[] = [];
        const { result } = await bench.ask(behaviour, { onEvent: (event) => steps.push(event) });
        expect(result).toEqual(RESULT);
        expect(steps).toEqual([
          { type: 'progress', step: 1 },
          { type: 'progress', step: 2 },
        ]);
      });

      it('finds reply lines in the middle of a line', async () => {
        const steps: unknown[] = [];
        const { result, diagnostics } = await bench.ask('stray-same-line', {
          onEvent: ({ step }) => steps.push(step),
        });
        expect(result).toEqual(RESULT);
        expect(steps).toEqual([1, 2]);
        expect(diagnostics).toEqual(['no end of line', '>', '<']);
      });

      it('takes a result without a line end', async () => {
        expect((await bench.ask('no-final-newline')).result).toEqual(RESULT);
      });

      it('keeps what stands around the reply as diagnostics', async () => {
        const { diagnostics } = await bench.ask('stray-lines');
        expect(diagnostics).toEqual(['WARNING: before', 'VERBOSE: after']);
      });

      it('keeps foreign bytes as printable ASCII', async () => {
        const { result, diagnostics } = await bench.ask('cp932');
        expect(result).toEqual(RESULT);
        expect(diagnostics).toHaveLength(2);
        for (const line of diagnostics) expect(line).toMatch(/^[\x20-\x7e]+$/);
      });

      it('takes the first of two results', async () => {
        const { result, diagnostics } = await bench.ask('two-results');
        expect(result).toBe('first');
        expect(diagnostics.join()).toContain('second');
      });

      it('ignores a broken reply line', async () => {
        expect((await bench.ask('broken-then-good')).result).toEqual(RESULT);
      });

      it('ignores a reply to somebody else', async () => {
        const { result, diagnostics } = await bench.ask('other-nonce-too');
        expect(result).toEqual(RESULT);
        expect(diagnostics.join()).toContain('not yours');
        expect((await failure(bench.ask('other-nonce'))).code).toBe('powershell-no-result');
      });

      it('survives noise on standard error, and caps it', async () => {
        const { result, diagnostics } = await bench.ask('stderr-noise');
        expect(result).toEqual(RESULT);
        expect(diagnostics.length).toBeLessThanOrEqual(101);
      });

      it('carries any text in a request', async () => {
        const request = { behaviour: 'echo', text: 'é日本\u0000\u2019\'"\\\n$(x)`\ud800', list: [1] };
        const { result } = await bench.host.run('Get-P2SMachine', request, { deadlineMs: 20_000 });
        expect(result).toEqual({ ...request, nonce: expect.stringMatching(/^[0-9a-f]{32}$/) });
      });
    },
  );
}
