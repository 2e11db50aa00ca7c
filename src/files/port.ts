/** Facts about an entry of a folder; of a link itself, not of its target. */
export interface FileInfo {
  kind: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits; meaningless on Windows. */
  mode: number;
  /** Owner; 0 on Windows. */
  uid: number;
  /** Group; 0 on Windows. */
  gid: number;
  modifiedAt: Date;
}

export interface ReplaceOptions {
  /** Permission bits of a new file (before the umask); an existing file keeps its own. Default 0o666. */
  mode?: number;
  /** Replace only if the file still has exactly these bytes at the last moment. */
  expected?: Uint8Array;
}

/**
 * The few file operations of recordings and the state folder, so that tests can stop or fail each of them.
 * Every operation that changes something is durable when it resolves. System failures are Node's own
 * errors with an errno `code`.
 */
export interface FilePort {
  /** The whole file. P2sError `input` if it is not a regular file or has more than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** All of the new content or all of the old, never a mixture. `false`: the file no longer matches `expected`. */
  replace(path: string, bytes: Uint8Array, options?: ReplaceOptions): Promise<boolean>;
  /** Appends, never through a link; creates the file (0o600) if it is missing. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** A missing file is not an error. */
  remove(path: string): Promise<void>;
  /** The names in a folder; empty if it is missing. */
  list(folder: string): Promise<string[]>;
  /** Creates a folder and its parents, each with this mode; an existing one is not an error. */
  makeFolder(path: string, mode: number): Promise<void>;
  /** `null` if the entry does not exist. */
  info(path: string): Promise<FileInfo | null>;
  /** The canonical path of an existing file. */
  realpath(path: string): Promise<string>;
}
