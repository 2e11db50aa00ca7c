/** What an entry of a folder is, the entry itself and not what a link points to. */
export interface FileInfo {
  kind: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits; meaningless on Windows. */
  mode: number;
  /** Owner; 0 on Windows. */
  uid: number;
  modifiedAt: Date;
}

export interface ReplaceOptions {
  /** Permission bits of a new file (before the umask); an existing file keeps its own. Default 0o666. */
  mode?: number;
  /** Put in place only if the file holds exactly these bytes at the last moment. */
  expected?: Uint8Array;
}

/**
 * The few file operations that recordings and the state folder need, so that tests can stop or fail each of them.
 * Every operation that changes something is durable when it resolves. Failures of the system are Node's own errors
 * with an errno `code`.
 */
export interface FilePort {
  /** The whole file. P2sError `input` when it is no regular file or has more than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** All of the new content or all of the old, never a mixture. `false`: the file no longer holds `expected`. */
  replace(path: string, bytes: Uint8Array, options?: ReplaceOptions): Promise<boolean>;
  /** Adds at the end; makes the file (0o600) when it is missing. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** A missing file is no error. */
  remove(path: string): Promise<void>;
  /** The names in a folder; none when it is missing. */
  list(folder: string): Promise<string[]>;
  /** Makes a folder and those above it, each with this mode; one that is there already is no error. */
  makeFolder(path: string, mode: number): Promise<void>;
  /** `null` when there is nothing. */
  info(path: string): Promise<FileInfo | null>;
  /** The canonical path of an existing file. */
  realpath(path: string): Promise<string>;
}
