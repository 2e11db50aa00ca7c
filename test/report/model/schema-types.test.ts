import { expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { documentSchema } from '../../../src/core/schema/document.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';

/** Interfaces as object types, which an open schema accepts. */
type Plain<T> = T extends readonly (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;
/** The type of a store is not made of its schema yet: it has members that are not published. */
type Reported = Omit<ReportDocument, 'stores'> & Pick<z.input<typeof documentSchema>, 'stores'>;

// `npm run types` judges it: a member that the schema refuses does not compile.
it('the type of the document fits its schema', () => {
  expectTypeOf<Plain<Reported>>().toExtend<z.input<typeof documentSchema>>();
});
