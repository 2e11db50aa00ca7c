import { dequal } from 'dequal';
import EventEmitter from 'events/events.js';
import posix from 'path-browserify';

// The small parts of Node's modules that the program uses, each by the name of its module.

/** A browser has no limit of listeners. */
export const events = { EventEmitter, setMaxListeners: (): void => undefined };

/** Paths in the page have no drive. */
export const path = { ...posix, posix, win32: posix };

const NONE = 'none.invalid';

export const url = {
  /** Node's function with the same steps: sets the host of a URL, which ignores an invalid host. */
  domainToASCII(domain: string): string {
    const address = new URL(`ws://${NONE}`);
    address.hostname = domain;
    return address.hostname === NONE ? '' : address.hostname;
  },
  /** Files of the page are not in a file system. */
  fileURLToPath: (address: URL | string): string => String(address),
};

export const util = {
  isDeepStrictEqual: dequal,
  /** For libraries without classes. */
  inherits(child: { prototype: object }, parent: { prototype: object }): void {
    Object.setPrototypeOf(child.prototype, parent.prototype);
  },
};

export const vm = {
  /** No timeout here: the interpreter checks the time itself, and the page can terminate the worker. */
  runInNewContext: <T>(_call: string, { work }: { work: () => T }): T => work(),
};
