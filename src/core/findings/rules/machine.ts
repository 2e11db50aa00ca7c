import { command, say } from '../../model/say.ts';
import { type FindingRule, fill, filled, todo, whyNot } from './finding-rule.ts';

/** The computer, its Windows, and the program on it. */
export const MACHINES = {
  'service-disabled': {
    title: say('A service that the VPN needs is disabled.'),
    says: filled('Service {service} is disabled.'),
    steps: todo('Set the start type of {service} to manual: sc.exe config {service} start= demand'),
  },
  'service-missing': {
    title: say('A service that the VPN needs is missing.'),
    says: filled('Services that SSTP needs are missing: {services}.'),
    steps: todo('An image or a script that trims Windows removed them. No proxy setting helps.'),
  },
  'revocation-check-misplaced': {
    title: say('NoCertRevocationCheck is set where it has no effect.'),
    says: filled('NoCertRevocationCheck is set where SstpSvc does not read it ({key}); it has no effect.'),
    steps: todo('Remove it. It was meant to switch the revocation check off, which is a security downgrade.'),
  },
  'revocation-check-disabled': {
    title: say('The revocation check is turned off.'),
    says: filled(
      'NoCertRevocationCheck=1 switches the revocation check of SSTP off: a security downgrade that hides the cause.',
    ),
    steps: todo('Remove the value once the revocation path works.'),
  },
  'other-proxy-setting': {
    title: say('There is another proxy setting, which a service may use instead of that of WinHTTP.'),
    says: filled('{name} is set ({key}): what reads it uses that proxy instead of that of WinHTTP.'),
  },
  'domain-not-bypassed': {
    title: say('The bypass list of WinHTTP lacks the own domain of the computer.'),
    says: filled(
      '{store}: the bypass list lacks the own domain of the computer ({domain}). Services that use WinHTTP, such as WinRM and ConfigMgr, go to its servers through the proxy.',
    ),
    steps: (e) =>
      todo('If the proxy does not reach them, add the domain: {command}', {
        command: command('apply', { proxy: 'HOST:PORT', bypass: `<local>;*.${e.domain}` }),
      })(e),
  },
  'restart-pending': {
    title: say('A restart of Windows is pending.'),
    says: filled(
      'A restart of Windows is pending ({reasons}). Programs that start a session after a proxy change use the new setting; it is not known for services.',
    ),
  },
  'program-folder-writable': {
    title: say(
      'Accounts that are not administrators may change the program, which runs with administrator rights.',
    ),
    says: filled(
      'This program runs with administrator rights, but accounts that are not administrators may change it ({folder}: {reason}).',
    ),
    steps: (e) =>
      e.singleExecutable === true
        ? todo('Copy p2s-fix.exe to a folder in "C:\\Program Files", and run it from there.')(e)
        : todo(
            'Install it for all users: npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{version}.tgz, with Node in Program Files as well.',
          )(e),
  },
  'constrained-language': {
    title: say('Application control restricts PowerShell.'),
    says: filled(
      "Application control restricts PowerShell to {languageMode}. Everything is read; changes are written directly to the registry, without Windows' own functions.",
    ),
    steps: todo(
      'To use those functions as well, allow the scripts of p2s-fix: sign them, or allow their hashes.',
    ),
  },
  'powershell-fallback': {
    title: say('Windows PowerShell 5.1 did not answer, so another PowerShell was used.'),
    says: filled('Windows PowerShell 5.1 did not answer, so PowerShell {version} was used.'),
  },
  'written-not-notified': {
    title: say('A setting is written, but running programs were not notified.'),
    says: (e) =>
      fill(
        '{store} is written, but running programs were not notified ({why}); they keep the old setting until they read it again.',
        e,
        { why: whyNot(e.reason) },
      ),
    steps: todo(
      'Restart those programs, or sign out and sign in again. A new VPN connection reads the new setting.',
    ),
  },
  'windows-reader-unavailable': {
    title: say("A setting was read back and compared, but Windows' own reader was not used."),
    says: (e) =>
      fill("{store} was read back and compared, but Windows' own reader was not used ({why}).", e, {
        why: whyNot(e.reason),
      }),
  },
  'winhttp-client-unavailable': {
    title: say("Windows' own WinHTTP client was not used."),
    says: (e) =>
      fill(
        "Windows' own WinHTTP client was not used ({why}); only p2s-fix's own client checked the revocation path.",
        e,
        { why: whyNot(e.reason) },
      ),
  },
} satisfies Record<string, FindingRule>;
