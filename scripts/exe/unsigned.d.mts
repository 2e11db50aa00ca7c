/** Types of unsigned.mjs, which describes its function. */
export declare function withoutSignature(executable: Buffer): Buffer;
