import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { MachineOptions } from './options.ts';

/** Findings about the PowerShell that read a live machine: its restrictions, and its edition and version. */
export function hostFindings(
  machine: Machine,
  { powershell, os }: Observation,
  { powershell: named }: MachineOptions,
): Finding[] {
  if (machine.kind === 'recorded' || powershell === null) return [];
  const { languageMode, edition, version } = powershell;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], evidence: Finding['evidence']) =>
    findings.push({ code, severity: 'info', store: null, evidence });
  if (languageMode !== 'FullLanguage') add('constrained-language', { languageMode });
  if (machine.kind === 'local' && os.platform === 'win32' && edition === 'Core' && named === undefined)
    add('powershell-fallback', { version });
  return findings;
}
