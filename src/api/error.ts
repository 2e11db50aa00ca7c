import type { ErrorCode } from '../core/model/errors.ts';
import type { ReportDocument } from '../report/model/document.ts';

/** Why a run came to no result. Every function of this package that rejects, rejects with one. */
export class P2sError extends Error {
  override readonly name = 'P2sError';
  /** Stable; decides the exit code. `usage` is a wrong option, `input` a file or value that cannot be used. */
  readonly code: ErrorCode;
  /** The option, file, host or setting concerned. */
  readonly where: string | null;
  /** The next step. */
  readonly next: string | null;
  /** What the command line exits with. */
  readonly exitCode: number;
  /** What was found and done before; its `error` is this one. */
  declare readonly document: ReportDocument;

  constructor(document: ReportDocument, error: NonNullable<ReportDocument['error']>, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.code = error.code as ErrorCode;
    this.where = error.where;
    this.next = error.next;
    this.exitCode = document.exitCode;
    // Not among what a console prints of an error: it is long.
    Object.defineProperty(this, 'document', { value: document, enumerable: false });
  }
}
