import * as z from 'zod';
import type { RegistryValue } from '../../core/model/registry.ts';

/** Longer value names and data are refused. */
const MAX_NAME = 16_383;
const MAX_DATA = 16 * 1024 * 1024;

const text = z.string().max(MAX_DATA);
const hex = text.refine(
  (h) => h.length % 2 === 0 && !/[^0-9a-fA-F]/.test(h),
  'pairs of hexadecimal digits expected',
);
const u32 = z.int().min(0).max(0xffffffff);
const u64 = z
  .string()
  .regex(/^\d{1,20}$/, 'a decimal number expected')
  // Refinements also run after a failed pattern.
  .refine((d) => !/^\d{1,20}$/.test(d) || BigInt(d) <= 0xffffffffffffffffn, 'a number below 2^64 expected');

/** A registry value in JSON: on the wire, in a capture, in a backup. */
export const wireValueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('binary'), hex }),
  z.object({ kind: z.literal('string'), text }),
  z.object({ kind: z.literal('expand-string'), text }),
  z.object({ kind: z.literal('multi-string'), texts: z.array(text).max(100_000) }),
  z.object({ kind: z.literal('dword'), number: u32 }),
  z.object({ kind: z.literal('qword'), text: u64 }),
  z.object({ kind: z.literal('other'), type: u32, hex }),
]);
export type WireValue = z.infer<typeof wireValueSchema>;

/** With its name, as in the keys of a capture. */
export const namedWireValueSchema = z.intersection(
  z.object({ name: z.string().max(MAX_NAME) }),
  wireValueSchema,
);

export function fromWireValue(wire: WireValue): RegistryValue {
  switch (wire.kind) {
    case 'binary':
      return { kind: 'binary', bytes: fromHex(wire.hex) };
    case 'string':
    case 'expand-string':
      return { kind: wire.kind, text: wire.text };
    case 'multi-string':
      return { kind: 'multi-string', texts: wire.texts };
    case 'dword':
      return { kind: 'dword', number: wire.number };
    case 'qword':
      return { kind: 'qword', number: BigInt(wire.text) };
    case 'other':
      return { kind: 'other', type: wire.type, bytes: fromHex(wire.hex) };
  }
}

/** The inverse of {@link fromWireValue}. */
export function toWireValue(value: RegistryValue): WireValue {
  switch (value.kind) {
    case 'binary':
      return { kind: 'binary', hex: toHex(value.bytes) };
    case 'string':
    case 'expand-string':
      return { kind: value.kind, text: value.text };
    case 'multi-string':
      return { kind: 'multi-string', texts: [...value.texts] };
    case 'dword':
      return { kind: 'dword', number: value.number };
    case 'qword':
      return { kind: 'qword', text: String(value.number) };
    case 'other':
      return { kind: 'other', type: value.type, hex: toHex(value.bytes) };
  }
}

/** `null` means that the value is absent. */
export function toWireOrNull(value: RegistryValue | null): WireValue | null {
  return value === null ? null : toWireValue(value);
}

/** Reads the output of {@link toWireOrNull}, and writes it. */
export const valueOrNullSchema = z
  .codec(wireValueSchema, z.custom<RegistryValue>(), { decode: fromWireValue, encode: toWireValue })
  .nullable();

function fromHex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
