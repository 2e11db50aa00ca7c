/** Types of unsigned.mjs; what it does is said there. */
export declare function withoutSignature(executable: Buffer): Buffer;
