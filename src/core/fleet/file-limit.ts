const MIB = 1024 * 1024;

/** Of a file with collected results. V8 holds no text of 512 MiB. */
export const MAX_FILE_BYTES = 500 * MIB;

/** The same as a message shows it. */
export const MAX_FILE_SIZE = `${MAX_FILE_BYTES / MIB} MB`;
