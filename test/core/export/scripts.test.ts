import { describe, expect, it } from 'vitest';
import { DSC_TYPES, dscManifest } from '../../../src/core/export/dsc-manifest.ts';
import { intuneScript, JOBS } from '../../../src/core/export/intune-script.ts';

const TEMPLATE = [
  '#Requires -Version 5.1',
  ...['<#', 'This copy has no desired state and does nothing.', '#>'],
  "$mode = 'none'",
  "$settings = '{}'",
  '',
  '# Reads.',
  '',
  '$script:P2SKeys = 1',
  'function Read-P2SKey { $script:P2SKeys }',
  '# It does not call Write-P2SKey.',
  'function Get-P2SPlan {',
  '    # Nor this: Write-P2SKey.',
  '    Read-P2SKey',
  '}',
  '',
  '# Writes.',
  '',
  '# Several values',
  "$script:P2SWrites = 'a',",
  "    'b'",
  '',
  '# Goes on until its brace.',
  'function Write-P2SKey($Plan) {',
  '    $script:P2SWrites',
  '',
  '    Get-P2SPlan',
  '}',
  '# path: begin',
  '# Asks the gateway.',
  'function Test-P2SWay { Get-P2SPlan }',
  '# path: end',
  ...['detect', 'remediate', 'undo'].flatMap((job) => [
    `# ${job}: begin`,
    job === 'detect' ? '$work = { Get-P2SPlan }' : '$work = { Write-P2SKey }',
    `# ${job}: end`,
  ]),
  'if ($settings) { Test-P2SWay }',
  '',
].join('\r\n');
const settings = {
  ...({ package: 'user', packages: ['user', 'system'], version: '1.2.3', targets: [] } as const),
  gateways: ["o'brien.example:443"],
};

describe('the script of a package', () => {
  it.each(JOBS)('has its job and its settings as data: %s', (job) => {
    const script = intuneScript(TEMPLATE, job, settings);
    const tested = job === 'detect';
    const [, , about, , mode, ...rest] = script.split('\r\n');
    expect(about).toBe(`This is the ${job} script of the user package, made by p2s-fix 1.2.3.`);
    expect(mode).toBe(`$mode = '${job}'`);
    const [, json = ''] = /\$settings = '([^']*)'/.exec(rest.join('\r\n')) ?? [];
    expect(JSON.parse(json)).toEqual({ ...settings, gateways: tested ? settings.gateways : [] });
    expect(json).not.toMatch(/[^\r]\n/);
    expect(script.includes('function Test-P2SWay')).toBe(tested);
    expect(script).not.toMatch(/\bbegin\b|[^\r]\n/);
  });

  it('has what its job calls, with the comments that are about it', () => {
    const settled = { ...settings, gateways: [] };
    const below = (job: (typeof JOBS)[number]) =>
      intuneScript(TEMPLATE, job, settled).replaceAll('\r\n', '\n').split("}'\n\n")[1];
    const reads = `# Reads.

$script:P2SKeys = 1
function Read-P2SKey { $script:P2SKeys }
# It does not call Write-P2SKey.
function Get-P2SPlan {
    # Nor this: Write-P2SKey.
    Read-P2SKey
}

`;
    expect(below('detect')).toBe(`${reads}$work = { Get-P2SPlan }\nif ($settings) { Test-P2SWay }\n`);
    expect(below('undo')).toBe(`${reads}# Writes.

# Several values
$script:P2SWrites = 'a',
    'b'

# Goes on until its brace.
function Write-P2SKey($Plan) {
    $script:P2SWrites

    Get-P2SPlan
}
$work = { Write-P2SKey }
if ($settings) { Test-P2SWay }
`);
  });

  it('has no comments and is indented by tabs with the test of the path', () => {
    const script = intuneScript(TEMPLATE, 'detect', settings);
    expect(script).toContain('function Get-P2SPlan {\r\n\tRead-P2SKey\r\n}');
    expect(script.match(/^[\t ]*#[^\r]*/gm)).toEqual(['#Requires -Version 5.1', '#>']);
  });

  it.each([
    ['a place', TEMPLATE.replace("$mode = 'none'", ''), "$mode = 'none'"],
    ['a place twice', `${TEMPLATE}$settings = '{}'`, "$settings = '{}'"],
    ['a part', TEMPLATE.replace('# path: begin', ''), '# path: begin'],
    ['its end', TEMPLATE.replace('# path: end', ''), '# path: begin'],
  ])('is not made of a template that lacks %s', (_, template, place) => {
    expect(() => intuneScript(template, 'undo', { ...settings, gateways: [] })).toThrow(
      expect.objectContaining({ code: 'internal', message: `The script for packages is damaged: ${place}.` }),
    );
  });
});

describe('the manifest of a DSC resource', () => {
  const operations = ['get', 'set', 'whatIf', 'test', 'export'] as const;

  it.each(DSC_TYPES)('starts its script by an absolute path: %s', (type) => {
    const manifest = dscManifest(type, '1.2.3') as Record<string, Record<string, unknown>>;
    expect(manifest).toMatchObject({ type: `P2SFix/${type}`, version: '1.2.3' });
    for (const operation of operations) {
      const { executable, args, input } = manifest[operation] as {
        executable: string;
        args: string[];
        input: string;
      };
      expect(executable).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
      const does = operation === 'whatIf' ? ['set', type, '-WhatIf'] : [operation, type];
      expect(args.join(' ')).toBe(
        `-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File ./Invoke-P2SResource.ps1 ${does.join(' ')}`,
      );
      expect(input).toBe('stdin');
    }
  });

  it('needs an administrator to set WinHTTP alone, and replies with the state', () => {
    const context = (type: (typeof DSC_TYPES)[number]) => {
      const manifest = dscManifest(type, '1.2.3') as Record<string, Record<string, unknown>>;
      for (const operation of ['set', 'whatIf', 'test'] as const)
        expect(manifest[operation]?.return).toBe('state');
      expect([manifest.set?.implementsPretest, manifest.whatIf?.implementsPretest]).toEqual([true, true]);
      return operations.map((operation) => manifest[operation]?.requireSecurityContext ?? null);
    };
    expect(context('WinHttpProxy')).toEqual(['current', 'elevated', null, 'current', 'current']);
    expect(context('WinInetProxy')).toEqual(['current', 'current', null, 'current', 'current']);
  });

  it('has the members of its settings, and reports some that it does not take', () => {
    const schema = (type: (typeof DSC_TYPES)[number]) =>
      (
        dscManifest(type, '1.2.3').schema as {
          embedded: { additionalProperties: boolean; properties: Record<string, { readOnly?: boolean }> };
        }
      ).embedded;
    const members = (type: (typeof DSC_TYPES)[number]) =>
      Object.entries(schema(type).properties).map(
        ([name, { readOnly }]) => `${name}${readOnly === true ? ' (read)' : ''}`,
      );
    const read = ['managedBy (read)', 'unreadable (read)', '_inDesiredState (read)'];
    expect(members('WinHttpProxy')).toEqual(['proxy', 'bypass', 'viewsAgree (read)', ...read]);
    expect(members('WinInetProxy')).toEqual(['proxy', 'bypass', 'pac', 'autoDetect', ...read]);
    expect(DSC_TYPES.map((type) => schema(type).additionalProperties)).toEqual([false, false]);
  });

  it.each([
    ['1.2.3', '1.2.3'],
    ['10.20.30', '10.20.30'],
    ['1.2.3-dev', '0.0.0'],
    ['v1.2.3', '0.0.0'],
    ['source', '0.0.0'],
  ])('of version %s has %s', (version, expected) => {
    expect(dscManifest('WinHttpProxy', version).version).toBe(expected);
  });
});
