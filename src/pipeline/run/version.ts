declare const P2S_FIX_VERSION: string | undefined;

/** The package's version; the build inserts it. */
export const VERSION: string = typeof P2S_FIX_VERSION === 'string' ? P2S_FIX_VERSION : '0.0.0-source';
