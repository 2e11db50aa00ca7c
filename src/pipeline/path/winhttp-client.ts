import type { PathSettings } from '../../core/decide/routes.ts';
import { type Check, gatewayName, type StageResult } from '../../core/model/check.ts';
import { isScriptRefusal, P2sError } from '../../core/model/errors.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { hresultText } from '../../core/path/chain-status.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import type { Machine, WinHttpFetch, WinHttpFetches, WinHttpFetchRequest } from '../../machine/port.ts';
import { revocationUrls } from '../../path/revocation/revocation-urls.ts';
import type { RunContext } from '../run/run.ts';
import type { GatewayProbe } from './gateway-probes.ts';

/** Which URLs Windows' own client fetched: true is a 200 with a body. */
type FetchedByWinHttp = ReadonlyMap<string, boolean>;

interface WinHttpAnswers {
  fetched: FetchedByWinHttp;
  /** Why a client that should be there was not asked, else `null`. */
  unavailable: string | null;
}

interface Question extends WinHttpFetchRequest {
  gateway: string;
  via: string;
  decidedBy: string;
}

/**
 * Has Windows' own WinHTTP client fetch the CRLs of all probes in one go, with its settings as they are stored. Nothing
 * where the machine has no such client; where it is refused, the rest of the check stands without it.
 */
export async function askWinHttp(
  context: RunContext,
  machine: Machine | null,
  probes: readonly GatewayProbe[],
  timeoutMs: number,
): Promise<WinHttpAnswers> {
  const fetched = new Map<string, boolean>();
  if (machine === null || machine.kind === 'recorded') return { fetched, unavailable: null };
  const questions = await questionsOf(probes);
  if (questions.length === 0) return { fetched, unavailable: null };
  const requests = questions.map(({ id, url }) => ({ id, url }));
  const { fetches, unavailable } = await fetchOrNot(machine, requests, timeoutMs);
  for (const question of questions) {
    const fetch = fetches.find(({ id }) => id === question.id);
    if (fetch === undefined) continue;
    // What the body holds is our own client's to judge; here a whole head of a reply that has one is enough.
    const good = fetch.status === 200 && (fetch.bytes > 0 || (fetch.contentLength ?? 0) > 0);
    // It is told not to follow, so that where it leads is seen; what is there our own client fetches.
    if (!isRedirect(fetch)) fetched.set(question.url, good);
    context.emit({ type: 'check', check: checkOf(question, fetch, good) });
  }
  return { fetched, unavailable };
}

async function fetchOrNot(
  machine: Machine,
  requests: readonly WinHttpFetchRequest[],
  timeoutMs: number,
): Promise<WinHttpFetches> {
  try {
    return (await machine.fetchByWinHttp(requests, timeoutMs)) ?? { fetches: [], unavailable: null };
  } catch (error) {
    // Whatever ended it, it only read: what a server sends to Windows' client shall not end the run.
    const isOver = error instanceof P2sError && error.code === 'powershell-no-result';
    if (isOver || isScriptRefusal(error)) return { fetches: [], unavailable: error.code };
    throw error;
  }
}

/**
 * A revocation URL that only our own client reached is not reached by Windows: its client has the last word, where both
 * went by WinHTTP's setting. By that of a service account the client of this run cannot go.
 */
export function believeWinHttp(
  results: readonly StageResult<'revocation'>[],
  fetched: FetchedByWinHttp,
  winHttpId: string,
): StageResult<'revocation'>[] {
  return results.map((result) => {
    const { status, url, evidence } = result;
    if (status !== 'pass' || url === null || fetched.get(url) !== false) return result;
    if (evidence.decidedBy !== winHttpId) return result;
    return { ...result, status: 'fail', evidence: { ...result.evidence, reason: 'winhttp-client-failed' } };
  });
}

async function questionsOf(probes: readonly GatewayProbe[]): Promise<Question[]> {
  const questions = new Map<string, Question>();
  for (const { gateway, variant, completed } of probes) {
    // The client knows the setting that is stored. What is proposed is probed by our own client, and by this one too
    // once it is written.
    if (variant.stores !== 'current') continue;
    for (const { url, kind, skipped } of revocationUrls((await completed).chain)) {
      if (kind !== 'crl' || skipped !== null || questions.has(url)) continue;
      const id = String(questions.size + 1);
      const decidedBy = variant.paths.winHttp.id;
      questions.set(url, { id, url, via: viaOf(variant.paths), decidedBy, gateway: gatewayName(gateway) });
    }
  }
  return [...questions.values()];
}

function isRedirect({ status }: WinHttpFetch): boolean {
  return status !== null && status >= 300 && status < 400;
}

function viaOf({ winHttp }: PathSettings): string {
  const settings = winHttp.settings;
  return settings?.proxy.enabled ? formatProxyList(settings.proxy.servers) : 'direct';
}

/** What follows the host in a login page's address may hold a session. */
function hostOf(location: string | null): string | null {
  const host = location === null ? undefined : parseUrl(location)?.host;
  return host === undefined ? null : neutralise(host);
}

function checkOf({ gateway, url, via, decidedBy }: Question, fetch: WinHttpFetch, good: boolean): Check {
  const { status, hresult, bytes, contentLength, durationMs } = fetch;
  return {
    gateway,
    stage: 'revocation',
    url,
    via,
    from: 'this-machine',
    stores: 'current',
    status: good ? 'pass' : isRedirect(fetch) ? 'warn' : 'fail',
    durationMs,
    evidence: {
      client: 'WinHttp.WinHttpRequest.5.1',
      decidedBy,
      httpStatus: status,
      hresult: hresult === null ? null : hresultText(hresult),
      bytes,
      contentLength,
      locationHost: hostOf(fetch.location),
    },
  };
}
