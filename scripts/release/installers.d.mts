/** Types of installers.mjs, which describes its functions. */
export declare function writeInstallers(root: string, out: string, home: string): void;
