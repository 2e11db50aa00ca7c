import { command, option, say } from '../../model/say.ts';
import { nameOfManager } from '../../stores/setting-name.ts';
import { change, type Evidence, type FindingRule, fill, filled, todo } from './finding-rule.ts';

/** What a setting holds, and whether it can be read and written. */
export const STORES = {
  'wininet-mirror-differs': {
    title: say('The string values of WinINET disagree with the setting that Windows uses.'),
    says: filled('{store}: the string values ({values}) disagree with the setting that Windows uses.'),
    steps: change('Another tool wrote only one of the two. To update the strings: {command}'),
  },
  'wininet-strings-only': {
    title: say('The string values of WinINET name a setting that Windows does not use.'),
    says: filled(
      '{store}: the string values say {strings}, but Windows uses {used}: another tool wrote the strings only.',
    ),
    steps: todo(
      '{command} writes what Windows uses as well; without {proxy} the strings are updated to match it.',
      { command: command('apply', { proxy: '…' }), proxy: option('proxy') },
    ),
  },
  'wininet-strings-newer': {
    title: say('The string values of WinINET disagree with its setting, and may be newer.'),
    says: (e) =>
      e.newer === 'strings'
        ? fill(
            '{store}: the string values ({values}) say {strings} and were changed last, but Windows has not adopted them yet. It uses {used}; programs may use the strings from their next start.',
            e,
          )
        : fill(
            '{store}: the string values ({values}) say {strings}, the setting says {used}. Which is newer cannot be determined ({reason}); programs may use either.',
            e,
          ),
    steps: (e) =>
      e.named === true
        ? change('Another tool wrote only one of the two. To update the strings: {command}')(e)
        : // The option that an apply requires to replace a value that cannot be read.
          todo('Name the state: {toProxy}, or {toDirect}. Without {proxy} or {direct}, neither is changed.', {
            toProxy: command('apply', { proxy: 'HOST:PORT', yes: e.yes === true }),
            toDirect: command('apply', { direct: true, yes: e.yes === true }),
            proxy: option('proxy'),
            direct: option('direct'),
          })(e),
  },
  'wininet-legacy-missing': {
    title: say('SavedLegacySettings is absent or cannot be read.'),
    says: (e) =>
      e.reason === 'absent'
        ? fill(
            '{store}: SavedLegacySettings is absent, so Windows cannot see whether the string values were changed.',
            e,
          )
        : fill(
            '{store}: SavedLegacySettings cannot be read ({reason}), so Windows cannot see whether the string values were changed.',
            e,
          ),
    steps: todo('p2s-fix writes it when it next changes this setting.'),
  },
  'wininet-legacy-differs': {
    title: say('SavedLegacySettings differs from the WinINET setting; old programs may use it.'),
    says: filled(
      '{store}: SavedLegacySettings next to it says {legacy}. Windows uses the LAN setting; old programs may not.',
    ),
  },
  'wininet-direct-bit-missing': {
    title: say('The WinINET setting lacks a flag; Windows may ignore the setting.'),
    says: filled('{store}: flag bit 0 (direct) is missing; Windows may ignore the setting.'),
    steps: change('To set it: {command}'),
  },
  'wininet-blob-absent': {
    title: say('No WinINET setting is stored yet.'),
    says: filled(
      '{store}: nothing is stored yet; Windows creates the setting from the string values at its next use.',
    ),
  },
  'value-wrong-type': {
    title: say('A registry value has the wrong type.'),
    says: filled(
      '{store}: the value {value} has the type {type} instead of {wanted}. Programs may ignore it or misread it.',
    ),
    steps: (e) => {
      if (e.off === true)
        return todo('It is switched off. p2s-fix writes the right type when it sets a proxy with --proxy.')(
          e,
        );
      return e.value === 'ProxyServer' || e.value === 'ProxyOverride'
        ? todo(
            'Name the proxy with --proxy: p2s-fix then writes the right type. With --direct, the value is switched off.',
          )(e)
        : todo('Name the state with --proxy or --direct: p2s-fix then writes the right type.')(e);
    },
  },
  'value-not-restorable': {
    title: say('The change replaces a value that a rollback cannot restore.'),
    says: filled(
      '{store}: the change replaces the value {value}, whose type ({type}) PowerShell cannot write. On Windows, a rollback cannot restore it.',
    ),
    steps: todo('To keep it, export its registry key first. To replace it, agree when asked or add --yes.'),
  },
  'winhttp-proxy-empty': {
    title: say('WinHTTP is set to use a proxy, but names none.'),
    says: filled('{store} is set to use a proxy but names no server, which has the same effect as direct.'),
    steps: todo('If it should have a proxy, name it with --proxy.'),
  },
  'winhttp-proxy-unusable': {
    title: say('WinHTTP is set to a proxy that it cannot use.'),
    says: filled('{store} is set to {settings}.'),
    steps: todo('Name the right proxy with --proxy.'),
  },
  'winhttp-wininet-shaped': {
    title: say('The WinHTTP value has the format of WinINET and cannot be used.'),
    says: filled(
      '{store} holds a setting in the WinINET format: some tools show a proxy there, but Windows uses none.',
    ),
    steps: change('Another tool wrote it. To replace it completely, after a backup: {command}', {
      yes: true,
    }),
  },
  'tunnel-without-proxy': {
    title: say('WinINET names no proxy for https, so the tunnel connects directly.'),
    says: filled('{store}: {settings} names no proxy for https, so the VPN tunnel connects directly.'),
    steps: todo('To send the tunnel through a proxy, name one for all protocols: {command}.', {
      command: command('apply', { proxy: 'HOST:PORT' }),
    }),
  },
  'store-unreadable': {
    title: say('A proxy setting cannot be read.'),
    says: filled('{store}: {bytes} bytes that cannot be read ({reason}).'),
    steps: (e) => {
      if (e.reason === 'unknown-version')
        return todo(
          'A version that p2s-fix does not support is never overwritten. Check for a newer p2s-fix.',
        )(e);
      return e.decides === true
        ? todo(
            'p2s-fix never guesses it. Name the state: {command} replaces it completely, after a backup.',
            { command: command('apply', { proxy: '…', yes: true }) },
          )(e)
        : change('p2s-fix never guesses it. To replace it completely, after a backup: {command}', {
            yes: true,
          })(e);
    },
  },
  'store-unseen': {
    title: say('A proxy setting is not visible.'),
    says: (e) => {
      if (e.reason === 'too-large')
        return fill(
          '{store} is not visible: {key} has more than 1,024 values or 512 KiB of data, which is not read.',
          e,
        );
      return e.recorded === true
        ? fill('{store} is missing: the recording does not have {key}.', e)
        : fill('{store} is not visible: access to {key} was denied.', e);
    },
    steps: (e) => {
      if (e.reason === 'too-large') return todo('Remove what does not belong in that key.')(e);
      return e.recorded === true ? todo('Export that key as well.')(e) : todo('Run as an administrator.')(e);
    },
  },
  'policy-unseen': {
    title: say('The keys under Policies are not visible.'),
    says: filled(
      'The keys under Policies are not visible. p2s-fix assumes that no policy manages the proxy settings.',
    ),
  },
  'store-managed': {
    title: say('A policy manages the setting.'),
    says: (e) => fill('{store} is managed by {by}; p2s-fix never writes it.', e, managerIn(e.by)),
    steps: todo('Ask whoever owns that policy.'),
  },
  'change-blocked': {
    title: say('A needed change is blocked.'),
    says: (e) =>
      e.reason === 'unknown-version'
        ? fill(
            '{store} needs a change, but p2s-fix does not support the version of its blob; it is never overwritten.',
            e,
          )
        : fill(
            '{store} needs a change, but is managed by {by}. Nothing was written.',
            e,
            managerIn(e.reason),
          ),
    steps: (e) =>
      e.reason === 'unknown-version'
        ? todo('Check for a newer p2s-fix, or set the proxy with the tools of this Windows.')(e)
        : todo('Ask whoever owns that policy to set it there.')(e),
  },
  'per-machine-policy': {
    title: say('By a policy, all users share the machine-wide setting.'),
    says: filled('Policy ProxySettingsPerUser=0: all users share the machine-wide setting.'),
  },
  'changed-since-apply': {
    title: say('The setting was changed outside p2s-fix after the last apply.'),
    says: filled(
      '{store} was changed outside p2s-fix since p2s-fix last wrote it ({appliedAt}, backup {backup}).',
    ),
    steps: todo(
      'A policy, a management agent or another tool may set it. Find out which before you write it again.',
    ),
  },
} satisfies Record<string, FindingRule>;

function managerIn(by: Evidence[string]) {
  return { by: nameOfManager(String(by)) };
}
