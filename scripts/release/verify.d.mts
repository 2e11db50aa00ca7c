/** Types of verify.mjs, which describes its functions. */
export declare function checkSums(out: string): void;
export declare function checkTarball(root: string, tarball: string): void;
export declare function checkExe(root: string, exe: string): void;
