/** Signatures and keys that OpenSSL knows and this page does not. */
let found = false;

/** An algorithm that this page cannot calculate; what depends on it must be judged by the command. */
export class UnsupportedAlgorithm extends Error {
  constructor(name: string) {
    super(`not supported in a browser: ${name}`);
    found = true;
  }
}

/** Whether that happened since the last call. */
export function wasUnsupported(): boolean {
  const was = found;
  found = false;
  return was;
}
