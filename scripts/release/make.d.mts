/** Types of make.mjs, which describes its functions. */
export declare function packPackage(root: string, out: string): string;
