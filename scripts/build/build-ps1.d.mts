/** Types of build-ps1.mjs, which describes its functions. */
export declare function buildScripts(repoRoot: string, outDir: string): Promise<string[]>;
export declare function scriptSums(outDir: string): Promise<Record<string, string>>;
