import { EXPORT_LINE } from '../../core/export/export-line.ts';
import { HOST_NAME } from '../../core/fleet/computer.ts';
import { type FleetMachine, isNoAnswer } from '../../core/fleet/result.ts';
import type { FleetGroup, FleetSummary } from '../../core/fleet/summary.ts';
import type { Owner } from '../model/conclusion-facts.ts';

/** A cause in a fleet: its owners, and the next command. */
export interface FleetCauseFacts {
  group: FleetGroup;
  owners: readonly Owner[];
  /** `null`: no command helps. */
  command: string | null;
  /** The content of {@link LIST_FILE} for the command, one computer per line; `null` where it needs no list. */
  list: string | null;
}

/** The file name that a command uses for its list of computers. */
export const LIST_FILE = 'computers.txt';
/** Maximum number of computers named in a command. */
const NAMED = 20;

/** Causes that need no action. */
const SETTLED = ['aligned', 'changed', 'confirmed', 'unchanged', 'ready', 'reachable'];
/** Causes with an owner other than the administrator. */
const OWNER_OF: Readonly<Record<string, Owner>> = {
  'proxy-auth-required': 'proxy-team',
  'proxy-blocks-sstp': 'proxy-team',
  'proxy-refused': 'proxy-team',
  'tls-inspection': 'proxy-team',
  'inspection-suspected': 'proxy-team',
  'gateway-unreachable': 'network-team',
  timeout: 'network-team',
  'captive-portal': 'user',
  'tls-failed': 'vpn-team',
  'tls-offload': 'vpn-team',
  'wrong-root': 'vpn-team',
  'certificate-invalid': 'vpn-team',
  'sstp-not-offered': 'vpn-team',
  'not-sstp': 'vpn-team',
  revoked: 'vpn-team',
  'gateway-openvpn-only': 'vpn-team',
  'sstp-retirement': 'vpn-team',
  'gateway-root-migration': 'vpn-team',
};
/** Causes with their own command; a needed change uses `apply`. */
const ACTION_OF: Readonly<Record<string, FleetSummary['action']>> = {
  'change-interrupted': 'apply',
  'change-unconfirmed': 'confirm',
  'values-not-put-back': 'rollback',
};

/** Who removes a cause; for a move, every owner of a change for one of these computers. */
export function ownersOfCause(cause: string, machines: Iterable<FleetMachine>): Owner[] {
  if (SETTLED.includes(cause)) return [];
  const moving = new Set<Owner>();
  for (const { migrations } of machines)
    for (const { to } of migrations.flatMap(({ changes }) => changes))
      moving.add(to === 'admin' ? 'administrator' : to);
  if (moving.size > 0) return [...moving];
  return [Object.hasOwn(OWNER_OF, cause) ? (OWNER_OF[cause] ?? 'administrator') : 'administrator'];
}

/**
 * Each group of a summary with its next steps. `options`: the options of the run, including its computers;
 * without them a command names the computers of its group.
 */
export function fleetCauses(
  { action, groups }: FleetSummary,
  machines: readonly FleetMachine[],
  options: string | null,
): FleetCauseFacts[] {
  const byCause = new Map<string, FleetMachine[]>();
  for (const machine of machines) {
    const mine = byCause.get(machine.cause);
    if (mine === undefined) byCause.set(machine.cause, [machine]);
    else mine.push(machine);
  }
  return groups.map((group) => {
    const mine = byCause.get(group.cause) ?? [];
    return { group, owners: ownersOfCause(group.cause, mine), ...commandOf(group, mine, action, options) };
  });
}

function commandOf(
  { cause, exitCode, computers }: FleetGroup,
  machines: readonly FleetMachine[],
  action: FleetSummary['action'],
  options: string | null,
): Pick<FleetCauseFacts, 'command' | 'list'> {
  if (cause === 'not-judged') return { command: EXPORT_LINE, list: null };
  const next = nextAction(cause, exitCode, action);
  if (next === null) return { command: null, list: null };
  const start = ['p2s-fix', 'fleet', next];
  if (options !== null && action !== 'report') return { command: [...start, options].join(' '), list: null };
  // A name from a file can be anything: a command contains only valid host names.
  const all = machines.length > 0 ? machines.map(({ computer }) => computer) : computers;
  const names = all.filter((name) => HOST_NAME.test(name));
  if (names.length === 0) return { command: null, list: null };
  const more = options === null ? [] : [options];
  if (names.length <= NAMED) return { command: [...start, ...names, ...more].join(' '), list: null };
  return { command: [...start, '--computers', LIST_FILE, ...more].join(' '), list: names.join('\n') };
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
