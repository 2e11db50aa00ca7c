import type { MigrationRoute } from './model.ts';

/** What was seen at a stage of a way (`evidence.stages`, its status among it); `null` where it did not come to that. */
export function stageOf(
  { evidence }: Pick<MigrationRoute, 'evidence'>,
  stage: 'connect',
): Record<string, unknown> | null {
  const stages: readonly Record<string, unknown>[] = Array.isArray(evidence.stages) ? evidence.stages : [];
  return stages.find((one) => one.stage === stage) ?? null;
}
