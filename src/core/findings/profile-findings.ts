import { type Gateway, gatewayName, type Verdict } from '../model/check.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { inWords, type Message, say, toText } from '../model/say.ts';
import {
  type GatewayProfile,
  isVirtualWan,
  offersSstp,
  type ProfileReading,
  profilesOf,
  type RecordingSays,
} from '../path/gateway-profile.ts';
import type { Deadline } from './path/deadlines.ts';
import { answersSstp } from './path/gateway.ts';
import { mayBeSame, profileCurrency, rootName } from './profile-currency.ts';

/** Findings from profiles and phonebooks about the gateways of a run, also compared with the check results. */
export function profileFindings(
  reading: ProfileReading,
  gateways: readonly Gateway[],
  verdicts: readonly Verdict[],
  today: Date,
  deadlines: readonly Deadline[],
): Finding[] {
  const findings: Finding[] = [];
  const add = (code: Finding['code'], severity: Severity, evidence: Finding['evidence']) =>
    findings.push({ code, severity, store: null, evidence });
  for (const gateway of gateways) {
    const name = gatewayName(gateway);
    const profiles = profilesOf(reading, gateway);
    const files = profiles.map(({ file }) => file);
    const types = [...new Set(profiles.flatMap((one) => one.types ?? []))];
    if (answersSstp(gateway, verdicts)) {
      // The check result has priority: the files are out of date.
      if (offersSstp(profiles) === false)
        add('sstp-not-offered', 'warning', { gateway: name, types, files, answered: true });
    } else if (isVirtualWan(gateway))
      add('gateway-openvpn-only', 'error', { gateway: name, reason: 'virtual-wan', files });
    else if (offersSstp(profiles) === false) {
      const only = types.every((type) => type === 'OpenVPN');
      if (only) add('gateway-openvpn-only', 'error', { gateway: name, reason: 'profile', files });
      else add('sstp-not-offered', 'error', { gateway: name, types, files });
    }
    for (const conflict of conflictsOf(profiles))
      add('profiles-conflict', 'warning', { gateway: name, ...conflict });
  }
  for (const { file, entry, dials, unreadable } of reading.plugins)
    if (unreadable !== undefined) add('entry-unreadable', 'warning', { file, entry, ...unreadable });
    else if (dials !== undefined) add('entry-without-sstp', 'info', { file, entry, ...dials });
    else add('openvpn-plugin-entry', 'info', { file, entry });
  return [...findings, ...profileCurrency(reading, verdicts, today, deadlines)];
}

/** Differences about one gateway between files that list the same settings. */
function conflictsOf(
  profiles: readonly GatewayProfile[],
): { about: string; says: { file: string; value: string }[] }[] {
  const settings = profiles.filter(({ format }) => format === 'vpn-settings');
  const compare = (
    about: string,
    list: readonly GatewayProfile[],
    value: (one: GatewayProfile) => string | null,
  ) => {
    const says = list.flatMap((one) => {
      const named = value(one);
      return named === null ? [] : [{ file: one.file, value: named }];
    });
    return new Set(says.map((one) => one.value)).size > 1 ? [{ about, says }] : [];
  };
  return [
    ...compare('tunnel types', settings, ({ types }) => types && [...types].sort().join(', ')),
    ...compare('virtual network', settings, ({ vnetId }) => vnetId?.toLowerCase() ?? null),
    ...(shareARoot(profiles) ? [] : compare('root', profiles, rootsText)),
  ];
}

function rootsText({ roots }: GatewayProfile): string | null {
  return roots.length === 0 ? null : roots.map(rootName).sort().join(', ');
}

/** During a migration one file may have the old root, another both: this is not a conflict. */
function shareARoot(profiles: readonly GatewayProfile[]): boolean {
  const saying = profiles.filter(({ roots }) => roots.length > 0);
  return saying.every((a) =>
    saying.every((b) => a.roots.some((one) => b.roots.some((other) => mayBeSame(one, other)))),
  );
}

/**
 * Contradictions between recordings that were given together. Gateways contradict only if no gateway is common to
 * all: a computer may have several.
 */
export function recordingFindings(recordings: readonly RecordingSays[]): Finding[] {
  const findings: Finding[] = [];
  const add = (about: string, says: { file: string; value: Message }[]) =>
    findings.push({
      code: 'recordings-conflict',
      severity: 'warning',
      store: null,
      ...inWords({ about, says }),
    });
  for (const [about, settingOf] of SETTINGS) {
    const says = recordings.flatMap((one) => {
      const value = settingOf(one);
      return value === null ? [] : [{ file: one.file, value }];
    });
    if (new Set(says.map(({ value }) => toText(value))).size > 1) add(about, says);
  }
  const naming = recordings.filter(({ gateways }) => gateways.length > 0);
  const common = naming[0]?.gateways.filter((name) =>
    naming.every(({ gateways }) => gateways.includes(name)),
  );
  if (common?.length === 0)
    add(
      'gateways',
      naming.map(({ file, gateways }) => ({
        file,
        value: say('{gateways}', { gateways: [...gateways].sort() }),
      })),
    );
  return findings;
}

const SETTINGS: readonly [string, (one: RecordingSays) => Message | null][] = [
  ['wininet', ({ winInet }) => winInet],
  ['winhttp', ({ winHttp }) => winHttp],
];
