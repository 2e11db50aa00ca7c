import { OWNERS, type Owner } from '../../core/causes/rule.ts';
import { verdictRow } from '../../core/causes/verdicts.ts';
import { EXPORTS_OF_KEYS } from '../../core/export/export-commands.ts';
import { HOST_NAME } from '../../core/fleet/computer.ts';
import { type FleetMachine, isNoAnswer } from '../../core/fleet/result.ts';
import { type FleetGroup, type FleetSummary, lacksOnlyPackages } from '../../core/fleet/summary.ts';
import type { NamedCommand, Options } from '../../core/options/table.ts';
import type { FleetAdvice } from '../text/fleet.ts';
import { allowingFor, namesState } from './fleet-advice.ts';

/** A cause in a fleet: its owners, and the next command. */
export interface FleetCauseFacts {
  group: FleetGroup;
  owners: readonly Owner[];
  /** Empty: no command helps. */
  commands: readonly NamedCommand[];
  /** The content of {@link LIST_FILE} for the command, one computer per line; `null` where it needs no list. */
  list: string | null;
  /** What to do before the command, or in its place. */
  advice: readonly FleetAdvice[];
}

/** The file name that a command uses for its list of computers. */
export const LIST_FILE = 'computers.txt';
/** Maximum number of computers named in a command. */
const NAMED = 20;

/** Causes that need no action. */
const SETTLED = ['aligned', 'changed', 'confirmed', 'unchanged', 'ready'];
/** Findings with an owner other than the administrator, where a result names none. */
const OWNER_OF: Readonly<Record<string, Owner>> = {
  'inspection-suspected': 'proxy-team',
  'logged-proxy-authentication': 'proxy-team',
  'logged-interception': 'proxy-team',
  'gateway-openvpn-only': 'vpn-team',
  'profile-root-old': 'vpn-team',
  'profiles-conflict': 'vpn-team',
  'chain-incomplete': 'vpn-team',
  'issuer-not-fetched': 'vpn-team',
  'sstp-retirement': 'vpn-team',
  'gateway-root-migration': 'vpn-team',
};
/** Causes with their own command; a needed change uses `apply`. */
const ACTION_OF: Readonly<Record<string, FleetSummary['action']>> = {
  'change-interrupted': 'apply',
  'change-unconfirmed': 'confirm',
  'values-not-put-back': 'rollback',
};

/** Who removes a cause: every owner of a step, or of a change for a move, of one of these computers. */
export function ownersOfCause(cause: string, machines: Iterable<FleetMachine>): Owner[] {
  if (SETTLED.includes(cause) || verdictRow(cause).standing === 'works') return [];
  const acting = new Set<Owner>();
  for (const { migrations, path } of machines) {
    for (const { to } of migrations.flatMap(({ changes }) => changes))
      acting.add(to === 'admin' ? 'administrator' : to);
    for (const owner of path?.owners ?? []) acting.add(owner);
  }
  if (acting.size > 0) return OWNERS.filter((owner) => acting.has(owner));
  const owner = Object.hasOwn(OWNER_OF, cause) ? OWNER_OF[cause] : verdictRow(cause).owners[0];
  return [owner ?? 'administrator'];
}

/**
 * Each group of a summary with its next steps. `options`: the options of the run, including its computers;
 * without them a command names the computers of its group.
 */
export function fleetCauses(
  { action, groups }: FleetSummary,
  machines: readonly FleetMachine[],
  options: Options | null,
): FleetCauseFacts[] {
  const byCause = new Map<string, FleetMachine[]>();
  for (const machine of machines) {
    const mine = byCause.get(machine.cause);
    if (mine === undefined) byCause.set(machine.cause, [machine]);
    else mine.push(machine);
  }
  return groups.map((group) => {
    const mine = byCause.get(group.cause) ?? [];
    return { group, owners: ownersOfCause(group.cause, mine), ...nextSteps(group, mine, action, options) };
  });
}

/** The next steps of one group. */
type NextSteps = Pick<FleetCauseFacts, 'commands' | 'list' | 'advice'>;
const NOTHING: NextSteps = { commands: [], list: null, advice: [] };

function nextSteps(
  group: FleetGroup,
  machines: readonly FleetMachine[],
  action: FleetSummary['action'],
  options: Options | null,
): NextSteps {
  const { cause, exitCode } = group;
  if (cause === 'not-judged')
    return lacksOnlyPackages(group) ? NOTHING : { ...NOTHING, commands: EXPORTS_OF_KEYS };
  const next = nextAction(cause, exitCode, action);
  if (next === null) return NOTHING;
  const isByOptions = options !== null && action !== 'report';
  const named = isByOptions ? machines : machines.filter(isHost);
  const isChange = next === 'apply' && !isNoAnswer(cause);
  const allowing = isChange && !namesState(options ?? {}) ? allowingFor(named) : null;
  // A change that was interrupted is restored whatever is allowed.
  const isForAll = allowing === null || Object.hasOwn(ACTION_OF, cause);
  const taken = isForAll ? named : allowing.machines;
  const unnamed: FleetAdvice[] = named.length < machines.length ? [{ code: 'name-computer' }] : [];
  if (taken.length === 0) return { ...NOTHING, advice: [...unnamed, ...(allowing?.advice ?? [])] };
  const allowed = allowing?.allowed ?? [];
  const ofProxies = (allowing?.advice ?? []).filter(({ code }) => !isForAll || code === 'check-proxies');
  const advice = [...unnamed, ...ofProxies];
  const of = (computers: Options): readonly NamedCommand[] => {
    const allowing = allowed.length === 0 ? {} : { 'allow-proxy': allowed };
    return [{ use: `fleet ${next}`, options: { ...computers, ...options, ...allowing } }];
  };
  if (isByOptions) return { commands: of({}), list: null, advice };
  const names = taken.map(({ computer }) => computer);
  if (names.length <= NAMED) return { commands: of({ computer: names }), list: null, advice };
  return {
    commands: of({ computers: LIST_FILE }),
    list: names.join('\n'),
    advice: [{ code: 'save-list', file: LIST_FILE, count: names.length }, ...advice],
  };
}

/**
 * Whether a command can name this computer. A name from a file can be anything, and the name of a file is not that
 * of a computer.
 */
function isHost({ computer, transport, name }: FleetMachine): boolean {
  return HOST_NAME.test(computer) && (transport !== 'file' || name !== null);
}

function nextAction(
  cause: string,
  exitCode: number,
  action: FleetSummary['action'],
): FleetSummary['action'] | null {
  if (Object.hasOwn(ACTION_OF, cause)) return ACTION_OF[cause] ?? null;
  if (isNoAnswer(cause)) return action === 'report' ? 'audit' : action;
  return exitCode === 2 ? 'apply' : null;
}
