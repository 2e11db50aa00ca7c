import { type PathSettings, tunnelRoute } from '../../core/decide/routes.ts';
import { type Check, gatewayName, type StageResult } from '../../core/model/check.ts';
import { isScriptRefusal, P2sError } from '../../core/model/errors.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { hresultText } from '../../core/path/chain-status.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import type { Machine, WinHttpFetch, WinHttpFetches, WinHttpFetchRequest } from '../../machine/port.ts';
import { revocationUrls } from '../../path/revocation/revocation-urls.ts';
import { routeName } from '../../path/transport/authority.ts';
import type { RunContext } from '../run/run.ts';
import type { GatewayProbe } from './gateway-probes.ts';

/** The URLs that Windows' own client fetched: true is a 200 with a body. */
type FetchedByWinHttp = ReadonlyMap<string, boolean>;

interface WinHttpAnswers {
  fetched: FetchedByWinHttp;
  /** What it answered for the services, by their names. */
  services: ReadonlyMap<string, Check<'http'>>;
  /** Why an available client was not used, else `null`. */
  unavailable: string | null;
}

interface Question extends WinHttpFetchRequest {
  gateway: string;
  via: string;
  decidedBy: string;
}

/**
 * Windows' own WinHTTP client makes the requests of the services at once, and then fetches the CRLs of all probes, with
 * its stored settings. Does nothing if the machine has no such client; if a call is refused, the rest of the check
 * continues without it.
 */
export async function askWinHttp(
  context: RunContext,
  machine: Machine | null,
  probes: readonly GatewayProbe[],
  timeoutMs: number,
): Promise<WinHttpAnswers> {
  const fetched = new Map<string, boolean>();
  const services = new Map<string, Check<'http'>>();
  if (machine === null || machine.kind === 'recorded') return { fetched, services, unavailable: null };
  const requests = await answersTo(machine, serviceQuestions(probes), timeoutMs);
  for (const { question, fetch, account } of requests.answers) {
    const check = serviceCheck(question, fetch, account);
    services.set(question.gateway, check);
    context.emit({ type: 'check', check });
  }
  const lists = await answersTo(machine, await listQuestions(probes), timeoutMs);
  for (const { question, fetch } of lists.answers) {
    // Our own client judges the body; here the complete head of a reply with a body is enough.
    const good = fetch.status === 200 && (fetch.bytes > 0 || (fetch.contentLength ?? 0) > 0);
    // The client does not follow redirects, so that the target is visible; our own client fetches it.
    if (!isRedirect(fetch)) fetched.set(question.url, good);
    context.emit({ type: 'check', check: listCheck(question, fetch, good) });
  }
  return { fetched, services, unavailable: requests.unavailable ?? lists.unavailable };
}

async function answersTo(machine: Machine, questions: readonly Question[], timeoutMs: number) {
  if (questions.length === 0) return { answers: [], unavailable: null };
  const requests = questions.map(({ id, url, headOnly }) => ({ id, url, ...(headOnly ? { headOnly } : {}) }));
  const { fetches, account, unavailable } = await fetchOrNot(machine, requests, timeoutMs);
  const answers = questions.flatMap((question) => {
    const fetch = fetches.find(({ id }) => id === question.id);
    return fetch === undefined ? [] : [{ question, fetch, account }];
  });
  return { answers, unavailable };
}

async function fetchOrNot(
  machine: Machine,
  requests: readonly WinHttpFetchRequest[],
  timeoutMs: number,
): Promise<WinHttpFetches> {
  const none = { fetches: [], account: null };
  try {
    return (await machine.fetchByWinHttp(requests, timeoutMs)) ?? { ...none, unavailable: null };
  } catch (error) {
    // Any error is safe to ignore because the script only read: data that a server sends to Windows' client must
    // not end the run.
    const isOver = error instanceof P2sError && error.code === 'powershell-no-result';
    if (isOver || isScriptRefusal(error)) return { ...none, unavailable: error.code };
    throw error;
  }
}

/**
 * A revocation URL that only our own client reached counts as unreachable from Windows: Windows' client decides,
 * if both used the WinHTTP setting. The client of this run cannot use the setting of a service account.
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

/** The services on the route of the computer, by the stored setting. */
function serviceQuestions(probes: readonly GatewayProbe[]): Question[] {
  return probes.flatMap(({ gateway, variant: { stores, paths } }, at) => {
    if (gateway.url === undefined || gateway.as !== 'computer' || stores !== 'current') return [];
    const via = routeName(tunnelRoute(paths, gateway));
    const decidedBy = paths.winHttp.id;
    return [
      { id: String(at), url: gateway.url, headOnly: true, via, decidedBy, gateway: gatewayName(gateway) },
    ];
  });
}

async function listQuestions(probes: readonly GatewayProbe[]): Promise<Question[]> {
  const questions = new Map<string, Question>();
  for (const { gateway, variant, completed } of probes) {
    // The client uses the stored setting. Our own client probes the proposed one; this client does too after it is
    // written.
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

/** The rest of a login page's URL can contain a session. */
function hostOf(location: string | null): string | null {
  const host = location === null ? undefined : parseUrl(location)?.host;
  return host === undefined ? null : neutralise(host);
}

function clientEvidence({ decidedBy }: Question, { status, hresult, location }: WinHttpFetch) {
  return {
    client: 'WinHttp.WinHttpRequest.5.1',
    decidedBy,
    httpStatus: status,
    hresult: hresult === null ? null : hresultText(hresult),
    locationHost: hostOf(location),
  };
}

function listCheck(question: Question, fetch: WinHttpFetch, good: boolean): Check {
  const { gateway, url, via } = question;
  const { bytes, contentLength, durationMs } = fetch;
  return {
    gateway,
    stage: 'revocation',
    url,
    via,
    from: 'this-machine',
    stores: 'current',
    status: good ? 'pass' : isRedirect(fetch) ? 'warn' : 'fail',
    durationMs,
    evidence: { ...clientEvidence(question, fetch), bytes, contentLength },
  };
}

/** Any answer of the server will do. */
function serviceCheck(question: Question, fetch: WinHttpFetch, account: string | null): Check<'http'> {
  const { gateway, via } = question;
  const isReached = fetch.status !== null && fetch.status !== 407;
  return {
    gateway,
    stage: 'http',
    url: null,
    via,
    from: 'this-machine',
    stores: 'current',
    status: isReached ? 'pass' : 'fail',
    durationMs: fetch.durationMs,
    evidence: {
      ...clientEvidence(question, fetch),
      account,
      ...(isReached ? {} : { reason: 'winhttp-client-failed' }),
    },
  };
}
