/** Types of test-report.mjs, which describes its functions. */
export interface FileResult {
  name: string;
  status: string;
  assertionResults: { status: string; failureMessages?: string[] }[];
}
export declare function readReport(path: string): FileResult[] | null;
export declare function failedIn(files: readonly FileResult[], folder: string): string[];
export declare function endedEarlyIn(files: readonly FileResult[], folder: string): string[];
export declare function withLater(first: readonly FileResult[], again: readonly FileResult[]): FileResult[];
export declare function countsOf(
  files: readonly FileResult[],
  status: number | null,
): { passed: number; failed: number; skipped: number };
