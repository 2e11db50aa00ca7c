import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { type Describe, eachOf, lostGateways, migrateCommand, presentPath, words } from '../finding-text.ts';
import { CATALOG_EN } from './catalog.ts';
import { CHAIN_TEXTS } from './chain-messages.ts';
import { PROFILE_TEXTS } from './profile-messages.ts';
import { whyNot } from './why-not.ts';

/** Findings about the machine, the path, and this run. */
export const RUN_TEXTS = {
  ...PROFILE_TEXTS,
  ...CHAIN_TEXTS,
  'no-gateway-known': () => ({
    message: 'No gateway is known, so the path was not checked.',
    remedy: 'Name it: p2s-fix --gateway azuregateway-….vpn.azure.com',
  }),
  'name-needs-proxy': (e) => ({
    message: `The name ${e.gateway} does not resolve on this computer, and WinINET sends the tunnel direct. WinHTTP has the proxy ${e.proxy}, which would resolve the name itself.`,
    remedy:
      'Administrator: if that proxy is right, set it in WinINET as well: p2s-fix --apply --source winhttp',
  }),
  'proxy-passed-over': (e) => ({
    message: `The setting names several routes to ${e.gateway}. No connection through ${eachOf(e.ways, (one) => `${one.via} (${toWords(reasonOf(one), CATALOG_EN)})`).join(', ')}, so the check went on ${e.via === 'direct' ? 'direct' : `to ${e.via}`}, as WinINET does. It is not known whether the SSTP service does the same.`,
    remedy: `Administrator: fix ${eachOf(e.ways, ({ via }) => String(via)).join(', ')}, or remove it from the PAC file or the list. WinHTTP, which the revocation check uses, uses only the first proxy of its list.`,
  }),
  'partly-applied': (e) => ({
    message: `Only the part of the change that needs no administrator was made; left: ${words(e.stores)}.`,
    remedy:
      e.command === null
        ? 'Run the same command as an administrator.'
        : `Run as an administrator: ${e.command}`,
  }),
  'service-disabled': (e) => ({
    message: `Service ${e.service} is disabled.`,
    remedy: `Set its start type back to manual: sc.exe config ${e.service} start= demand`,
  }),
  'service-missing': (e) => ({
    message: `Services that SSTP needs are missing: ${words(e.services)}.`,
    remedy: 'An image or a script that trims Windows removed them. No proxy setting helps.',
  }),
  'revocation-check-misplaced': (e) => ({
    message: `NoCertRevocationCheck is set where SstpSvc does not read it (${e.key}); it has no effect.`,
    remedy: 'Remove it. It was meant to switch the revocation check off, which is a security downgrade.',
  }),
  'revocation-check-disabled': () => ({
    message:
      'NoCertRevocationCheck=1 switches the revocation check of SSTP off: a security downgrade that hides the cause.',
    remedy: 'Remove the value once the revocation path works.',
  }),
  'restart-pending': (e) => ({
    message: `A restart of Windows is pending (${words(e.reasons)}). Proxy changes do not need one.`,
    remedy: null,
  }),
  'change-unconfirmed': (e) =>
    e.secondsLeft === 0
      ? {
          message: `A change (backup ${e.backup}) was not confirmed by ${e.deadline} and is still in place.`,
          remedy: `p2s-fix --apply rolls it back first, then continues; ${e.command} only rolls it back.`,
        }
      : {
          message: `A change (backup ${e.backup}) is rolled back automatically unless you confirm it within ${time(Number(e.secondsLeft))}.`,
          remedy: `To keep it: ${e.command}`,
        },
  'values-not-put-back': (e) => ({
    message: `The change of backup ${e.backup} was rolled back${e.putBackAt === null ? '' : ` at ${e.putBackAt}, because it was not confirmed`}, except values that were changed outside p2s-fix since: ${words(e.values)}.`,
    remedy: `To restore those values as well: ${e.command ?? `p2s-fix rollback ${e.backup}`}`,
  }),
  'change-interrupted': (e) => ({
    message: `An earlier change was interrupted (backup ${e.backup}).`,
    remedy: 'p2s-fix --apply rolls it back first, then continues; p2s-fix rollback only rolls it back.',
  }),
  'candidate-fails': (e) => ({
    message:
      presentPath(e) === 'works'
        ? `The proposed setting ${lost(e)}, while the current one works.`
        : `The proposed setting was tested and does not help: it ${lost(e)}.`,
    remedy: `${e.answering === undefined ? '' : `WinHTTP uses only the first proxy of the list, which gives no connection; ${e.answering} does: put it first, or name it with --proxy. `}--apply does not write it. To write it anyway, add --yes.`,
  }),
  'sstp-retirement': (e) => ({
    message: isOver(e)
      ? `Azure stopped SSTP on ${e.date}; this connection must move to IKEv2 or OpenVPN.`
      : `Azure stops SSTP on ${e.date}${inDays(e)}; this connection must move to IKEv2 or OpenVPN before then.`,
    remedy: `To see what works from this computer: ${migrateCommand(e)}`,
  }),
  'gateway-root-migration': (e) => ({
    message: isOver(e)
      ? `Since ${e.date} only the new root certificate of Azure's gateways is valid.`
      : `From ${e.date}${inDays(e)} on, only the new root certificate of Azure's gateways is valid.`,
    remedy: `VPN team: download new VPN client packages and redeploy them, unless you already have. To see which profiles need it: ${migrateCommand(e)}`,
  }),
  'gateway-name-unusual': (e) => ({
    message: `${e.host} is not a usual name of an Azure VPN gateway (azuregateway-….vpn.azure.com). It is checked anyway.`,
    remedy: null,
  }),
  'path-not-checked': (e) =>
    e.reason === 'recording'
      ? {
          message:
            'The path was not checked: this computer does not have the routes of the recorded computer.',
          remedy: 'To check it from this computer anyway, add --probe.',
        }
      : { message: 'The path was not checked, as asked.', remedy: null },
  'program-folder-writable': (e) => ({
    message: `This program runs with administrator rights, but accounts that are not administrators may change it (${e.folder}: ${e.reason}).`,
    remedy:
      e.singleExecutable === true
        ? 'Copy p2s-fix.exe to a folder in "C:\\Program Files", and run it from there.'
        : 'Install it for all users: npm i -g --prefix "C:\\Program Files\\p2s-fix" p2s-fix, with Node in Program Files as well.',
  }),
  'constrained-language': (e) => ({
    message: `Application control restricts PowerShell to ${e.languageMode}. Everything is read; changes are written directly to the registry, without Windows' own functions.`,
    remedy: 'To use those functions as well, allow the scripts of p2s-fix: sign them, or allow their hashes.',
  }),
  'powershell-fallback': (e) => ({
    message: `Windows PowerShell 5.1 did not answer, so PowerShell ${e.version} was used.`,
    remedy: null,
  }),
  'written-not-notified': (e, store) => ({
    message: `${store} is written, but running programs were not notified (${whyNot(e.reason)}); they keep the old setting until they read it again.`,
    remedy:
      'Restart those programs, or sign out and sign in again. A new VPN connection reads the new setting.',
  }),
  'windows-reader-unavailable': (e, store) => ({
    message: `${store} was read back and compared, but Windows' own reader was not used (${whyNot(e.reason)}).`,
    remedy: null,
  }),
  'winhttp-client-unavailable': (e) => ({
    message: `Windows' own WinHTTP client was not used (${whyNot(e.reason)}); only p2s-fix's own client checked the revocation path.`,
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function isOver({ daysLeft }: Record<string, unknown>): boolean {
  return Number(daysLeft) <= 0;
}

function inDays({ daysLeft }: Record<string, unknown>): string {
  return daysLeft === 1 ? ' (tomorrow)' : ` (in ${daysLeft} days)`;
}

function time(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} s`;
  return `${minutes} min${rest === 0 ? '' : ` ${rest} s`}`;
}

function lost(evidence: Record<string, unknown>): string {
  const { isProved, names } = lostGateways(evidence);
  return isProved ? `does not work for ${words(names)}` : `is not proved to work for ${words(names)}`;
}
