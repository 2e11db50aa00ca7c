/**
 * Key material that is kept briefly and never shown: printing, inspecting or serializing it gives a placeholder.
 * {@link reveal} is for the code that uses it.
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

/** Digests of `auth` that a profile can set for its tls-auth key. */
export const DIGESTS = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

/** Protection of the first packets of an OpenVPN connection; without the right key, a server does not answer. */
export type ControlKey =
  | { kind: 'none' }
  | {
      kind: 'tls-auth';
      key: SecretBytes;
      /** `key-direction`: the half that the client sends with; `null`: the first half for both. */
      direction: 0 | 1 | null;
      digest: (typeof DIGESTS)[number];
    }
  | { kind: 'tls-crypt'; key: SecretBytes };

/** The settings of a profile for an OpenVPN server. Read only on request. */
export interface OpenVpnAccess {
  transport: 'tcp' | 'udp';
  /** The reason, if the key cannot be used. */
  key: ControlKey | { kind: 'unsupported'; reason: 'tls-crypt-v2' | 'key-file' | 'digest' };
}
