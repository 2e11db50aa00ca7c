import { type Describe, eachOf, lostGateways, presentPath, words } from '../finding-text.ts';
import { CHAIN_TEXTS } from './chain-messages.ts';
import { PROFILE_TEXTS } from './profile-messages.ts';
import { reasonText } from './reason-text.ts';
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
    message: `The name ${e.gateway} is not known here, where WinINET sends the tunnel direct; WinHTTP has the proxy ${e.proxy}, which would look the name up itself.`,
    remedy: 'Admin: where that proxy is right, give it to WinINET as well: p2s-fix --apply --source winhttp',
  }),
  'proxy-passed-over': (e) => ({
    message: `The setting names several ways to ${e.gateway}; no connection by ${eachOf(e.ways, (one) => `${one.via} (${reasonText(one)})`).join(', ')}, so the check went on ${e.via === 'direct' ? 'direct' : `to ${e.via}`}, as WinINET does. That the SSTP service goes on as well is not established.`,
    remedy: `Admin: mend ${eachOf(e.ways, ({ via }) => String(via)).join(', ')}, or take it out of the PAC file or the list. WinHTTP, by which revocation is checked, goes by the first proxy of its list alone.`,
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
    message: `Services that SSTP needs are not there: ${words(e.services)}.`,
    remedy: 'An image or a script that trims Windows took them away; no setting of a proxy helps.',
  }),
  'revocation-check-misplaced': (e) => ({
    message: `NoCertRevocationCheck stands where SstpSvc does not read it (${e.key}); it has no effect.`,
    remedy: 'Remove it: somebody meant to switch the revocation check off, which is a security downgrade.',
  }),
  'revocation-check-disabled': () => ({
    message:
      'NoCertRevocationCheck=1 switches the revocation check of SSTP off: a security downgrade that hides the cause.',
    remedy: 'Remove the value once the revocation path works.',
  }),
  'restart-pending': (e) => ({
    message: `Windows waits for a restart (${words(e.reasons)}). Proxy changes do not need one.`,
    remedy: null,
  }),
  'change-unconfirmed': (e) =>
    e.secondsLeft === 0
      ? {
          message: `A change (backup ${e.backup}) was not confirmed until ${e.deadline}, and is still there.`,
          remedy: `p2s-fix --apply puts it back first and goes on; ${e.command} puts it back.`,
        }
      : {
          message: `A change (backup ${e.backup}) is put back unless it is confirmed in ${time(Number(e.secondsLeft))}.`,
          remedy: `To keep it: ${e.command}`,
        },
  'values-not-put-back': (e) => ({
    message: `The change of backup ${e.backup} was put back${e.putBackAt === null ? '' : ` at ${e.putBackAt}, since nobody confirmed it`}, but for what somebody else had changed since: ${words(e.values)}.`,
    remedy: `To put that back as well: ${e.command ?? `p2s-fix rollback ${e.backup}`}`,
  }),
  'change-interrupted': (e) => ({
    message: `An earlier change was interrupted (backup ${e.backup}).`,
    remedy: 'p2s-fix --apply puts it back first and goes on; p2s-fix rollback puts it back.',
  }),
  'candidate-fails': (e) => ({
    message:
      presentPath(e) === 'works'
        ? `The proposed setting ${lost(e)}, while the present one does.`
        : `The proposed setting was tested and does not help: it ${lost(e)}.`,
    remedy: `${e.answering === undefined ? '' : `WinHTTP uses the first proxy of the list alone, which gives no connection; ${e.answering} does: put it first, or name it with --proxy. `}p2s-fix --apply does not write it. To write it all the same, add --yes.`,
  }),
  'sstp-retirement': (e) => ({
    message: isOver(e)
      ? `Azure stopped SSTP on ${e.date}; this connection has to move to IKEv2 or OpenVPN.`
      : `Azure stops SSTP on ${e.date}${inDays(e)}; this connection has to move to IKEv2 or OpenVPN before that.`,
    remedy: 'To see what works from here: p2s-fix migrate',
  }),
  'gateway-root-migration': (e) => ({
    message: isOver(e)
      ? `Since ${e.date} only the new root certificate of Azure's gateways is valid.`
      : `From ${e.date}${inDays(e)} on, only the new root certificate of Azure's gateways is valid.`,
    remedy:
      'VPN team: generate the VPN profiles anew and have them installed, if that was not done since. Which profiles need it: p2s-fix migrate',
  }),
  'gateway-name-unusual': (e) => ({
    message: `${e.host} does not look like an Azure VPN gateway (azuregateway-….vpn.azure.com). It is checked all the same.`,
    remedy: null,
  }),
  'path-not-checked': (e) =>
    e.reason === 'recording'
      ? {
          message: 'The path was not checked: from this desk it is not the path of the recorded machine.',
          remedy: 'To check it from here all the same, add --probe.',
        }
      : { message: 'The path was not checked, as asked.', remedy: null },
  'program-folder-writable': (e) => ({
    message: `This program runs with an administrator's rights, and others may change it (${e.folder}: ${e.reason}).`,
    remedy:
      'Install it for the machine: npm i -g --prefix "C:\\Program Files\\p2s-fix" p2s-fix, with Node in Program Files as well.',
  }),
  'constrained-language': (e) => ({
    message: `Application control holds PowerShell in ${e.languageMode}. All is read; changes are written by the registry way, without Windows' own functions.`,
    remedy: 'To have those too, allow the scripts of p2s-fix: sign them, or allow their hashes.',
  }),
  'powershell-fallback': (e) => ({
    message: `Windows PowerShell 5.1 did not answer, so PowerShell ${e.version} was used.`,
    remedy: null,
  }),
  'written-not-notified': (e, store) => ({
    message: `${store} is written, but running programs were not told (${whyNot(e.reason)}); they keep the old setting until they read it anew.`,
    remedy: 'Start those programs again, or sign out and in. A new VPN connection reads the new setting.',
  }),
  'windows-reader-unavailable': (e, store) => ({
    message: `What ${store} now holds was read back and compared, but Windows' own reader was not asked (${whyNot(e.reason)}).`,
    remedy: null,
  }),
  'winhttp-client-unavailable': (e) => ({
    message: `Windows' own WinHTTP client was not asked (${whyNot(e.reason)}); the revocation path was checked by p2s-fix's own client alone.`,
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
  return `${isProved ? 'does not' : 'is not proved to'} get through to ${words(names)}`;
}
