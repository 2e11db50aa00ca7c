import { asWindowsSees, hostOfUrl } from '../../../core/causes/fetches-of.ts';
import { revocationVerdict } from '../../../core/causes/verdict.ts';
import { verdictMark } from '../../../core/causes/verdicts.ts';
import { type Check, ofStage } from '../../../core/model/check.ts';
import { unsettled } from '../../../core/path/revocation-answers.ts';
import type { StoreView } from '../../../core/stores/stores.ts';
import { groupedBy } from '../../text/first-of.ts';
import type { Mark } from '../../text/lines.ts';
import type { PathState } from '../paths.ts';
import {
  checksIn,
  isDrawn,
  noteRow,
  type PicturedEnd,
  type PicturedLink,
  type PicturedRoute,
  type PicturedRow,
} from './model.ts';
import { ANY_PUBLISHER, pictureSetting, proxyInSetting, proxyOfRoute } from './setting.ts';

type Fetch = Check<'revocation'>;

/** A fetch and its effect on the revocation check. */
interface Judged {
  check: Fetch;
  mark: Mark;
  /** It ended at the proxy. */
  atProxy: boolean;
}

/** The revocation route: every URL of a list or response, and whether they suffice to check the certificates. */
export function revocationRoute(
  path: PathState | null,
  stores: readonly StoreView[],
): Omit<PicturedRoute, 'settings'> {
  const results = asWindowsSees(ofStage(checksIn(path), 'revocation'));
  const { verdict } = revocationVerdict(results);
  const fetches = judge(results);
  const mark = markOf(verdict, fetches);
  const via = mainRoute(fetches);
  const store = settingOf(fetches.find(({ check }) => check.via === via)?.check, stores);
  const proxy =
    proxyOfRoute(via) ??
    proxyInSetting(store, ANY_PUBLISHER, store?.id.startsWith('wininet/') ? 'wininet' : 'winhttp');
  const empty = results.length > 0 ? noteRow('no-addresses') : noteRow('needs-tunnel');
  const links: PicturedLink[] =
    fetches.length === 0
      ? [{ mark: 'skip', rows: [empty] }]
      : isDrawn(proxy)
        ? throughProxy(fetches, mark, via)
        : [{ mark, rows: fetches.map(rowOf) }];
  return {
    route: 'revocation',
    setting: store === null ? null : pictureSetting(store),
    mark,
    from: results[0]?.from ?? null,
    proxy,
    links: fetches.length === 0 && isDrawn(proxy) ? [{ mark: 'skip', rows: [] }, ...links] : links,
    ends: endsOf(fetches, via),
  };
}

/** A failed fetch matters only if no other URL answers for its certificate. */
function judge(results: readonly Fetch[]): Judged[] {
  const open = new Set(unsettled(results));
  return results
    .filter(({ url }) => url !== null)
    .map((check) => {
      const { status, evidence } = check;
      const isMinor = status === 'fail' && !open.has(check) && evidence.reason !== 'revoked';
      const atProxy = evidence.of === 'proxy' || evidence.reason === 'proxy-auth';
      return { check, mark: isMinor ? 'warn' : status, atProxy: status === 'fail' && atProxy };
    });
}

function markOf(verdict: string, fetches: readonly Judged[]): Mark {
  if (fetches.length === 0) return 'skip';
  const mark = verdictMark(verdict);
  return mark === 'pass' && !fetches.some(passes) ? 'skip' : mark;
}

/** The route of the failed fetches, else the most frequent one. */
function mainRoute(fetches: readonly Judged[]): string | undefined {
  const failed = fetches.filter(({ mark }) => mark === 'fail');
  const groups = groupedBy(failed.length > 0 ? failed : fetches, ({ check }) => check.via);
  return groups.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

function settingOf(check: Fetch | undefined, stores: readonly StoreView[]): StoreView | null {
  const { decidedBy } = check?.evidence ?? {};
  const byId = (id: unknown) => stores.find((store) => store.id === id) ?? null;
  const decided = byId(decidedBy) ?? byId('winhttp/native') ?? byId('winhttp/wow64');
  const [native, wow64] = [byId('winhttp/native'), byId('winhttp/wow64')];
  const isBoth = decided === native && wow64 !== null && isAlike(native, wow64);
  return isBoth && native !== null ? { ...native, id: 'winhttp/both' } : decided;
}

/** Most people know both WinHTTP views as one setting. */
function isAlike(one: StoreView | null, other: StoreView): boolean {
  return (
    JSON.stringify([one?.settings, one?.managedBy]) === JSON.stringify([other.settings, other.managedBy])
  );
}

/** The link behind the proxy is known only from fetches that passed, and from those that the proxy refused. */
function throughProxy(fetches: readonly Judged[], mark: Mark, via: string | undefined): PicturedLink[] {
  const ended = fetches.filter(({ atProxy }) => atProxy);
  const behind = fetches.filter(({ atProxy }) => !atProxy);
  const reaches = fetches.some((one) => passes(one) && one.check.via === via);
  const failsBehind = behind.some((one) => one.mark === 'fail');
  const first: Mark = reaches ? 'pass' : mark === 'fail' ? 'fail' : 'skip';
  const second: Mark = failsBehind ? 'fail' : mark === 'fail' ? 'skip' : mark;
  return [
    { mark: first, rows: ended.map(rowOf) },
    { mark: second, rows: behind.length === 0 ? [noteRow('untested')] : behind.map(rowOf) },
  ];
}

function rowOf({ check, mark }: Judged): PicturedRow {
  return { mark, stage: 'revocation', check, verdict: null, note: null };
}

function passes({ mark }: Judged): boolean {
  return mark === 'pass';
}

/** Each host once. A host that the proxy blocked was not tested. */
function endsOf(fetches: readonly Judged[], main: string | undefined): PicturedEnd[] {
  return groupedBy(fetches, ({ check }) => hostOfUrl(check.url) ?? String(check.url)).map(([name, own]) => {
    const marks = own.map(({ mark, atProxy }) => (atProxy ? 'skip' : mark));
    const worst = (['fail', 'warn', 'skip'] as const).find((one) => marks.includes(one));
    // An address that is never fetched has no route.
    const via = own.find(({ check }) => check.via !== main && check.via !== 'unknown')?.check.via ?? null;
    return { name, mark: worst ?? 'pass', via };
  });
}
