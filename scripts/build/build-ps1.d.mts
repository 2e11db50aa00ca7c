/** Types of build-ps1.mjs, which describes its functions. */
export declare function buildScripts(repoRoot: string, outDir: string): Promise<string[]>;
