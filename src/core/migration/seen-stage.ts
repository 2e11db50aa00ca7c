import type { MigrationRoute } from './model.ts';

/** Evidence of a stage of a route (`evidence.stages`, with its status); `null` if the probe did not reach it. */
export function stageOf(
  { evidence }: Pick<MigrationRoute, 'evidence'>,
  stage: 'connect',
): Record<string, unknown> | null {
  const stages: readonly Record<string, unknown>[] = Array.isArray(evidence.stages) ? evidence.stages : [];
  return stages.find((one) => one.stage === stage) ?? null;
}
