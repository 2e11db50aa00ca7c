import { type PathState, pathNotes, routeText, type StageCell, visibleStages } from '../../facts/paths.ts';
import { fetchHost, isOwn } from '../../facts/revocation-failures.ts';
import { counted } from '../../messages/text.ts';
import { groupedBy } from '../../model/first-of.ts';
import type { RunRecord } from '../../model/run-record.ts';
import type { Texts } from '../../text/texts.ts';

/** The routes to each gateway in the short form: the tunnel, then the revocation check. */
export function routeLines({ paths }: RunRecord, texts: Texts): string[] {
  const { words } = texts;
  const lines = paths.flatMap((path) => {
    if (path.checks.length === 0 && path.verdict === null)
      return [`  ${words('path.not-checked', { gateway: path.gateway })}`];
    const [variant = '', , ...more] = pathNotes(path, 'audit', words);
    const from = more.length === 0 ? '' : ` (${more.join(words('between.items'))})`;
    const lines = [...tunnelLines(path, texts), ...revocationLines(path, texts)];
    return lines.length === 0 ? [] : [`  ${path.gateway}: ${variant}${from}`, ...lines];
  });
  return lines.length === 0 ? [] : [`${words('path.routes')}:`, ...lines];
}

function tunnelLines(path: PathState, { words }: Texts): string[] {
  const stages = [...path.dead, ...visibleStages(path)].filter(
    ({ check, client }) => check !== null && client === null,
  );
  const [first] = stages.filter(({ stage }) => stage !== 'dns').concat(stages);
  if (first === undefined) return [];
  const failed = stages.findLast(({ status }) => status === 'fail');
  const took = stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  const route = routeText(failed?.via ?? first.via ?? 'direct', words);
  return [
    failed === undefined
      ? row(words('path.tunnel-route'), words('check-status.pass'), `${route}, ${Math.round(took)} ms`)
      : row(
          words('path.tunnel-route'),
          words('check-status.fail').toUpperCase(),
          `${route}: ${words(`stage.${failed.stage}`)}${reason(failed)}`,
        ),
  ];
}

/** The failed URLs with reasons, else the number of URLs. */
function revocationLines({ revocation }: PathState, { words }: Texts): string[] {
  const own = revocation.filter(({ check }) => check !== null && check.status !== 'skip');
  if (own.length === 0) return [];
  const failed = own.filter(({ status }) => status === 'fail');
  const routes = [
    ...new Set((failed.length > 0 ? failed : own).map(({ via }) => routeText(via ?? 'direct', words))),
  ];
  if (failed.length === 0) {
    const count = own.filter(({ check }) => check !== null && isOwn(check)).length;
    return [
      row(
        words('path.revocation-route'),
        words('check-status.pass'),
        `${routes.join(words('between.items'))}, ${words.of(counted('path.addresses', count))}`,
      ),
    ];
  }
  const reported = groupedBy(failed, reason).map(([why, cells]) => {
    const hosts = cells.map(({ url, stage }) => fetchHost(url) ?? url ?? stage);
    return `${[...new Set(hosts)].join(words('between.items'))}${why}`;
  });
  return [
    row(
      words('path.revocation-route'),
      words('check-status.fail').toUpperCase(),
      `${routes.join(words('between.items'))}: ${reported.join(words('between.items'))}`,
    ),
  ];
}

function reason({ reason: why }: StageCell): string {
  return why === null ? '' : ` [${why}]`;
}

function row(name: string, status: string, text: string): string {
  return `    ${name}  ${status}  ${text}`;
}
