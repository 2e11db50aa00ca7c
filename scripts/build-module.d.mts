/** Types of build-module.mjs; what it does is said there. */
export declare function buildModule(repoRoot: string, outDir: string, version: string): Promise<string>;
