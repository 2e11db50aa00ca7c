import type { Check, Verdict } from '../../core/model/check.ts';
import { wordsOfCommand } from '../../core/model/command-text.ts';
import type { ChangeResult, ErrorReport, Mode, Needs } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import { checksOf } from '../facts/path-checks.ts';
import type { AccessRequest } from '../requests/proxy-request.ts';
import type { Texts } from '../text/texts.ts';
import { currentVerdicts } from './headline.ts';
import type { RequestTo } from './revocation-owner.ts';

/** What a run came to, in one word; docs/reference.md has what each means. */
export const CONCLUSION_STATES = [
  'as-desired',
  'fix-available',
  'fix-does-not-help',
  'path-fails',
  'blocked',
  'not-judged',
  'applied',
  'applied-path-fails',
  'restored',
  'done',
  'invalid-input',
  'cancelled',
  'failed',
] as const;
export type ConclusionState = (typeof CONCLUSION_STATES)[number];

export type Owner = 'administrator' | 'user' | RequestTo;
export const OWNERS: readonly Owner[] = ['administrator', 'user', 'proxy-team', 'network-team', 'vpn-team'];

/** What is wrong, who acts, and the command to run. */
export interface Conclusion {
  state: ConclusionState;
  /** One sentence. */
  headline: string;
  /** Why, where the headline does not say it: the most severe finding. */
  cause: string | null;
  /** What --apply would write, or what was written: `null` where nothing. */
  change: string | null;
  /** Who has to do something, each once, with what it is. */
  owners: readonly { owner: Owner; action: string }[];
  /** Complete commands: as text for a shell, and as its words. */
  next: readonly { text: string; command: readonly string[] }[];
}

/** What a run came to know. */
export interface ConclusionFacts {
  mode: Mode;
  checks: readonly Check[];
  verdicts: readonly Verdict[];
  findings: readonly Finding[];
  plan: { changes: readonly PlannedChange[] } | null;
  result: ChangeResult | null;
  requests: readonly AccessRequest[];
  needs: Needs;
  error?: ErrorReport;
  exitCode: number;
}

interface PlannedChange {
  store: string;
  after: ProxySettings;
  needsElevation: boolean;
}

/** The conclusion, in one language, from what the whole run found. */
export function conclusionOf(facts: ConclusionFacts, texts: Texts): Conclusion {
  const state = stateOf(facts);
  const headline = headlineOf(facts, state, texts);
  const worst = worstOf(facts.findings);
  const cause = worst === null ? null : texts.finding(worst).message;
  const command = commandOf(facts, state);
  return {
    state,
    headline,
    cause: cause === headline ? null : cause,
    change: changeOf(facts, texts),
    owners: ownersOf(facts, command, headline, texts),
    next: command === null ? [] : [{ text: command, command: wordsOfCommand(command) }],
  };
}

/** Exit codes that mean one thing whatever the mode. */
const STATE_OF: Readonly<Record<number, ConclusionState>> = {
  1: 'failed',
  2: 'fix-available',
  5: 'applied-path-fails',
  9: 'blocked',
  130: 'cancelled',
};

function stateOf(facts: ConclusionFacts): ConclusionState {
  const { exitCode, error, mode, result, plan, findings } = facts;
  const known = STATE_OF[exitCode];
  if (known !== undefined) return known;
  const changed = (result?.changed.length ?? 0) > 0;
  switch (exitCode) {
    case 3:
      return error?.code === 'not-judged' ? 'not-judged' : 'invalid-input';
    case 4:
    case 8:
      return findings.some(({ code, severity }) => code === 'store-unseen' && severity === 'error')
        ? 'not-judged'
        : 'blocked';
    case 6:
      return result?.rolledBack === true ? 'restored' : 'failed';
    case 7:
      return (plan?.changes.length ?? 0) > 0 && mode !== 'verify' && mode !== 'migrate'
        ? 'fix-does-not-help'
        : 'path-fails';
    default:
      if (mode === 'apply' && changed) return 'applied';
      if (mode === 'rollback') return changed ? 'restored' : 'done';
      return ['audit', 'plan', 'apply', 'verify', 'migrate'].includes(mode) ? 'as-desired' : 'done';
  }
}

function headlineOf(facts: ConclusionFacts, state: ConclusionState, texts: Texts): string {
  const { error, verdicts, checks, mode, exitCode, findings, result } = facts;
  if (error !== undefined) return error.message;
  const [shown] = currentVerdicts(verdicts);
  const ofPath =
    shown === undefined ? null : texts.verdict(shown, checksOf(checks, shown.gateway, shown.stores)).message;
  if (state === 'applied' && result !== null) {
    const changed = texts.words.changed(result.changed.join(texts.words.comma));
    return ofPath === null ? changed : `${changed} ${ofPath}`;
  }
  const worst = worstOf(findings);
  const needsChange = state === 'fix-available' || state === 'blocked';
  const ofSettings = worst !== null && needsChange ? texts.finding(worst).message : null;
  // A path that works is no news where the settings are.
  if (ofPath !== null && !(needsChange && shown?.verdict === 'reachable')) return ofPath;
  return ofSettings ?? texts.words.exit(mode, exitCode);
}

/** The first error, else the first warning; what is only worth knowing is no cause. */
function worstOf(findings: readonly Finding[]): Finding | null {
  const of = (severity: Finding['severity']) => findings.find((one) => one.severity === severity);
  return of('error') ?? of('warning') ?? null;
}

/** The stores by what is written to them: `winhttp/wow64, winhttp/native: proxy …; …`. */
function changeOf({ plan }: ConclusionFacts, texts: Texts): string | null {
  const stores = new Map<string, string[]>();
  for (const { store, after } of plan?.changes ?? []) {
    const setting = texts.settings(after);
    stores.set(setting, [...(stores.get(setting) ?? []), store]);
  }
  const parts = [...stores].map(([setting, names]) => `${names.join(texts.words.comma)}: ${setting}`);
  return parts.length === 0 ? null : parts.join('; ');
}

/** Whoever runs the command where there is one; then the teams whose requests are there. */
function ownersOf(
  facts: ConclusionFacts,
  command: string | null,
  headline: string,
  texts: Texts,
): Conclusion['owners'] {
  const owners: { owner: Owner; action: string }[] = [];
  if (command !== null) {
    const elevated = facts.plan?.changes.some(({ needsElevation }) => needsElevation) === true;
    owners.push({ owner: elevated ? 'administrator' : 'user', action: command });
  }
  for (const { to, gateway } of facts.requests) {
    if (owners.some(({ owner }) => owner === to)) continue;
    const asked = facts.verdicts.find((one) => one.gateway === gateway && one.verdict !== 'reachable');
    const reported = asked && texts.verdict(asked, checksOf(facts.checks, gateway, asked.stores));
    owners.push({ owner: to, action: reported?.next ?? reported?.message ?? headline });
  }
  return owners;
}

/** The command that goes on from here: the apply that was proposed, or what an administrator has to run. */
function commandOf({ needs, findings, verdicts }: ConclusionFacts, state: ConclusionState): string | null {
  if (needs.command != null && (state === 'fix-available' || state === 'blocked' || state === 'applied'))
    return needs.command;
  if (state !== 'fix-available') return null;
  const ofFinding = findings.map(({ evidence }) => evidence.command).find((one) => typeof one === 'string');
  return ofFinding ?? verdicts.find(({ command }) => command !== undefined)?.command ?? null;
}
