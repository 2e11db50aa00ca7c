/**
 * The registry in p2s-fix: raw typed values under full key paths. Local computers, `.reg` exports and captures all
 * become this form, so that the same code handles them.
 */
export type RegistryValue =
  | { kind: 'binary'; bytes: Uint8Array }
  | { kind: 'string'; text: string }
  | { kind: 'expand-string'; text: string }
  | { kind: 'multi-string'; texts: readonly string[] }
  | { kind: 'dword'; number: number }
  | { kind: 'qword'; number: bigint }
  /** Any other REG_* type, unchanged. */
  | { kind: 'other'; type: number; bytes: Uint8Array };

/** `unseen`: not exported, or access denied; nothing is known about the key. */
export const VISIBILITIES = ['present', 'absent', 'unseen'] as const;
export type KeyVisibility = (typeof VISIBILITIES)[number];

export interface RegistryKey {
  /** Full path with the long hive name and backslashes, e.g. `HKEY_LOCAL_MACHINE\SOFTWARE\…`. */
  path: string;
  visibility: KeyVisibility;
  /** Why it is unseen, if not because access was denied: users can fill their own keys. */
  reason?: 'too-large' | undefined;
  /** By value name as spelled in the registry; `''` is the default value. */
  values: ReadonlyMap<string, RegistryValue>;
}

/** The name of a value's type, as in `reg.exe`. */
export function typeOf(value: RegistryValue): string {
  switch (value.kind) {
    case 'binary':
      return 'REG_BINARY';
    case 'string':
      return 'REG_SZ';
    case 'expand-string':
      return 'REG_EXPAND_SZ';
    case 'multi-string':
      return 'REG_MULTI_SZ';
    case 'dword':
      return 'REG_DWORD';
    case 'qword':
      return 'REG_QWORD';
    case 'other':
      // PowerShell reports a type that .NET does not know as 0xFFFFFFFF.
      return value.type === 0 ? 'REG_NONE' : value.type === 0xffffffff ? 'unknown' : `REG type ${value.type}`;
  }
}

/** Whether .NET, and so PowerShell, can write the value with its type; REG_NONE it can. `null`: the value is absent. */
export function isWritable(value: RegistryValue | null): boolean {
  return value?.kind !== 'other' || value.type === 0;
}

/** One change of one value, with the value that it expects to replace; `null` means that the value is absent. */
export interface RegistryWrite {
  key: string;
  name: string;
  expected: RegistryValue | null;
  next: RegistryValue | null;
}

/** A read-only set of keys; names are case-insensitive, as in Windows. */
export class RegistrySnapshot {
  readonly #keys = new Map<string, RegistryKey>();

  constructor(keys: Iterable<RegistryKey>) {
    for (const key of keys) this.#keys.set(key.path.toLowerCase(), key);
  }

  get keys(): IterableIterator<RegistryKey> {
    return this.#keys.values();
  }

  /** The key; `absent` if a parent key is absent, else `unseen` if nothing is known of it. */
  key(path: string): RegistryKey {
    const lower = path.toLowerCase();
    const known = this.#keys.get(lower);
    if (known !== undefined) return known;
    let isAbsent = false;
    for (let at = lower.lastIndexOf('\\'); at > 0 && !isAbsent; at = lower.lastIndexOf('\\', at - 1))
      isAbsent = this.#keys.get(lower.slice(0, at))?.visibility === 'absent';
    return { path, visibility: isAbsent ? 'absent' : 'unseen', values: new Map() };
  }

  /** The value, `null` when it is absent, `undefined` when the key is unseen. */
  value(path: string, name: string): RegistryValue | null | undefined {
    const key = this.key(path);
    if (key.visibility === 'unseen') return undefined;
    const exact = key.values.get(name);
    if (exact !== undefined) return exact;
    const lower = name.toLowerCase();
    for (const [have, value] of key.values) if (have.toLowerCase() === lower) return value;
    return null;
  }
}

/** Whether two values (or absences) have the same type and the same bytes. */
export function sameValue(a: RegistryValue | null, b: RegistryValue | null): boolean {
  if (a === null || b === null) return a === b;
  switch (a.kind) {
    case 'binary':
      return b.kind === 'binary' && sameBytes(a.bytes, b.bytes);
    case 'other':
      return b.kind === 'other' && a.type === b.type && sameBytes(a.bytes, b.bytes);
    case 'string':
    case 'expand-string':
      return b.kind === a.kind && a.text === b.text;
    case 'multi-string':
      return (
        b.kind === a.kind && a.texts.length === b.texts.length && a.texts.every((t, i) => t === b.texts[i])
      );
    case 'dword':
    case 'qword':
      return b.kind === a.kind && a.number === b.number;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** The bytes of a Buffer as a plain array of bytes, without a copy: a recording may have many megabytes. */
export function asBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
