/** Types of unsigned.mjs, which describes its functions. */
export declare function withoutSignature(executable: Buffer): Buffer;
export declare function isSigned(signed: Buffer, executable: Buffer): boolean;
