import { isOutOfReach } from '../causes/verdicts.ts';
import type { Assessment } from '../decide/assess.ts';
import { resolutionOf } from '../decide/automatic.ts';
import { candidateFailure, worksToday } from '../decide/compare.ts';
import type { StoreChange } from '../decide/plan.ts';
import { lostValues, needsYes, proposalOf } from '../decide/proposal.ts';
import { settingsMessage } from '../decide/summary.ts';
import { machineWide } from '../decide/unattended.ts';
import type { Stage, Verdict } from '../model/check.ts';
import type { Finding, FindingCode, Severity } from '../model/finding.ts';
import { OTHER_PROXIES } from '../model/locations.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { inWords } from '../model/say.ts';
import { type Asked, inBothForms } from '../options/follow-ups.ts';
import { type AutoAnswer, formatHops } from '../proxy/auto-answer.ts';
import { bypassEntry } from '../proxy/bypass-list.ts';
import type { ConversionRemark } from '../proxy/conversion-table.ts';
import { refusedIssues, withQuotes } from '../proxy/list-issue.ts';
import { QUOTES } from '../proxy/list-text.ts';
import { formatProxyList, parseProxyList } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { mirrorChanges } from '../stores/mirror.ts';
import { isPerMachine, isWpadDisabled } from '../stores/policy.ts';
import { pendingRestartReasons } from '../stores/restart.ts';
import { besideFindings, serviceAccountFindings, storeFindings, unseenFindings } from './settings/store.ts';

/** How many remarks of one kind become findings. */
const MAX_OF_EACH = 50;

/**
 * All findings of one observation and its verdicts (empty: not checked). `command`: the whole command that makes
 * the proposed change, if known.
 */
export function findingsOf(
  assessment: Assessment,
  verdicts: readonly Verdict[],
  command: Asked | null = null,
): Finding[] {
  const { observation, stores, desired, plan, winInet, winHttp, blocked } = assessment;
  const findings: Finding[] = [];
  const add = (
    code: FindingCode,
    severity: Severity,
    store: string | null,
    evidence: Record<string, unknown> = {},
  ) => findings.push({ code, severity, store, ...inWords(evidence) });

  // A misaligned setting is an error only if its path fails.
  const tunnelFails = fails(verdicts, (stage) => stage !== null && stage !== 'revocation');
  const revocationFails = fails(verdicts, (stage) => stage === 'revocation');
  // A change that fails the path check is not a remedy.
  const candidate = candidateFailure(verdicts) ?? {};
  const works = worksToday(verdicts) ? { works: true } : {};
  for (const change of plan.changes) {
    if (change.store.startsWith('winhttp/')) {
      add('winhttp-not-aligned', revocationFails ? 'error' : 'warning', change.store, {
        action: change.action,
        ...heldAndDesired(change),
        ...works,
        ...candidate,
      });
    } else if (mirrorChanges(change.writes).length === 0) {
      add('wininet-not-as-desired', tunnelFails ? 'error' : 'warning', change.store, {
        action: change.action,
        ...heldAndDesired(change),
        ...candidate,
      });
    }
  }
  const { notFollowed } = desired;
  if (notFollowed?.isNeeded === true)
    add('user-setting-not-followed', 'error', 'winhttp/native', { ...notFollowed });
  const widened = machineWide(assessment);
  if (widened !== null) add('user-setting-machine-wide', 'info', 'winhttp/native', { ...widened });
  for (const { store, reason } of blocked) add('change-blocked', 'error', store, { reason });
  for (const { remark, further } of firstOfEach(desired.notes)) {
    const refused = remark.severity === 'refused';
    // What has priority over a setting may replace it at any time.
    const warns = remark.severity === 'dropped' || remark.row === 'precedence';
    const severity = refused ? 'error' : warns ? 'warning' : 'info';
    add(refused ? 'alignment-refused' : 'alignment-note', severity, desired.source, {
      reason: remark.code,
      detail: remark.detail,
      ...meantBy(remark, winInet?.settings ?? null),
      ...(further > 0 ? { further } : {}),
    });
  }
  // Where the desired setting is known, the difference from it shows the fault.
  const { settings } = winHttp.native;
  if (desired.winHttp === null && settings !== null && refusedIssues(settings.proxy.issues).length > 0)
    add('winhttp-proxy-unusable', 'error', winHttp.native.id, { settings: settingsMessage(settings) });
  findings.push(...unseenFindings(assessment));
  for (const store of stores) findings.push(...storeFindings(store, store.id === winInet?.id));
  findings.push(...serviceAccountFindings(assessment));
  findings.push(...besideFindings(assessment));
  findings.push(...automaticFindings(assessment));
  if (isPerMachine(observation.registry)) add('per-machine-policy', 'info', 'wininet/machine');
  const native = plan.changes.find(({ store }) => store === winHttp.native.id);
  if (native?.after.proxy.enabled === true) {
    const portable = isPortable(observation.registry);
    add('machine-wide-proxy', portable === true ? 'warning' : 'info', native.store, { portable });
  }
  if (native?.before?.proxy.enabled === true && !native.after.proxy.enabled) {
    const proxy = settingsMessage(native.before);
    add('winhttp-proxy-stale', revocationFails ? 'error' : 'warning', native.store, {
      proxy,
      fails: revocationFails,
      ...candidate,
    });
  }
  if (winInet?.settings?.autoDetect === true && isWpadDisabled(observation.registry))
    add('wpad-disabled', 'info', winInet.id);
  const used = native?.after ?? winHttp.native.settings ?? null;
  const domain = ownDomain(observation.registry);
  if (used?.proxy.enabled === true && domain !== null && !isBypassed(used, `host.${domain}`))
    add('domain-not-bypassed', 'warning', winHttp.native.id, { domain });
  findings.push(...systemFindings(observation.registry));
  const proposal = proposalOf(assessment, verdicts);
  for (const change of proposal === 'refused' ? [] : plan.changes)
    for (const lost of lostValues(change)) add('value-not-restorable', 'warning', change.store, lost);
  const { commands, ...named } = command === null ? {} : inBothForms(command.call, command.shell);
  const steps = { ...named, ...(needsYes(assessment) ? { yes: true } : {}) };
  return findings.map((finding) => {
    const { code, store, evidence } = finding;
    if (code === 'wininet-strings-newer') {
      // The plan contains the setting only if its state was named.
      if (proposal === 'change' && plan.changes.some((change) => change.store === store))
        return withEvidence(finding, { ...steps, named: true }, commands);
      return isReplacedWhole(assessment) ? withEvidence(finding, { yes: true }) : finding;
    }
    // Do not suggest an apply that would not do what the remedy says.
    const isRefused = proposal === 'refused' || assessment.unseen.length > 0;
    if (SETTLED.includes(code) && isRefused) return withEvidence(finding, { refused: true });
    if (SETTLED.includes(code) || (code === 'store-unreadable' && evidence.decides !== true)) {
      const isPlanned = plan.changes.some((change) => change.store === store);
      const isWritten = proposal === 'change' || evidence.candidateFails !== undefined;
      return isPlanned && isWritten
        ? withEvidence(finding, steps, commands)
        : withEvidence(finding, { unplanned: true });
    }
    const isModest =
      proposal !== 'refused' && NEEDLESS.includes(finding.code) && finding.severity === 'error';
    return isModest ? withEvidence({ ...finding, severity: 'warning' }, { needless: true }) : finding;
  });
}

/** Whether a named state replaces an unreadable WinHTTP value, for which an apply requires `--yes`. */
function isReplacedWhole({ stores }: Assessment): boolean {
  return stores.some(
    ({ api, present, settings }) => api === 'winhttp' && present === true && settings === null,
  );
}

/**
 * The first remarks of each kind. A user may have tens of thousands of list entries; a report with all of them
 * would be unreadable and take hours. `further`: how many more of that kind are omitted.
 */
function firstOfEach<T extends { code: string }>(remarks: readonly T[]): { remark: T; further: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of remarks) counts.set(code, (counts.get(code) ?? 0) + 1);
  const taken = new Map<string, number>();
  return remarks.flatMap((remark) => {
    const count = (taken.get(remark.code) ?? 0) + 1;
    taken.set(remark.code, count);
    if (count > MAX_OF_EACH) return [];
    const further = count === MAX_OF_EACH ? (counts.get(remark.code) ?? 0) - MAX_OF_EACH : 0;
    return [{ remark, further }];
  });
}

/** The current and the desired setting. */
function heldAndDesired({ before, after }: StoreChange): Record<string, unknown> {
  return { holds: settingsMessage(before), desired: settingsMessage(after) };
}

/** Findings that an apply alone resolves. */
const SETTLED: readonly FindingCode[] = [
  'winhttp-not-aligned',
  'winhttp-proxy-stale',
  'winhttp-wininet-shaped',
  'wininet-direct-bit-missing',
  'wininet-mirror-differs',
  'wininet-not-as-desired',
  'wininet-strings-only',
];

/** Findings on a blocked change that are warnings while no change is needed. */
const NEEDLESS: readonly FindingCode[] = [
  'alignment-refused',
  'automatic-refused',
  'change-blocked',
  'policy-proxy-differs',
];

function withEvidence(
  finding: Finding,
  more: Record<string, unknown>,
  commands?: Finding['commands'],
): Finding {
  const evidence = { ...finding.evidence, ...more };
  return { ...finding, evidence, ...(commands === undefined ? {} : { commands }) };
}

/** A proxy that is followed only if it is named: the valid form of one, or one on loopback. */
export function meantBy(
  { code, detail }: Pick<ConversionRemark, 'code' | 'detail'>,
  settings: ProxySettings | null,
): { meant?: string } {
  if (code === 'loopback-proxy' && settings?.proxy.servers.length === 1) return { meant: detail };
  const isOnlyEntry = settings?.proxy.servers.length === 0 && settings.proxy.issues?.length === 1;
  if (!isOnlyEntry || (code !== 'quotes' && code !== 'credentials')) return {};
  const { servers, issues } = parseProxyList(
    withQuotes(detail)
      .replace(/^\*\*\*@/, '')
      .replace(QUOTES, ''),
    {
      store: 'wininet',
    },
  );
  const meant = formatProxyList(servers);
  return issues.length === 0 && /^[\w.:-]+$/.test(meant) ? { meant } : {};
}

/** Whether a part of the path was tested with the current settings and failed. */
function fails(verdicts: readonly Verdict[], part: (stage: Stage | null) => boolean): boolean {
  return verdicts.some(
    (verdict) => verdict.stores === 'current' && isOutOfReach(verdict) && part(verdict.stage),
  );
}

const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const DISABLED = 4;
/** Services and drivers that SSTP, its revocation check and its sign-in need. */
const NEEDED = ['SstpSvc', 'RasMan', 'RasSstp', 'NdisWan', 'WinHttpAutoProxySvc', 'CryptSvc', 'EapHost'];
const NO_CHECK = 'NoCertRevocationCheck';
/** Keys that SstpSvc does not read, although advice on the web puts the value there. */
const MISPLACED = ['SstpSvc', 'SstpSvc\\Parameter', 'RasMan\\Parameters'];

/** Findings on the services and the state of Windows, independent of the proxy settings. */
export function systemFindings(registry: RegistrySnapshot): Finding[] {
  const findings: Finding[] = [];
  const add = (code: FindingCode, severity: Severity, evidence: Finding['evidence']) =>
    findings.push({ code, severity, store: null, evidence });
  for (const service of NEEDED) {
    const start = registry.value(`${SERVICES}\\${service}`, 'Start');
    if (start?.kind === 'dword' && start.number === DISABLED) add('service-disabled', 'error', { service });
  }
  const missing = NEEDED.filter((name) => registry.key(`${SERVICES}\\${name}`).visibility === 'absent');
  if (missing.length > 0) add('service-missing', 'warning', { services: missing });
  const isSet = (key: string) => {
    const value = registry.value(`${SERVICES}\\${key}`, NO_CHECK);
    return value?.kind === 'dword' && value.number !== 0;
  };
  if (isSet('SstpSvc\\Parameters')) add('revocation-check-disabled', 'warning', {});
  for (const key of MISPLACED)
    if (isSet(key)) add('revocation-check-misplaced', 'info', { key: `${SERVICES}\\${key}` });
  for (const { key, names } of OTHER_PROXIES)
    for (const name of names)
      if (registry.value(`HKEY_LOCAL_MACHINE\\${key}`, name) != null)
        add('other-proxy-setting', 'info', { name, key });
  const reasons = pendingRestartReasons(registry);
  if (reasons.length > 0) add('restart-pending', 'info', { reasons });
  return findings;
}

/** The domain that the computer is joined to; `null` if it is not visible, or a workgroup. */
function ownDomain(registry: RegistrySnapshot): string | null {
  const domain = registry.value(`${SERVICES}\\Tcpip\\Parameters`, 'Domain');
  return domain?.kind === 'string' && domain.text !== '' ? domain.text : null;
}

function isBypassed({ bypass }: ProxySettings, host: string): boolean {
  return bypassEntry(bypass, { scheme: 'http', host, port: 80 }, 'winhttp') !== null;
}

const BATTERIES = `${SERVICES}\\CmBatt\\Enum`;

/**
 * Whether the computer is portable: the driver of control-method batteries counts its devices. `null` when that is
 * not visible. A desktop has none; a virtual machine may show those of its host.
 */
function isPortable(registry: RegistrySnapshot): boolean | null {
  if (registry.key(BATTERIES).visibility === 'unseen') return null;
  const count = registry.value(BATTERIES, 'Count');
  return count?.kind === 'dword' && count.number > 0;
}

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
