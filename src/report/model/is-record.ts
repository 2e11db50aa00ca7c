/** Whether a value of the evidence, which may come from a recording and be anything, has members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
