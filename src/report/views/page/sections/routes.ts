import { hostOfUrl, isOwn } from '../../../../core/causes/fetches-of.ts';
import { verdictMark } from '../../../../core/causes/verdicts.ts';
import { type Check, ofStage, serviceOf } from '../../../../core/model/check.ts';
import { counted, say } from '../../../../core/model/say.ts';
import { type PathState, pathNotes, routeText, type StageCell, visibleStages } from '../../../facts/paths.ts';
import type { PicturedLink, PicturedRow } from '../../../facts/picture/model.ts';
import { revocationRoute } from '../../../facts/picture/revocation.ts';
import { tunnelRoute } from '../../../facts/picture/tunnel.ts';
import type { RunRecord } from '../../../model/record.ts';
import { groupedBy } from '../../../text/first-of.ts';
import { CHECK_STATUS_TEXTS } from '../../../text/labels.ts';
import { type Line, line, lineText, type Mark, TONES } from '../../../text/lines.ts';
import { settingName } from '../../../text/setting-name.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Words } from '../../../text/words.ts';
import { type Block, IN_TEXT, type PathPart, type Section } from '../model.ts';

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

const PLAIN_REQUEST = say('request to the proxy');

/** The routes to each gateway: two lines, or every check with its verdict; then the paths of a report file. */
export function routesSections(record: RunRecord, texts: Texts): Section[] {
  const { before, paths } = record;
  const { words } = texts;
  const was = before?.paths ?? [];
  const services = paths.filter(({ gateway, verdict }) => serviceOf(gateway) !== null && verdict !== null);
  // Nothing was probed since the change, so these paths are from before it.
  const now = was === paths ? [] : paths;
  const part = before === null || was === paths ? 'audit' : 'change';
  const file = { in: ['file'], closed: true } as const;
  return [
    {
      id: 'routes',
      title: words(say('Routes')),
      in: IN_TEXT,
      blocks: [
        ...(services.length === 0
          ? []
          : [{ ...block(...serviceLines(services, texts)), in: ['brief', 'terminal'] } as const]),
        ...paths.flatMap((path): Block[] =>
          path.checks.length === 0 && path.verdict === null
            ? [block(line(2, words(say('{gateway}: not checked.', { gateway: path.gateway }))))]
            : [
                ...(services.includes(path)
                  ? []
                  : [{ ...block(...routeLines(path, texts)), in: ['brief', 'terminal'] } as const]),
                { ...block(...checkLines(path, part, texts)), in: ['full'] },
              ],
        ),
      ],
    },
    {
      ...file,
      id: 'path-before',
      title: words(say('Path before the change')),
      blocks: was.map((path) => pathBlock(path, 'audit', texts)),
    },
    {
      ...file,
      id: 'path',
      title: was.length > 0 ? words(say('Path after the change')) : words(say('Path')),
      blocks: now.map((path) => pathBlock(path, before === null ? 'audit' : 'change', texts)),
    },
  ];
}

function block(...lines: readonly Line[]): Block {
  return { kind: 'lines', lines };
}

/** Each path as a picture of its stages. */
function pathBlock(path: PathState, part: 'audit' | 'change', texts: Texts): Block {
  const { gateway, verdict, checks, facts, other } = path;
  const { words } = texts;
  const isBlank = verdict === null && checks.length === 0;
  const notes = isBlank ? [words(say('not checked'))] : pathNotes(path, part, words);
  const shown = {
    kind: 'path',
    title: `${gateway} (${notes.join(words.between.items)})`,
    skipped: path.dead.map((cell) => fetchPart(cell, words)),
    stages: isBlank ? [] : visibleStages(path).map((cell) => pathPart(cell, cell.stage)),
    fetches: path.revocation.map((cell) => fetchPart(cell, words)),
  } as const;
  if (verdict === null) return { ...shown, mark: 'skip', notes: [] };
  const { message, next } = texts.verdict(verdict, facts, other);
  const mark = verdictMark(verdict.verdict);
  const what = next === null ? [] : [`${words(say('Next: '))}${next}`];
  return { ...shown, mark, notes: [`${verdict.verdict}: ${message}`, ...what] };
}

/** The URL of a fetch, its route, and its client if that is not p2s-fix. */
function fetchPart(cell: StageCell, words: Words): PathPart {
  const { stage, url, via, client } = cell;
  const by = client === null ? '' : ` ${words(say('by {client}', { client }))}`;
  return pathPart(cell, `${url ?? stage} (${routeText(via ?? 'direct', words)})${by}`);
}

/** A check that never started or never ended counts as not tested. */
function pathPart({ status, durationMs, reason }: StageCell, name: string): PathPart {
  const mark = status === 'waiting' || status === 'running' ? 'skip' : status;
  const time = durationMs === null || status === 'skip' ? '' : ` ${Math.round(durationMs)} ms`;
  return { mark, name, time, reason };
}

function checkLines(path: PathState, part: 'audit' | 'change', texts: Texts): Line[] {
  const { words } = texts;
  const { gateway, stores, facts, verdict, other } = path;
  const cells = [...path.dead, ...visibleStages(path), ...path.revocation];
  const lines = [
    line(2, `${gateway}: ${pathNotes(path, part, words).join(words.between.items)}`),
    ...cells.flatMap(({ check, reason }) => (check === null ? [] : [checkLine(check, reason, words)])),
  ];
  if (verdict === null) return lines;
  const { message, next } = texts.verdict(verdict, facts, other);
  const name = words(stores === 'proposed' ? say('Verdict (proposed settings)') : say('Verdict'));
  return [
    ...lines,
    line(4, `${name}: ${verdict.verdict}: ${message}`),
    ...(next === null ? [] : [line(6, `${words(say('Next: '))}${next}`)]),
  ];
}

function checkLine(
  { stage, url, via, status, durationMs, evidence }: Check,
  reason: string | null,
  words: Words,
): Line {
  const { client, account, decidedBy } = evidence;
  const parts = [
    stage,
    ...(url === null ? [] : [url]),
    routeText(via, words),
    ...(client === undefined ? [] : [words(say('by {client}', { client }))]),
    ...(account == null ? [] : [words(say('as {account}', { account }))]),
    ...(decidedBy === undefined || decidedBy === 'option' ? [] : [`(${settingName(decidedBy, words)})`]),
    ...(reason === null ? [] : [`[${reason}]`]),
  ];
  return line(
    4,
    { text: words(CHECK_STATUS_TEXTS[status]), tone: TONES[status] },
    ` ${parts.join(' ')} ${Math.round(durationMs)} ms`,
  );
}

/**
 * The URLs of services, those that fail first: under the state of the two routes, a line for each URL with this state,
 * and the status that its server answers.
 */
function serviceLines(paths: readonly PathState[], texts: Texts): Line[] {
  const { words } = texts;
  const rows = groupedBy(paths, ({ gateway, stores }) => `${stores} ${serviceOf(gateway)?.url}`);
  const groups = groupedBy(
    rows.map(([, row]) => row),
    (row) => {
      // A route that the proposed settings do not change is not tested again.
      const states = row.flatMap((path) => {
        const state = serviceState(path, texts);
        return state === '' ? [] : [{ state, as: serviceOf(path.gateway)?.as ?? 'user' }];
      });
      const isAlike = states.length > 1 && new Set(states.map(({ state }) => state)).size === 1;
      const shown = isAlike
        ? [`${words(say('both routes'))}: ${states[0]?.state}`]
        : states.map(({ state, as }) => `${words(AS[as])}: ${state}`);
      return [...(row[0]?.stores === 'proposed' ? [words(say('proposed settings'))] : []), ...shown].join(
        '\n',
      );
    },
  );
  const isFailing = ([, [row = []]]: (typeof groups)[number]) =>
    row.some(({ verdict }) => verdictMark(verdict?.verdict ?? '') === 'fail');
  return [...groups.filter(isFailing), ...groups.filter((group) => !isFailing(group))].flatMap(
    ([state, alike]) => [
      ...state.split('\n').map((text) => line(2, text)),
      ...alike
        .filter((row) => row[0]?.stores === 'current' || isFailing([state, [row]]))
        .map((row) => line(4, [serviceOf(row[0]?.gateway ?? '')?.url, statusesOf(row)].join('  ').trimEnd())),
    ],
  );
}

/** One route of a service: its request, and the revocation of its certificate where that fails. */
function serviceState(path: PathState, texts: Texts): string {
  const [state] = tunnelLines(path, texts, null);
  const open = path.verdict?.stage === 'revocation' ? revocationLines(path, texts) : [];
  const lines = [state, ...open].flatMap((one) => (one === undefined ? [] : [lineText(one).trim()]));
  const { account } = ofStage(path.checks, 'http').find(({ evidence }) => evidence.client)?.evidence ?? {};
  const as = account === 'S-1-5-18' ? 'SYSTEM' : account;
  const asked = as == null ? [] : [texts.words(say('WinHTTP as {account}', { account: as }))];
  return [...lines, ...asked].join('; ');
}

/** What the server answers to the requests. */
function statusesOf(row: readonly PathState[]): string {
  const answers = row.flatMap(({ checks }) =>
    ofStage(checks, 'http').flatMap(({ evidence }) => evidence.httpStatus ?? []),
  );
  return [...new Set(answers)].join(', ');
}

const AS = { user: say('user'), computer: say('computer') } as const;

/** Two lines: the tunnel, then the revocation check. */
function routeLines(path: PathState, texts: Texts): Line[] {
  const { words } = texts;
  const [variant = '', , ...more] = pathNotes(path, 'audit', words);
  const from = more.length === 0 ? '' : ` (${more.join(words.between.items)})`;
  const name = texts.words(say('tunnel    '));
  const lines = [...tunnelLines(path, texts, name), ...revocationLines(path, texts)];
  return lines.length === 0 ? [] : [line(2, `${path.gateway}: ${variant}${from}`), ...lines];
}

/**
 * The tunnel as the picture of the routes judges it, so that every format has one answer. Without a name (of a
 * service) no times, so that equal routes are equal lines.
 */
function tunnelLines(path: PathState, { words }: Texts, name: string | null): Line[] {
  const stages = visibleStages(path).filter(({ check, client }) => check !== null && client === null);
  const cells = [...path.dead, ...stages];
  if (cells.length === 0) return [];
  const { mark, proxy, links } = tunnelRoute(path, path.gateway, null);
  const rows = rowsOf(links);
  const taken = proxy.kind === 'proxy' ? proxy.address : proxy.kind === 'direct' ? 'direct' : null;
  const route = taken === null ? [] : [routeText(taken, words)];
  if (mark === 'skip') {
    const at = rows.find((one) => one.mark === 'skip' && one.check !== null);
    if (at?.check?.evidence.reason === 'route-unsupported')
      return [row('skip', name, words(say('not tested: the route cannot be followed from this computer')))];
    const where = at === undefined ? route : [`${route.join('')}: ${stageText(at, cells, words)}`];
    return [row('skip', name, words(say('not tested')), ...where)];
  }
  if (mark !== 'fail') {
    const took = stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
    return [
      row(
        'pass',
        name,
        words(say('pass')),
        [...route, ...(name === null ? [] : [`${Math.round(took)} ms`])].join(words.between.items),
      ),
    ];
  }
  const decided = rows.find(({ verdict }) => verdict !== null) ?? rows.find((one) => one.mark === 'fail');
  return [
    row(
      'fail',
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
  const isPlain = stage === 'connect' && serviceOf(check?.gateway ?? '')?.url.startsWith('http:') === true;
  const why = cell?.reason ?? verdict;
  return [
    ...(stage === null ? [] : [words(isPlain ? PLAIN_REQUEST : STAGES[stage])]),
    ...(why === null ? [] : [`[${why}]`]),
  ].join(' ');
}

/** The number of URLs that answer; the URLs that failed, with reasons; whether that matters, the verdict decides. */
function revocationLines(path: PathState, { words }: Texts): Line[] {
  const cells = path.revocation.filter(({ check }) => check !== null);
  if (cells.length === 0) return [];
  const { mark, links } = revocationRoute(path, []);
  const name = words(say('revocation'));
  const failed = cells.filter(({ status }) => status === 'fail');
  if (mark === 'fail') {
    const minor = new Set(rowsOf(links).flatMap((one) => (one.mark === 'warn' ? [one.check] : [])));
    const matter = failed.filter(({ check }) => !minor.has(check));
    const shown = matter.length === 0 ? failed : matter;
    return [row('fail', name, failText(words), `${routesOf(shown, words)}: ${reportedText(shown, words)}`)];
  }
  if (mark === 'skip') {
    const skipped = cells.filter(({ status, url }) => status === 'skip' && url !== null);
    const none = rowsOf(links).some(({ note }) => note === 'no-addresses');
    if (skipped.length === 0)
      return [row('skip', name, words(none ? say('the certificates name no address') : say('not tested')))];
    return [row('skip', name, words(say('not tested')), reportedText(skipped, words))];
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
    row(
      'pass',
      name,
      words(say('pass')),
      `${routesOf(answered, words)}${words.between.items}${count}${besides}`,
    ),
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

function row(mark: Mark, name: string | null, state: string, ...rest: readonly string[]): Line {
  return line(
    4,
    name === null ? '' : `${name}  `,
    { text: state, tone: TONES[mark] },
    rest.map((text) => `  ${text}`).join(''),
  );
}
