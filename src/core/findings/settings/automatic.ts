import type { Assessment } from '../../decide/assess.ts';
import { resolutionOf } from '../../decide/automatic.ts';
import type { Finding } from '../../model/finding.ts';
import { type AutoAnswer, formatHops } from '../../proxy/auto-answer.ts';
import { formatProxyList } from '../../proxy/proxy-list.ts';

/**
 * The result of auto-detection or a PAC file, for the desired setting. The answers apply only to the network and
 * the time of the request.
 */
export function automaticFindings({
  desired,
  automatic,
  winInet,
  winHttp,
  observation,
}: Assessment): Finding[] {
  const store = winInet?.id ?? null;
  if (desired.automatic === null) {
    const settings = winInet?.settings ?? null;
    if (settings?.autoDetect !== true || desired.source !== store) return [];
    // With a direct WinHTTP this is the Windows default; with a WinHTTP proxy, one of the two may be outdated.
    const { proxy } = winHttp.native.settings ?? {};
    if (proxy?.enabled !== true || settings.proxy.enabled)
      return [{ code: 'auto-detect-not-resolved', severity: 'info', store, evidence: {} }];
    const evidence = { proxy: formatProxyList(proxy.servers) };
    return [{ code: 'auto-detect-not-resolved', severity: 'warning', store, evidence }];
  }
  const resolution = resolutionOf(automatic, desired.winInet);
  const dead = resolution?.deadProxies ?? [];
  const evidence = {
    kind: desired.automatic.kind,
    at: observation.collectedAt,
    dependsOnNetwork: resolution?.dependsOnNetwork ?? [],
    variesWith: resolution?.variesWith ?? [],
    ...(dead.length === 0 ? {} : { deadProxies: dead }),
    answers: [...(resolution?.answers.values() ?? [])].map(shown),
  };
  switch (desired.automatic.kind) {
    case 'direct':
    case 'nothing-detected':
      return [
        { code: 'automatic-resolved', severity: dead.length > 0 ? 'warning' : 'info', store, evidence },
      ];
    case 'one-proxy': {
      const { proxy, fallbacksDropped } = desired.automatic;
      const severity = fallbacksDropped || dead.length > 0 ? 'warning' : 'info';
      return [
        { code: 'automatic-resolved', severity, store, evidence: { ...evidence, proxy, fallbacksDropped } },
      ];
    }
    default:
      return [{ code: 'automatic-refused', severity: 'error', store, evidence }];
  }
}

function shown(answer: AutoAnswer): { url: string; answer: string } {
  const { url } = answer;
  if ('hops' in answer) return { url, answer: formatHops(answer.hops) };
  const { reason, win32 } = answer.failure;
  return { url, answer: win32 === null ? reason : `${reason} (${win32})` };
}
