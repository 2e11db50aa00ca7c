/** Types of build-ps1.mjs; what it does is said there. */
export declare function buildScripts(repoRoot: string, outDir: string): Promise<string[]>;
export declare function scriptSums(outDir: string): Promise<Record<string, string>>;
