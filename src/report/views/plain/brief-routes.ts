import { hostOfUrl, isOwn } from '../../../core/causes/fetches-of.ts';
import { counted, say } from '../../../core/model/say.ts';
import { type PathState, pathNotes, routeText, type StageCell, visibleStages } from '../../facts/paths.ts';
import type { PicturedLink, PicturedRow } from '../../facts/picture/model.ts';
import { revocationRoute } from '../../facts/picture/revocation.ts';
import { tunnelRoute } from '../../facts/picture/tunnel.ts';
import { groupedBy } from '../../model/first-of.ts';
import type { RunRecord } from '../../model/record.ts';
import type { Texts } from '../../text/texts.ts';
import type { Words } from '../../text/words.ts';

const STAGES = {
  dns: say('name resolution'),
  tcp: say('TCP connection'),
  connect: say('CONNECT to the proxy'),
  tls: say('TLS handshake'),
  certificate: say('certificate'),
  http: say('SSTP request'),
  sstp: say('SSTP handshake'),
  revocation: say('revocation'),
} as const;

/** The routes to each gateway in the short form: the tunnel, then the revocation check. */
export function routeLines({ paths }: RunRecord, texts: Texts): string[] {
  const { words } = texts;
  const lines = paths.flatMap((path) => {
    if (path.checks.length === 0 && path.verdict === null)
      return [`  ${words(say('{gateway}: not checked.', { gateway: path.gateway }))}`];
    const [variant = '', , ...more] = pathNotes(path, 'audit', words);
    const from = more.length === 0 ? '' : ` (${more.join(words.between.items)})`;
    const lines = [...tunnelLines(path, texts), ...revocationLines(path, texts)];
    return lines.length === 0 ? [] : [`  ${path.gateway}: ${variant}${from}`, ...lines];
  });
  return lines.length === 0 ? [] : [`${words(say('Routes'))}:`, ...lines];
}

/** The tunnel as the picture of the routes judges it, so that every format has one answer. */
function tunnelLines(path: PathState, { words }: Texts): string[] {
  const stages = visibleStages(path).filter(({ check, client }) => check !== null && client === null);
  const cells = [...path.dead, ...stages];
  if (cells.length === 0) return [];
  const { mark, proxy, links } = tunnelRoute(path, path.gateway, null);
  const rows = rowsOf(links);
  const name = words(say('tunnel    '));
  const taken = proxy.kind === 'proxy' ? proxy.address : proxy.kind === 'direct' ? 'direct' : null;
  const route = taken === null ? [] : [routeText(taken, words)];
  if (mark === 'skip') {
    const at = rows.find((one) => one.mark === 'skip' && one.check !== null);
    if (at?.check?.evidence.reason === 'route-unsupported')
      return [row(name, words(say('not tested: the route cannot be followed from this computer')))];
    const where = at === undefined ? route : [`${route.join('')}: ${stageText(at, cells, words)}`];
    return [row(name, words(say('not tested')), ...where)];
  }
  if (mark !== 'fail') {
    const took = stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
    return [row(name, words(say('pass')), [...route, `${Math.round(took)} ms`].join(words.between.items))];
  }
  const decided = rows.find(({ verdict }) => verdict !== null) ?? rows.find((one) => one.mark === 'fail');
  return [
    row(
      name,
      failText(words),
      `${route.map((one) => `${one}: `).join('')}${stageText(decided, cells, words)}`,
    ),
  ];
}

/** The stage that decides, with the reason of its check, else with the verdict. */
function stageText(decided: PicturedRow | undefined, cells: readonly StageCell[], words: Words): string {
  const { stage = null, check = null, verdict = null } = decided ?? {};
  const cell = cells.find((one) => one.stage === stage && one.via === check?.via);
  const why = cell?.reason ?? verdict;
  return [...(stage === null ? [] : [words(STAGES[stage])]), ...(why === null ? [] : [`[${why}]`])].join(' ');
}

/** The number of URLs that answer; the URLs that failed, with reasons; whether that matters, the verdict decides. */
function revocationLines(path: PathState, { words }: Texts): string[] {
  const cells = path.revocation.filter(({ check }) => check !== null);
  if (cells.length === 0) return [];
  const { mark, links } = revocationRoute(path, []);
  const name = words(say('revocation'));
  const failed = cells.filter(({ status }) => status === 'fail');
  if (mark === 'fail') {
    const minor = new Set(rowsOf(links).flatMap((one) => (one.mark === 'warn' ? [one.check] : [])));
    const matter = failed.filter(({ check }) => !minor.has(check));
    const shown = matter.length === 0 ? failed : matter;
    return [row(name, failText(words), `${routesOf(shown, words)}: ${reportedText(shown, words)}`)];
  }
  if (mark === 'skip') {
    const skipped = cells.filter(({ status, url }) => status === 'skip' && url !== null);
    const none = rowsOf(links).some(({ note }) => note === 'no-addresses');
    if (skipped.length === 0)
      return [row(name, words(none ? say('the certificates name no address') : say('not tested')))];
    return [row(name, words(say('not tested')), reportedText(skipped, words))];
  }
  const answered = cells.filter(({ check, status }) => status === 'pass' && check !== null && isOwn(check));
  const count = words(
    counted(
      answered.length,
      say('{count} address', { count: answered.length }),
      say('{count} addresses', { count: answered.length }),
    ),
  );
  const besides =
    failed.length === 0
      ? ''
      : ` (${words(say('{reason}; another address answers', { reason: reportedText(failed, words) }))})`;
  return [
    row(name, words(say('pass')), `${routesOf(answered, words)}${words.between.items}${count}${besides}`),
  ];
}

function rowsOf(links: readonly PicturedLink[]): PicturedRow[] {
  return links.flatMap(({ rows }) => rows);
}

function routesOf(cells: readonly StageCell[], words: Words): string {
  const routes = new Set(cells.map(({ via }) => routeText(via ?? 'direct', words)));
  return [...routes].join(words.between.items);
}

/** The hosts by reason. */
function reportedText(cells: readonly StageCell[], words: Words): string {
  const reported = groupedBy(cells, ({ reason }) => reason ?? '').map(([why, alike]) => {
    const hosts = alike.map(({ url, stage }) => hostOfUrl(url) ?? url ?? stage);
    return `${[...new Set(hosts)].join(words.between.items)}${why === '' ? '' : ` [${why}]`}`;
  });
  return reported.join(words.between.items);
}

function failText(words: Words): string {
  return words(say('fail')).toUpperCase();
}

function row(...parts: string[]): string {
  return `    ${parts.join('  ')}`;
}
