import { isOutOfReach, verdictRow } from '../../../core/causes/verdicts.ts';
import type { Check, Stage, Verdict } from '../../../core/model/check.ts';
import { hostOfGateway, serviceOf } from '../../../core/model/check.ts';
import { ofDecidingRoute, skipped } from '../../../core/path/deciding-route.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import type { Mark } from '../../text/lines.ts';
import type { PathState } from '../paths.ts';
import {
  checksIn,
  isDrawn,
  noteRow,
  type PicturedLink,
  type PicturedProxy,
  type PicturedRoute,
  type PicturedRow,
} from './model.ts';
import { ANY_GATEWAY, pictureSetting, proxyInSetting, proxyOfRoute } from './setting.ts';

/** The tunnel route: the stages up to the SSTP response, each on the link where it ends. */
export function tunnelRoute(
  path: PathState | null,
  gateway: string | null,
  store: StoreView | null,
): Omit<PicturedRoute, 'settings'> {
  const seen = checksIn(path).filter(isOfTunnel);
  const checks = ofDecidingRoute(seen);
  const via = (checks.find(({ stage }) => stage !== 'dns') ?? checks[0])?.via;
  const proxy = proxyOfRoute(via) ?? proxyInSetting(store, hostOfGateway(gateway ?? ANY_GATEWAY), 'wininet');
  const verdict = path?.verdict ?? null;
  const others = skipped(seen).filter((one) => one.via !== via);
  const reached = checks.some(({ stage, status }) => stage === 'tcp' && status === 'pass');
  const rows = [
    ...others.map((check) => rowOf(check, reached ? 'warn' : 'fail', null)),
    ...checks.filter(isDue).map((check) => judgedRow(check, verdict)),
  ];
  const links = linksOf(rows, { proxy, verdict, end: isService(path) ? 'http' : 'sstp' });
  const mark = markOf(links);
  return {
    route: 'tunnel',
    setting: store === null ? null : pictureSetting(store),
    mark,
    from: seen[0]?.from ?? null,
    proxy,
    links,
    ends: gateway === null ? [] : [{ name: gateway, mark: links.at(-1)?.mark ?? 'skip', via: null }],
  };
}

function isService(path: PathState | null): boolean {
  return path !== null && serviceOf(path.gateway) !== null;
}

function isOfTunnel({ stage, evidence }: Check): boolean {
  return stage !== 'revocation' && evidence.client === undefined;
}

/** Excludes stages that were not needed: DNS for an IP address, CONNECT without a proxy. */
function isDue({ status, evidence }: Check): boolean {
  if (status !== 'skip' || evidence.passedOver === true) return true;
  return evidence.reason === 'route-unsupported' || evidence.reason === 'evidence-ends';
}

function rowOf(check: Check, mark: Mark, verdict: PicturedRow['verdict']): PicturedRow {
  return { mark, stage: check.stage, check, verdict, note: null };
}

/** A passed stage can still decide the verdict: for example a trusted certificate that is not the gateway's. */
function judgedRow(check: Check, verdict: Verdict | null): PicturedRow {
  const decides = failsTunnel(verdict) && verdict?.stage === check.stage;
  return rowOf(check, decides ? 'fail' : check.status, decides ? verdict.verdict : null);
}

function failsTunnel(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.stage !== 'revocation' && isOutOfReach(verdict);
}

function linksOf(
  rows: readonly PicturedRow[],
  { proxy, verdict, end }: { proxy: PicturedProxy; verdict: Verdict | null; end: Stage },
): PicturedLink[] {
  const isBehind = (row: PicturedRow) => isBehindProxy(row, verdict);
  const groups = isDrawn(proxy) ? [rows.filter((row) => !isBehind(row)), rows.filter(isBehind)] : [rows];
  const isMissing = failsTunnel(verdict) && !rows.some(({ mark }) => mark === 'fail');
  return groups.map((own, index) => {
    const isLast = index === groups.length - 1;
    const added: PicturedRow[] =
      isLast && isMissing && verdict !== null
        ? [{ mark: 'fail', stage: verdict.stage, check: null, verdict: verdict.verdict, note: null }]
        : [];
    const all = [...own, ...added];
    const isThrough = !isLast && (groups[index + 1] ?? []).some(({ mark }) => mark !== 'skip');
    const mark = linkMark(all, isLast ? end : null, isThrough);
    return { mark, rows: mark === 'skip' && all.every(isNoFailure) ? [...all, noteRow('untested')] : all };
  });
}

/** What the proxy reports about the gateway belongs to the link behind the proxy. */
function isBehindProxy({ stage, mark }: PicturedRow, verdict: Verdict | null): boolean {
  if (stage === 'dns' || stage === 'tcp' || stage === null) return false;
  return (
    stage !== 'connect' ||
    (mark === 'fail' && verdict !== null && verdictRow(verdict.verdict).answers === 'unreached')
  );
}

function isNoFailure({ mark }: PicturedRow): boolean {
  return mark === 'pass' || mark === 'warn';
}

/** A link works when its last stage passed: the SSTP response, or for a proxy the stages behind it. */
function linkMark(rows: readonly PicturedRow[], end: Stage | null, isThrough: boolean): Mark {
  const own = rows.filter(({ check }) => check?.evidence.passedOver !== true || rows.length === 1);
  if (own.some(({ mark }) => mark === 'fail')) return 'fail';
  const passes = (stage: string) => own.some((row) => row.stage === stage && row.mark === 'pass');
  if (end !== null) return passes(end) ? 'pass' : 'skip';
  return passes('connect') || (passes('tcp') && isThrough) ? 'pass' : 'skip';
}

function markOf(links: readonly PicturedLink[]): Mark {
  if (links.some(({ mark }) => mark === 'fail')) return 'fail';
  return links.at(-1)?.mark ?? 'skip';
}
