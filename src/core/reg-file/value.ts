import type { RegistryValue } from '../model/registry.ts';

const NUL = '\0';

/**
 * The raw data of a value (winnt.h REG_* type) as a typed value. `wide` is false in REGEDIT4 files, where strings
 * are single-byte. Data that does not match its type exactly becomes `other`, so that it can be written unchanged.
 */
export function valueFromData(type: number, bytes: Uint8Array, wide: boolean): RegistryValue {
  switch (type) {
    case 1:
    case 2: {
      const text = terminated(bytes, wide);
      return text === null
        ? { kind: 'other', type, bytes }
        : { kind: type === 1 ? 'string' : 'expand-string', text };
    }
    case 3:
      return { kind: 'binary', bytes };
    case 4:
      if (bytes.length === 4) return { kind: 'dword', number: view(bytes).getUint32(0, true) };
      return { kind: 'other', type, bytes };
    case 7: {
      const body = terminated(bytes, wide);
      if (body === null || (body !== '' && !body.endsWith(NUL))) return { kind: 'other', type, bytes };
      return { kind: 'multi-string', texts: body === '' ? [] : body.slice(0, -1).split(NUL) };
    }
    case 11:
      if (bytes.length === 8) return { kind: 'qword', number: view(bytes).getBigUint64(0, true) };
      return { kind: 'other', type, bytes };
    default:
      return { kind: 'other', type, bytes };
  }
}

/** The inverse of {@link valueFromData}. With `wide` false, characters above U+00FF are lost: check before. */
export function valueToData(value: RegistryValue, wide: boolean): { type: number; bytes: Uint8Array } {
  switch (value.kind) {
    case 'string':
      return { type: 1, bytes: encode(value.text + NUL, wide) };
    case 'expand-string':
      return { type: 2, bytes: encode(value.text + NUL, wide) };
    case 'binary':
      return { type: 3, bytes: value.bytes };
    case 'dword': {
      const bytes = new Uint8Array(4);
      view(bytes).setUint32(0, value.number, true);
      return { type: 4, bytes };
    }
    case 'multi-string':
      return { type: 7, bytes: encode(value.texts.map((text) => text + NUL).join('') + NUL, wide) };
    case 'qword': {
      const bytes = new Uint8Array(8);
      view(bytes).setBigUint64(0, value.number, true);
      return { type: 11, bytes };
    }
    case 'other':
      return { type: value.type, bytes: value.bytes };
  }
}

/** All text of the value. */
export function valueText(value: RegistryValue): string {
  if (value.kind === 'string' || value.kind === 'expand-string') return value.text;
  return value.kind === 'multi-string' ? value.texts.join('') : '';
}

function terminated(bytes: Uint8Array, wide: boolean): string | null {
  if (wide && bytes.length % 2 !== 0) return null;
  const text = Buffer.from(bytes).toString(wide ? 'utf16le' : 'latin1');
  return text.endsWith(NUL) ? text.slice(0, -1) : null;
}

function encode(text: string, wide: boolean): Uint8Array {
  return new Uint8Array(Buffer.from(text, wide ? 'utf16le' : 'latin1'));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
