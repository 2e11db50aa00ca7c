/** Findings about auto-detection and PAC files. */
export const FINDINGS_AUTOMATIC_EN = {
  'finding.auto-detect-not-resolved':
    '{store}: auto-detect is on. Its result on this network was not resolved; only the manual settings were checked.',
  'finding.auto-detect-not-resolved.beside-proxy':
    '{store}: auto-detect is on. Its result on this network was not resolved, so {proxy} in WinHTTP may be that result or out of date: WinHTTP is not changed.',
  'finding.auto-detect-not-resolved.beside-proxy.remedy':
    'To set WinHTTP alone, name its state in a file for --desired. --proxy and --direct set WinINET as well.',
  'fleet-cause.auto-detect-not-resolved': 'WinINET uses auto-detection, so the desired proxy is not known.',
  'finding.pac-file-unused':
    'The PAC file of --pac-file is not used: no setting that decides the route has a PAC file or auto-detection.',
  'finding.pac-file-unused.remedy':
    'Leave out --pac-file, or name the address of the PAC file that the user should have with --pac URL.',
  'fleet-cause.pac-file-unused': 'The PAC file of --pac-file is not used.',
  'finding.automatic-resolved':
    '{store}: auto-detect or the PAC file sends every relevant address to {host}:{port}{dead}{fallbacks}.',
  'finding.automatic-resolved.direct':
    '{store}: auto-detect or the PAC file sends every relevant address direct{dead}.',
  'finding.automatic-resolved.nothing-detected':
    '{store}: auto-detect finds nothing, so the manual settings apply.',
  'finding.automatic-resolved.dead': '; left out, because no connection succeeded: {proxies}',
  'finding.automatic-resolved.fallbacks': '; its fallback routes are left out',
  'finding.automatic-resolved.remedy':
    'This is the result on this network; on another network it may differ.',
  'fleet-cause.automatic-resolved':
    'The PAC file or auto-detection also names proxies that WinHTTP cannot use or that do not answer.',
  'finding.automatic-refused':
    '{store}: WinHTTP cannot hold auto-detect or a PAC file, and {why}{conditions}: {answers}.',
  'finding.automatic-refused.conditions': ' ({conditions})',
  'finding.automatic-refused.remedy':
    'To set WinHTTP alone, name its state in a file for --desired. --proxy and --direct set WinINET as well.',
  'finding.automatic-refused.remedy.incomplete':
    'Test the path: the certificate of the gateway has them (a recording needs --probe). Or name the state of WinHTTP in a file for --desired.',
  'fleet-cause.automatic-refused': 'The PAC file or auto-detection gives no single proxy for WinHTTP.',
  'automatic-refusal.mixed': 'the relevant addresses get different answers',
  'automatic-refusal.unsupported':
    'the answer is a SOCKS proxy or one over TLS, which SSTP and WinHTTP cannot use',
  'automatic-refusal.failed': 'there is no answer',
  'automatic-refusal.conditional': 'the file uses data that only the target computer has, or the time',
  'automatic-refusal.incomplete':
    'the addresses of the revocation lists are not known, because no certificate was seen',
  'finding.automatic-unavailable': 'Windows could not resolve auto-detect and PAC ({reason}).',
  'finding.automatic-unavailable.remedy': 'Name the desired settings with --proxy or --direct.',
  'fleet-cause.automatic-unavailable': 'Windows could not resolve auto-detection or the PAC file.',
} as const;
