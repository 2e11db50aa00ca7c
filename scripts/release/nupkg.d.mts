/** Types of nupkg.mjs, which describes its functions. */
export declare function writeNupkg(out: string, module: ReadonlyMap<string, Uint8Array>): string;
