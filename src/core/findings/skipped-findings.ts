import { type Gateway, gatewayName, type StageResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import { deadRoutes, skipped } from '../path/deciding-route.ts';

/**
 * Routes of a list that failed to connect while a later one succeeded. The path works if the client falls back as
 * WinINET does; `store` is the setting with the list.
 */
export function skippedFindings(gateway: Gateway, results: readonly StageResult[], store: string): Finding[] {
  const dead = skipped(results);
  const taken = results.find(({ stage, status }) => stage === 'tcp' && status === 'pass')?.via;
  if (dead.length === 0 || taken === undefined || deadRoutes(results).length > 0) return [];
  const routes = dead.map(({ via, stage, evidence: { reason } }) => ({ via, stage, reason }));
  const evidence = { gateway: gatewayName(gateway), ways: routes, via: taken };
  return [{ code: 'proxy-passed-over', severity: 'warning', store, evidence }];
}
