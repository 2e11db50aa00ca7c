import { join } from 'node:path';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import { intuneScript, JOBS, type Job, PACKAGES, type Package } from '../../core/export/intune-script.ts';
import { type Packages, packagesOf } from '../../core/export/targets.ts';
import { gatewayName } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { command, option, say } from '../../core/model/say.ts';
import type { ConversionRemark } from '../../core/proxy/conversion-table.ts';
import { readScript } from '../../powershell/bundled-script.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { intuneReadme } from '../../report/requests/intune-readme.ts';
import { type ExportFolder, fillFolder } from '../run/folders/export-folder.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';
import { VERSION } from '../run/version.ts';
import type { ExportOptions } from './repair.ts';

const TEMPLATE = 'Sync-P2SProxy.ps1';
const EXAMPLE = say('{command}', {
  command: command('export intune', { desired: 'desired.json', out: 'intune' }),
});
const WORDS: Record<Job, string> = { detect: 'Detect', remediate: 'Remediate', undo: 'Undo' };
const STORES = { user: 'WinInet', system: 'WinHttp' } as const;

/**
 * Intune scripts that keep computers in a named state: detection, remediation and undo, for the account that can
 * write each setting. The same state gives the same bytes.
 */
export function runExportIntune(options: ExportOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('export', ports, options, async (context) => {
    if (options.machine.file !== undefined)
      throw new P2sError(
        'usage',
        say('export intune is for many computers. It does not accept the recording of one.'),
        {
          where: option('machine'),
          next: EXAMPLE,
        },
      );
    const desired = namedState(options.desired);
    const packages = packagesFor(desired, options.desiredFile);
    reportNotes(context, packages.notes);
    const gateways = options.path.probe === true ? options.path.gateways.map(gatewayName) : [];
    if (options.path.probe === true && gateways.length === 0)
      throw new P2sError('no-gateway', say('No gateway is named for the path check.'), {
        where: option('probe'),
        next: say('Name one with {option}, or in the desired-state file.', { option: option('gateway') }),
      });
    const out = await fillFolder(options.out, async (folder) => {
      await folder.write('README.txt', intuneReadme(packages, gateways, VERSION));
      const template = (await readScript(ports.scriptsDir, TEMPLATE)).toString('latin1');
      for (const name of PACKAGES) await writePackage(folder, template, name, packages, gateways);
    });
    context.emit({ type: 'file-written', file: out });
  });
}

/** The same with the errors of a state that options name, without a file. */
function packagesFor(desired: Parameters<typeof packagesOf>[0], file: string | undefined): Packages {
  try {
    return packagesOf(desired, file ?? 'command line');
  } catch (error) {
    if (file !== undefined || !(error instanceof P2sError)) throw error;
    const { reason } = error.evidence;
    if (reason === 'bypass-not-named')
      throw error.again({
        where: option('proxy'),
        next: say('Add its bypass list, for example: {option} "<local>"', { option: option('bypass') }),
      });
    if (reason === 'pac-needs-resolution')
      throw error.again({
        where: option('pac'),
        next: say('Name the state of both settings in a file for {option}.', { option: option('desired') }),
      });
    throw error;
  }
}

async function writePackage(
  folder: ExportFolder,
  template: string,
  name: Package,
  packages: Packages,
  gateways: readonly string[],
): Promise<void> {
  const targets = packages[name];
  if (targets.length === 0) return;
  await folder.makeFolder(name);
  // The user package tests the tunnel route; the revocation URLs always use the computer's WinHTTP.
  const tested = name === 'user' || packages.user.length === 0 ? gateways : [];
  const made = PACKAGES.filter((one) => packages[one].length > 0);
  const settings = { package: name, packages: made, version: VERSION, targets, gateways: tested };
  for (const job of JOBS) {
    const file = `${WORDS[job]}_P2S${STORES[name]}.ps1`;
    await folder.write(join(name, file), intuneScript(template, job, settings));
  }
}

/** @throws P2sError `usage` */
export function namedState(desired: DesiredSettings): Extract<DesiredSettings, { source: 'explicit' }> {
  if (desired.source === 'explicit') return desired;
  throw new P2sError('usage', say('This export needs desired settings.'), {
    where: option('desired'),
    next: say('{example}, or {proxy} LIST {bypass} LIST, or {direct}', {
      example: EXAMPLE,
      proxy: option('proxy'),
      bypass: option('bypass'),
      direct: option('direct'),
    }),
  });
}

function reportNotes({ emit }: RunContext, notes: readonly ConversionRemark[]): void {
  for (const { code, detail, severity } of notes) {
    emit({
      type: 'finding',
      finding: {
        code: 'alignment-note',
        severity: severity === 'dropped' ? 'warning' : 'info',
        store: null,
        evidence: { reason: code, detail },
      },
    });
  }
}
