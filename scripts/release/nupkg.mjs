// The PowerShell module as the PowerShell Gallery takes it, or a folder that is registered as a repository.
import { join } from 'node:path';
import { writeZip } from './files.mjs';

const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const OPC = 'http://schemas.openxmlformats.org/package/2006';
const NUGET = 'http://schemas.microsoft.com/packaging';

/** By extension, and for the license, which has none. */
const TYPES = `${XML}<Types xmlns="${OPC}/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="psd1" ContentType="application/octet" />
  <Default Extension="psm1" ContentType="application/octet" />
  <Override PartName="/LICENSE" ContentType="application/octet" />
</Types>
`;
const RELATIONSHIPS = `${XML}<Relationships xmlns="${OPC}/relationships">
  <Relationship Id="R1" Type="${NUGET}/2010/07/manifest" Target="/P2SFix.nuspec" />
</Relationships>
`;

/**
 * Writes the package of a module; returns its file name.
 *
 * @param {string} out
 * @param {ReadonlyMap<string, Uint8Array>} module the files of the folder P2SFix
 */
export function writeNupkg(out, module) {
  const manifest = Buffer.from(module.get('P2SFix.psd1')).toString('latin1');
  const own = {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': RELATIONSHIPS,
    'P2SFix.nuspec': nuspecOf(manifest),
  };
  const files = Object.entries(own).map(([path, text]) => [path, Buffer.from(text)]);
  const name = `P2SFix.${textOf(manifest, 'ModuleVersion')}.nupkg`;
  writeZip(join(out, name), [...files, ...module]);
  return name;
}

/** What the manifest says, as NuGet reads it. The tags are those of Publish-PSResource: commands are found by them. */
function nuspecOf(manifest) {
  const commands = listOf(manifest, 'FunctionsToExport').flatMap((name) => [
    `PSFunction_${name}`,
    `PSCommand_${name}`,
  ]);
  const members = [
    ['id', 'P2SFix'],
    ['version', textOf(manifest, 'ModuleVersion')],
    ['authors', textOf(manifest, 'Author')],
    ['owners', textOf(manifest, 'CompanyName')],
    ['requireLicenseAcceptance', 'false'],
    ['licenseUrl', textOf(manifest, 'LicenseUri')],
    ['projectUrl', textOf(manifest, 'ProjectUri')],
    ['description', textOf(manifest, 'Description')],
    ['copyright', textOf(manifest, 'Copyright')],
    ['tags', [...listOf(manifest, 'Tags'), 'PSModule', 'PSIncludes_Function', ...commands].join(' ')],
  ];
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `    <${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>\n`,
    );
  return `${XML}<package xmlns="${NUGET}/2011/08/nuspec.xsd">\n  <metadata>\n${lines.join('')}  </metadata>\n</package>\n`;
}

function textOf(manifest, name) {
  return new RegExp(`^ *${name} += '([^']*)'`, 'm').exec(manifest)?.[1];
}

function listOf(manifest, name) {
  const [, list] = new RegExp(`^ *${name} += @\\(([^)]*)\\)`, 'm').exec(manifest);
  return [...list.matchAll(/'([^']*)'/g)].map(([, item]) => item);
}
