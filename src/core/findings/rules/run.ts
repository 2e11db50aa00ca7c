import { reasonText } from '../../causes/reason.ts';
import { isUntested } from '../../causes/verdicts.ts';
import { command, isCommand, say, sentences } from '../../model/say.ts';
import type { Call } from '../../options/table.ts';
import {
  advice,
  by,
  type Evidence,
  eachOf,
  type FindingRule,
  fill,
  filled,
  isFilled,
  presentPath,
  todo,
} from './finding-rule.ts';

/** The path, and what this run may change. */
export const RUNS = {
  'no-gateway-known': {
    title: say('No gateway is known, so the path was not checked.'),
    says: filled('No gateway is known, so the path was not checked.'),
    steps: todo('Name it: {command}', {
      command: command('audit', { gateway: ['azuregateway-….vpn.azure.com'] }),
    }),
  },
  'name-needs-proxy': {
    title: say('The name of the gateway does not resolve, and the tunnel connects directly.'),
    says: filled(
      'The name {gateway} does not resolve on this computer, and WinINET sends the tunnel direct. WinHTTP has the proxy {proxy}, which may resolve it.',
    ),
    steps: () => {
      const apply = command('apply', { source: 'winhttp' });
      const action = say('if that proxy is right, set it in WinINET as well ({command})', { command: apply });
      return [{ owner: 'administrator', action, command: apply }];
    },
  },
  'proxy-passed-over': {
    title: say('The setting names several routes, and the first gives no connection.'),
    says: (e) => {
      const routes = eachOf(e.ways, (one) => fill('{via} ({reason})', one, { reason: reasonText(one) }));
      return e.via === 'direct'
        ? fill(
            'The setting names several routes to {gateway}. No connection through {routes}, so the check went on direct, as WinINET does. It is not known whether the SSTP service does the same.',
            e,
            { routes },
          )
        : fill(
            'The setting names several routes to {gateway}. No connection through {routes}, so the check went on to {via}, as WinINET does. It is not known whether the SSTP service does the same.',
            e,
            { routes },
          );
    },
    steps: (e) =>
      by(
        'administrator',
        'fix {routes}, or remove it from the PAC file or the list',
        'WinHTTP, which the revocation check uses, uses only the first proxy of its list.',
      )({ routes: eachOf(e.ways, ({ via }) => String(via)) }),
  },
  'partly-applied': {
    title: say('Only the part of the change that needs no administrator was made.'),
    says: filled('Only the part of the change that needs no administrator was made; left: {stores}.'),
    steps: (e) =>
      isCommand(e.command)
        ? [advice(fill('Run as an administrator: {command}', e), e.command)]
        : todo('Run the same command as an administrator.')(e),
  },
  'change-unconfirmed': {
    title: say('A change was not confirmed.'),
    says: (e) =>
      e.secondsLeft === 0
        ? fill('A change (backup {backup}) was not confirmed by {deadline} and is still in place.', e)
        : fill(
            'A change (backup {backup}) is rolled back automatically unless you confirm it within {time}.',
            e,
            {
              time: time(Number(e.secondsLeft)),
            },
          ),
    steps: (e) =>
      e.secondsLeft === 0
        ? todo('The next apply rolls it back first, then continues; {command} only rolls it back.')(e)
        : todo('To keep it: {command}')(e),
  },
  'values-not-put-back': {
    title: say('Some values could not be restored.'),
    says: (e) =>
      sentences(
        !isOfType(e) &&
          (e.putBackAt === null
            ? fill(
                'The change of backup {backup} was rolled back, except values that have changed since or cannot be written: {values}.',
                e,
              )
            : fill(
                'The change of backup {backup} was rolled back at {putBackAt}, except values that have changed since or cannot be written: {values}.',
                e,
              )),
        isFilled(e.unwritable) &&
          fill(
            'The change of backup {backup} was rolled back, except values of a type that PowerShell cannot write: {unwritable}.',
            e,
          ),
      ),
    steps: (e) => {
      if (isOfType(e))
        return todo('If you exported their registry key before the change, import that file.')(e);
      if (e.path !== undefined)
        return todo('To restore those values as well, compare the recording with the backup by hand: {path}')(
          e,
        );
      const own = isCommand(e.command) ? e.command : command('rollback', { backup: String(e.backup) });
      return [advice(say('To restore those values as well: {command}', { command: own }), own)];
    },
  },
  'change-interrupted': {
    title: say('An earlier change did not finish.'),
    says: filled('An earlier change was interrupted (backup {backup}).'),
    steps: todo('The next apply rolls it back first, then continues; {command} only rolls it back.', {
      command: command('rollback'),
    }),
  },
  'other-change-interrupted': {
    title: say('A change of another computer did not finish.'),
    says: filled(
      'A change of another computer ({machine}) was interrupted. Until it is rolled back, an apply with this state folder is refused.',
    ),
    steps: todo('Roll it back first: {command}. Or name another folder with --state-dir DIR.'),
  },
  'state-folder-unusable': {
    title: say('The folder for backups cannot be used.'),
    says: filled('{folder}: {problem} This run needs no such folder; an apply would be refused.'),
    steps: (e) => [advice(String(e.next))],
  },
  'candidate-fails': {
    title: say('The proposed setting was tested and does not work.'),
    says: (e) => {
      const { isProved, names } = lostGateways(e);
      if (presentPath(e) === 'works')
        return isProved
          ? say('The proposed setting does not work for {names}, while the current one works.', { names })
          : say('The proposed setting is not proved to work for {names}, while the current one works.', {
              names,
            });
      return isProved
        ? say('The proposed setting was tested and does not help: it does not work for {names}.', { names })
        : say('The proposed setting was tested and does not help: it is not proved to work for {names}.', {
            names,
          });
    },
    steps: (e) => {
      if (e.answering !== undefined)
        return todo(
          'WinHTTP uses only the first proxy of the list, which gives no connection; {answering} does: put it first, or name it with --proxy. An apply writes it only with --yes.',
        )(e);
      return presentPath(e) === 'works'
        ? todo('Leave the setting as it is. An apply writes the proposed one only with --yes.')(e)
        : todo('An apply writes it only with --yes.')(e);
    },
  },
  'sstp-retirement': {
    title: say('Azure is ending SSTP: the connection must move to IKEv2 or OpenVPN.'),
    says: (e) => {
      if (Number(e.daysLeft) <= 0)
        return fill('Azure stopped SSTP on {date}; this connection must move to IKEv2 or OpenVPN.', e);
      return e.daysLeft === 1
        ? fill(
            'Azure stops SSTP on {date} (tomorrow); this connection must move to IKEv2 or OpenVPN before then.',
            e,
          )
        : fill(
            'Azure stops SSTP on {date} (in {daysLeft} days); this connection must move to IKEv2 or OpenVPN before then. A gateway on which SSTP is turned off stays without it.',
            e,
          );
    },
    steps: (e) => {
      if (e.tested === true) return [];
      const migrate = migrateCommand(e);
      return [advice(say('To see what works from this computer: {command}', { command: migrate }), migrate)];
    },
  },
  'gateway-root-migration': {
    title: say('Microsoft replaces the root certificate of the gateways that its notification names.'),
    says: (e) => {
      if (Number(e.daysLeft) <= 0)
        return fill(
          'If a notification from Microsoft named this gateway, only its new root certificate is valid since {date}.',
          e,
        );
      return e.daysLeft === 1
        ? fill(
            'If a notification from Microsoft names this gateway, only its new root certificate is valid from {date} on (tomorrow).',
            e,
          )
        : fill(
            'If a notification from Microsoft names this gateway, only its new root certificate is valid from {date} on (in {daysLeft} days).',
            e,
          );
    },
    steps: (e) =>
      e.tested === true
        ? by(
            'vpn-team',
            'if it does, download new VPN client packages and redeploy them, unless you already have',
          )(e)
        : by(
            'vpn-team',
            'if it does, download new VPN client packages and redeploy them, unless you already have',
            'To see which root the gateway shows, and which the profiles expect: {command}',
          )({ command: migrateCommand(e) }),
  },
  'gateway-name-unusual': {
    title: say('The gateway does not have a usual name of an Azure VPN gateway.'),
    says: filled(
      '{host} is not a usual name of an Azure VPN gateway (azuregateway-….vpn.azure.com). It is checked anyway.',
    ),
  },
  'path-not-checked': {
    title: say('The path was not checked.'),
    says: (e) =>
      e.reason === 'recording'
        ? fill(
            'The path was not checked: this computer does not have the routes of the recorded computer.',
            e,
          )
        : fill('The path was not checked, as asked.', e),
    steps: (e) =>
      e.reason === 'recording' ? todo('To check it from this computer anyway, add --probe.')(e) : [],
  },
} satisfies Record<string, FindingRule>;

/** The gateways that fail with the proposal, with verdicts; else those not proved to work. */
function lostGateways({ gateways }: Evidence) {
  const failing = eachOf(gateways, ({ gateway, verdict }) =>
    isUntested({ verdict: String(verdict) }) ? '' : `${gateway} (${verdict})`,
  ).filter((name) => name !== '');
  if (failing.length > 0) return { isProved: true, names: failing };
  return { isProved: false, names: eachOf(gateways, ({ gateway }) => String(gateway)) };
}

/** Tests what comes after a change of Azure. */
function migrateCommand({ gateways }: Evidence): Call {
  return command('migrate', { gateway: Array.isArray(gateways) ? gateways.map(String) : [] });
}

function time(all: number) {
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes === 0) return say('{seconds} s', { seconds });
  return seconds === 0
    ? say('{minutes} min', { minutes })
    : say('{minutes} min {seconds} s', { minutes, seconds });
}

/** Whether the type of the values alone prevented their restore. */
function isOfType(e: Evidence): boolean {
  return isFilled(e.unwritable) && !isFilled(e.values);
}
