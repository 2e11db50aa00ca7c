// The manifests by which winget and Scoop install p2s-fix.exe. They name its address and its checksum, so they are made
// of the executable as it is published: signed, if it is to be signed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeZip } from './files.mjs';

const WINGET = '1.12.0';
const NOTES = 'As an administrator, run p2s-fix only from a folder that nobody else can write to';

/** Writes the manifests for winget, in one archive, and that for Scoop. */
export function writeInstallers(root, out, home) {
  const { version, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const hash = sha256(readFileSync(join(out, 'p2s-fix.exe')));
  const { winget, scoop } = installers({ version, description, license, home, hash });
  const texts = Object.entries(winget).map(([name, members]) => [name, Buffer.from(yaml(members))]);
  writeZip(join(out, `p2s-fix-winget-${version}.zip`), texts);
  writeFileSync(join(out, 'p2s-fix.json'), `${JSON.stringify(scoop, null, 4)}\n`);
}

/**
 * The content of the manifests; those of winget by their file names.
 *
 * @param {{ version: string, description: string, license: string, home: string, hash: string }} release
 */
function installers({ version, description, license, home, hash }) {
  const download = (tag) => `${home}/releases/download/v${tag}/p2s-fix.exe`;
  const PackageIdentifier = `${home.split('/').at(-2)}.p2s-fix`;
  const manifest = (ManifestType, members) => ({
    PackageIdentifier,
    PackageVersion: version,
    ...members,
    ManifestType,
    ManifestVersion: WINGET,
  });
  return {
    winget: {
      [`${PackageIdentifier}.yaml`]: manifest('version', { DefaultLocale: 'en-US' }),
      [`${PackageIdentifier}.installer.yaml`]: manifest('installer', {
        InstallerType: 'portable',
        Commands: ['p2s-fix'],
        Installers: [
          { Architecture: 'x64', InstallerUrl: download(version), InstallerSha256: hash.toUpperCase() },
        ],
      }),
      [`${PackageIdentifier}.locale.en-US.yaml`]: manifest('defaultLocale', {
        PackageLocale: 'en-US',
        Publisher: 'The p2s-fix project',
        PublisherSupportUrl: `${home}/issues`,
        PackageName: 'p2s-fix',
        PackageUrl: home,
        License: license,
        ShortDescription: description,
        InstallationNotes: `${NOTES}: winget install --scope machine.`,
      }),
    },
    scoop: {
      version,
      description,
      homepage: home,
      license,
      notes: `${NOTES}.`,
      architecture: { '64bit': { url: download(version), hash } },
      bin: 'p2s-fix.exe',
      checkver: 'github',
      autoupdate: { architecture: { '64bit': { url: download('$version') } } },
    },
  };
}

/** A text in quotes of JSON is one of YAML, too. */
function yaml(members, indent = '') {
  const lines = Object.entries(members).map(([name, value]) => {
    if (!Array.isArray(value)) return `${indent}${name}: ${JSON.stringify(value)}\n`;
    const items = value.map((item) =>
      typeof item === 'string' ? `- ${JSON.stringify(item)}\n` : `- ${yaml(item, `${indent}  `).trimStart()}`,
    );
    return `${indent}${name}:\n${items.join('')}`;
  });
  return lines.join('');
}
