/** The script of both resources, in the folder of their manifests. */
export const DSC_SCRIPT = 'Invoke-P2SResource.ps1';

/**
 * DSC does not expand variables in a program name, and finds a bare name by the search path. It uses an
 * absolute path unchanged (`canonicalize_which` of DSC); if Windows is in another folder, it reports
 * that the program is missing.
 */
const WINDOWS_POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

export const DSC_TYPES = ['WinHttpProxy', 'WinInetProxy'] as const;
export type DscType = (typeof DSC_TYPES)[number];

const ABOUT: Record<DscType, string> = {
  WinHttpProxy: 'The WinHTTP proxy of the computer, in both registry views; set needs an administrator',
  WinInetProxy: 'The WinINET proxy (LAN setting) of whoever runs the configuration',
};

/** DSC compares these with the output of `get`; the script decides in `test`. */
const PROXY = {
  type: ['string', 'null'],
  description: 'HOST:PORT, or http=HOST:PORT;https=HOST:PORT; null for no proxy',
};
const BYPASS = {
  type: ['string', 'null'],
  description: 'Entries with semicolons between them; left out or null, the list that is there stays',
};
const PAC = { type: ['string', 'null'], description: 'http:// or https:// address; null for none' };
const AUTO_DETECT = {
  type: 'boolean',
  description: 'Whether Windows detects a PAC file automatically (WPAD)',
};
const MANAGED_BY = {
  type: ['string', 'null'],
  readOnly: true,
  description: 'The policy that owns the setting; it is then never written',
};
const UNREADABLE = {
  type: 'boolean',
  readOnly: true,
  description: 'The stored value is damaged; set replaces it',
};
const VIEWS_AGREE = {
  type: 'boolean',
  readOnly: true,
  description: 'Whether the 64-bit and the 32-bit view say the same',
};
const IN_DESIRED_STATE = { type: ['boolean', 'null'], readOnly: true, description: 'What test found' };

/**
 * The manifest of a command resource for DSC 3.0 to 3.3. What-if is a separate method: `whatIfArg`, which replaces
 * it from 3.2 on, is an argument of `set` that 3.0 and 3.1 cannot read, and they then drop the resource. From 3.2 on,
 * DSC warns of the method and uses it. Each method has an input, as the published schemas require.
 * `requireSecurityContext` exists from 3.2 on and is ignored before: only the outer object refuses unknown fields. DSC starts PowerShell in the manifest's folder, with the instance on stdin.
 */
export function dscManifest(type: DscType, version: string): Record<string, unknown> {
  const call = (operation: string) => [
    '-NoLogo',
    '-NoProfile',
    '-NonInteractive',
    '-ExecutionPolicy',
    'Bypass',
    '-File',
    `./${DSC_SCRIPT}`,
    operation,
    type,
  ];
  const method = (operation: string) => ({
    executable: WINDOWS_POWERSHELL,
    args: call(operation),
    input: 'stdin',
  });
  return {
    $schema: 'https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json',
    type: `P2SFix/${type}`,
    version: semver(version),
    description: ABOUT[type],
    tags: ['windows', 'proxy', 'vpn'],
    get: { ...method('get'), requireSecurityContext: 'current' },
    set: {
      ...method('set'),
      implementsPretest: true,
      return: 'state',
      requireSecurityContext: type === 'WinHttpProxy' ? 'elevated' : 'current',
    },
    whatIf: {
      ...method('set'),
      args: [...call('set'), '-WhatIf'],
      implementsPretest: true,
      return: 'state',
    },
    test: { ...method('test'), return: 'state', requireSecurityContext: 'current' },
    export: { ...method('export'), requireSecurityContext: 'current' },
    exitCodes: {
      0: 'Done; test: also when it is not in the desired state',
      1: 'Failed; the trace says why',
      2: 'The input is not an instance of this resource',
      3: 'Access was denied',
      4: 'Managed by a policy; nothing was written',
      5: 'A write did not take effect; the earlier values were restored',
    },
    schema: { embedded: instanceSchema(type) },
  };
}

function instanceSchema(type: DscType): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `P2SFix/${type}`,
    type: 'object',
    additionalProperties: false,
    properties: {
      proxy: PROXY,
      bypass: BYPASS,
      ...(type === 'WinInetProxy' ? { pac: PAC, autoDetect: AUTO_DETECT } : { viewsAgree: VIEWS_AGREE }),
      managedBy: MANAGED_BY,
      unreadable: UNREADABLE,
      _inDesiredState: IN_DESIRED_STATE,
    },
  };
}

/** The version of a source build is not a valid semantic version for a manifest. */
function semver(version: string): string {
  return /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0';
}
