import { CAUSES, type CauseId } from '../../../../core/explain/causes.ts';

type Causes = Readonly<Record<`cause.${CauseId}`, string> & Record<`cause-look.${string}`, string>>;

/** The causes, and where to look: the document has the same sentences, so they are written in core. */
export const CAUSES_EN = Object.fromEntries(
  Object.entries(CAUSES).flatMap(([id, { cause, look }]) => [
    [`cause.${id}`, cause],
    ...(look === null ? [] : [[`cause-look.${id}`, look]]),
  ]),
) as Causes;
