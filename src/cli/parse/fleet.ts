import type { P2sError } from '../../core/model/errors.ts';
import { FLEET_ACTIONS } from '../../core/model/modes.ts';
import { say } from '../../core/model/say.ts';
import { notOfFleet } from '../help/option-groups.ts';
import { usage } from '../help/usage.ts';
import type { FleetInvocation } from '../invocation.ts';
import type { OptionName } from '../options.ts';
import { parseDeadline } from './duration.ts';
import type { Args } from './to-invocation.ts';

const MAX_THROTTLE = 1000;
/** PowerShell on Windows starts slowly while the computer signs a user in. */
const DEADLINE_SECONDS = '120';

/** Parses the fleet options of a command line. Throws P2sError `usage`. */
export function fleetOf(
  args: Args,
  text: (name: OptionName) => string | null,
  list: (value: unknown) => string[],
): FleetInvocation {
  const action = FLEET_ACTIONS.find((one) => one === args.action);
  if (action === undefined)
    throw usage(
      say('fleet takes {actions}.', { actions: FLEET_ACTIONS }),
      say('p2s-fix fleet audit PC1 PC2'),
    );
  const unused = notOfFleet(action).find((name) => args[name] !== undefined);
  if (unused !== undefined) throw unusedBy(action, unused);
  return {
    action,
    names: [...list(args.names), ...args._.slice(1)],
    computers: text('computers'),
    only: text('only'),
    again: text('again'),
    throttle: throttleOf(text('throttle') ?? '32'),
    transport: text('transport') as FleetInvocation['transport'],
    sshUser: text('ssh-user'),
    sshKey: text('ssh-key'),
    sshOptions: Object.fromEntries(list(args['ssh-option']).map(sshOption)),
    subsystem: text('subsystem'),
    credential: text('credential'),
    configuration: text('configuration'),
    deadlineSeconds: parseDeadline(text('deadline') ?? DEADLINE_SECONDS),
  };
}

function unusedBy(action: FleetInvocation['action'], unused: OptionName): P2sError {
  if (action === 'report')
    return usage(
      say('fleet report reads files; it does not take {option}.', { option: `--${unused}` }),
      say('p2s-fix fleet report captures/ results.ndjson'),
    );
  if (unused === 'confirm-within')
    return usage(
      say('--confirm-within goes with --apply.'),
      say('p2s-fix fleet apply PC1 --confirm-within 10m'),
    );
  return usage(
    say('{option} goes with fleet migrate; fleet {action} does not check the path.', {
      option: `--${unused}`,
      action,
    }),
    say('p2s-fix fleet migrate PC1 --gateway HOST'),
  );
}

function throttleOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_THROTTLE) return value;
  throw usage(
    say('--throttle takes a whole number from 1 to {limit}, not {text}.', { limit: MAX_THROTTLE, text }),
  );
}

function sshOption(text: string): [name: string, value: string] {
  const [, name, value] = /^([A-Za-z]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw usage(
      say('--ssh-option takes NAME=VALUE, not {text}.', { text }),
      say('p2s-fix fleet audit pc1 --ssh-option ProxyJump=bastion'),
    );
  return [name, value];
}
