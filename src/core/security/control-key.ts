/**
 * Key material that is held for a moment and shown nowhere: whatever prints, inspects or serialises it gets a word in
 * its place. {@link reveal} is for the code that uses it.
 */
export class SecretBytes {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = Uint8Array.from(bytes);
  }

  reveal(): Uint8Array {
    return this.#bytes;
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/** A static key of OpenVPN: 2048 bits, one half for each direction. */
export const STATIC_KEY_BYTES = 256;

/** Digests of `auth` that a profile can name for its tls-auth key. */
export const DIGESTS = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

/** How the first packets of an OpenVPN connection are protected; without the right key a server answers nothing. */
export type ControlKey =
  | { kind: 'none' }
  | {
      kind: 'tls-auth';
      key: SecretBytes;
      /** `key-direction`: which half the client sends with; `null`: the first for both. */
      direction: 0 | 1 | null;
      digest: (typeof DIGESTS)[number];
    }
  | { kind: 'tls-crypt'; key: SecretBytes };

/** What a profile says of the way to an OpenVPN server. Read only where it is asked for. */
export interface OpenVpnAccess {
  transport: 'tcp' | 'udp';
  /** Why the key cannot be used, where there is one that cannot. */
  key: ControlKey | { kind: 'unsupported'; reason: 'tls-crypt-v2' | 'key-file' | 'digest' };
}
