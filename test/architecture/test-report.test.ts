import { describe, expect, it } from 'vitest';
import { countsOf, endedEarlyIn, failedIn, withLater } from '../../scripts/test/test-report.mjs';

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});

describe('what a run of the tests comes to', () => {
  const files = [
    file('/x/test/a.test.ts', 'passed', 'failed', 'skipped'),
    file('/x/test/lab/b.test.ts', 'passed', 'failed', 'failed'),
    file('/x/test/lab/c.test.ts', 'passed'),
    file('/x/test/lab/d.test.ts'),
  ];

  it('counts a file that could not be loaded, and an error that no test caught', () => {
    expect(countsOf(files, 1)).toEqual({ passed: 3, failed: 4, skipped: 1 });
    expect(countsOf([file('/x/a', 'passed')], 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countsOf([file('/x/a', 'passed')], 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countsOf([file('/x/a', 'passed')], null).failed).toBe(1);
  });

  it('knows the files of the lab in which a PowerShell ended before it began', () => {
    const failing = (name: string, text: string) => ({
      ...file(name, 'failed'),
      assertionResults: [{ status: 'passed' }, { status: 'failed', failureMessages: ['other', text] }],
    });
    const messages = [
      "AssertionError: expected { code: 'powershell-no-result', …(3) } to be undefined",
      'P2sError: P2sError: Set-P2SRegistry ended without a result.\n  at x',
      'P2sError: Set-P2SRegistry ended without a result. All values were restored.',
      'AssertionError: expected 1 to be 2',
    ];
    const early = messages.map((text, number) => failing(`/x/test/lab/${number}.test.ts`, text));
    expect(endedEarlyIn([...files, ...early], '/x/test/lab/')).toEqual([
      '/x/test/lab/0.test.ts',
      '/x/test/lab/1.test.ts',
    ]);
    expect(endedEarlyIn(early, '/x/test/e2e/')).toEqual([]);
  });

  it('uses the newer result of a file that ran again, and the first result of one that did not', () => {
    expect(failedIn(files, '/x/test/lab/')).toEqual(['/x/test/lab/b.test.ts', '/x/test/lab/d.test.ts']);
    const again = [file('/x/test/lab/b.test.ts', 'passed', 'passed', 'passed')];
    expect(countsOf(withLater(files, again), 0)).toEqual({ passed: 5, failed: 2, skipped: 1 });
    expect(countsOf(withLater(files, []), 1)).toEqual(countsOf(files, 1));
  });
});
