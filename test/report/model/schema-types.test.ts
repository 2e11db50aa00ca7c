import { expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { documentSchema } from '../../../src/core/schema/document.ts';
import type { StoreView } from '../../../src/core/stores/stores.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';

/** Interfaces as object types, which an open schema accepts. */
type Plain<T> = T extends readonly (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;
/** A store without newer strings is reported without the member. */
type Reported = Omit<ReportDocument, 'stores'> & {
  stores: (Omit<StoreView, 'pending'> & { pending?: NonNullable<StoreView['pending']> })[];
};

// `npm run types` judges it: a member that the schema refuses does not compile.
it('the type of the document fits its schema', () => {
  expectTypeOf<Plain<Reported>>().toExtend<z.input<typeof documentSchema>>();
});
