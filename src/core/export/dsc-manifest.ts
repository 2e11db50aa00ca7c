/** The script that both resources are, beside their manifests. */
export const DSC_SCRIPT = 'Invoke-P2SResource.ps1';

/**
 * The engine expands no variable in the name of a program, and finds a bare name by the search path. It takes an absolute
 * path as it is (`canonicalize_which` of DSC); where Windows lies elsewhere, it finds none and says so.
 */
const WINDOWS_POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

export const DSC_TYPES = ['WinHttpProxy', 'WinInetProxy'] as const;
export type DscType = (typeof DSC_TYPES)[number];

const ABOUT: Record<DscType, string> = {
  WinHttpProxy: 'The WinHTTP proxy of the computer, in both registry views; set needs an administrator',
  WinInetProxy: 'The WinINET proxy (LAN setting) of whoever runs the configuration',
};

/** DSC compares these with what `get` tells; the script judges, in `test`. */
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
 * The manifest of a command resource that DSC 3.0 to 3.2 take: what-if is a method of its own, since `whatIfArg` is known
 * from 3.2 on, and each method has an input, as the published schemas ask. `requireSecurityContext` is known from 3.2 on
 * and ignored before. The engine starts PowerShell in the manifest's folder, with the instance on standard input.
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

/** A build from source has a version that is no semantic one for a manifest. */
function semver(version: string): string {
  return /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0';
}
