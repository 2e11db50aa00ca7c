/** Whether a value has members; evidence may come from a recording and be of any type. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
