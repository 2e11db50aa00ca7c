import * as z from 'zod';

/**
 * Schemas of the document of a run: its types are made of them (`z.infer`, by `import type`, so that no run loads them),
 * and so is the published JSON Schema. They are closed here, so that a misspelt member does not compile.
 */

/** Any number of them. */
export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

/** Present, or absent. */
export const flag = z.literal(true).exactOptional();

/** A set of words that may grow: for readers of the published schema, any word. */
export const growing = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words).meta({ growing: true });

/** A word of a type that has no list of its own: for readers of the published schema, any word. */
export const word = <T extends string>() => z.string() as unknown as z.ZodType<T>;

export const user = z.object({ name: z.string().nullable(), sid: z.string().nullable() });

/** The published form: open for the members and the words of later versions. */
export function published(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) jsonSchema.additionalProperties = {};
      if (jsonSchema.growing === true) delete jsonSchema.enum;
      delete jsonSchema.growing;
      delete jsonSchema.readOnly;
    },
  });
}
