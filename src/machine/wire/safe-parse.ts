import type * as z from 'zod';

type Checked<T> = { success: true; data: T } | { success: false; error: { issues: z.core.$ZodIssue[] } };

/**
 * `schema.safeParse` for untrusted values. zod throws when a text or list is expected and the value is an object
 * whose `length` cannot be compared, because it checks limits regardless of the type.
 */
export function safeParse<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  try {
    return schema.safeParse(value);
  } catch {
    return {
      success: false,
      error: { issues: [{ code: 'custom', path: [], message: 'a value of another type' }] },
    };
  }
}
