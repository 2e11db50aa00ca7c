import type { Packages, StoreTarget } from '../../core/export/targets.ts';

/**
 * Describes the files of `export intune` for the person who uploads them: plain ASCII text with Windows line
 * endings.
 */
export function intuneReadme(packages: Packages, gateways: readonly string[], version: string): string {
  const lines = [
    `Proxy settings kept by Intune remediations, made by p2s-fix ${version}.`,
    '',
    ...section(
      'system',
      packages.system,
      'Run this script using the logged-on credentials: No',
      'Writes HKEY_LOCAL_MACHINE; runs as SYSTEM.',
    ),
    ...section(
      'user',
      packages.user,
      'Run this script using the logged-on credentials: Yes',
      'Writes HKEY_CURRENT_USER of whoever is signed in; needs no administrator.',
    ),
    'Each folder is one remediation: Detect_*.ps1 as detection script, Remediate_*.ps1 as remediation script.',
    '  Enforce script signature check: Yes when they are signed, else No',
    '  Run script in 64-bit PowerShell: Yes',
    ...(gateways.length === 0 ? [] : ['', `The path is tested to ${gateways.join(', ')}.`]),
    '',
    'To roll back: remove the remediation, then run Undo_*.ps1 once on each computer, with the same settings (as a platform script,',
    'or as detection script of a remediation without a remediation script). It restores the values from before the first',
    'remediation, which are kept in the registry: HKEY_LOCAL_MACHINE\\SOFTWARE\\p2s-fix\\Backup, and',
    'HKEY_CURRENT_USER\\Software\\p2s-fix\\Backup.',
    '',
    'Signing, application control, what is logged: docs/intune.md and docs/deployment.md of p2s-fix.',
    '',
  ];
  return lines.join('\r\n').replace(/[^\r\n -~]/g, '?');
}

function section(
  name: string,
  targets: readonly StoreTarget[],
  account: string,
  writes: string,
): readonly string[] {
  if (targets.length === 0) return [];
  return [`Folder ${name}`, `  ${account}`, `  ${writes}`, ...targets.map(targetLine), ''];
}

function targetLine({ id, change, perMachine }: StoreTarget): string {
  const { proxy, bypass, pac, autoDetect } = change;
  const parts = [
    proxy === null ? 'no proxy' : `proxy ${proxy}`,
    ...(proxy == null ? [] : [bypass === undefined ? 'the bypass list stays' : `bypass "${bypass}"`]),
    ...(pac == null ? [] : [`PAC ${pac}`]),
    ...(autoDetect === false ? ['no auto-detect'] : []),
  ];
  const when = perMachine ? ' (only while the policy ProxySettingsPerUser=0 applies)' : '';
  return `  ${id}: ${parts.join(', ')}${when}`;
}
