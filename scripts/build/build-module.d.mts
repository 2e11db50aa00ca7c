/** Types of build-module.mjs, which describes its functions. */
export declare function buildModule(
  repoRoot: string,
  outDir: string,
  version: string,
  home: string | null,
): Promise<string>;
