import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeInstallers } from '../../scripts/release/installers.mjs';
import { folderForAll } from '../support/files.ts';
import { isValid } from '../support/json-schema.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const HOME = 'https://github.com/OWNER/p2s-fix';

const text = (maxLength: number) => ({ type: 'string', minLength: 3, maxLength });
const url = { type: 'string', pattern: '^https://[^$\\s]+$', maxLength: 2048 };
const exact = (properties: Record<string, object>) => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});
/** What winget requires of a manifest of this kind, and the form of what is written besides. */
const winget = (kind: string, properties: Record<string, object>) =>
  exact({
    PackageIdentifier: { type: 'string', pattern: '^[\\w-]{1,32}(?:\\.[\\w-]{1,32}){1,7}$', maxLength: 128 },
    PackageVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    ...properties,
    ManifestType: { const: kind },
    ManifestVersion: { const: '1.12.0' },
  });
const locale = { const: 'en-US' };
/**
 * The rules for the members that are written, by the published schemas: microsoft/winget-cli,
 * schemas/JSON/manifests/v1.12.0, and ScoopInstaller/Scoop, schema.json.
 */
const SCHEMAS: Record<string, object> = {
  'OWNER.p2s-fix.yaml': winget('version', { DefaultLocale: locale }),
  'OWNER.p2s-fix.installer.yaml': winget('installer', {
    InstallerType: { const: 'portable' },
    Commands: { type: 'array', maxItems: 16, items: { type: 'string', minLength: 1, maxLength: 40 } },
    Installers: {
      ...{ type: 'array', minItems: 1 },
      items: exact({
        Architecture: { const: 'x64' },
        InstallerUrl: url,
        InstallerSha256: { type: 'string', pattern: '^[0-9A-F]{64}$' },
      }),
    },
  }),
  'OWNER.p2s-fix.locale.en-US.yaml': winget('defaultLocale', {
    PackageLocale: locale,
    Publisher: text(256),
    PublisherSupportUrl: url,
    PackageName: text(256),
    PackageUrl: url,
    License: text(512),
    ShortDescription: text(256),
    InstallationNotes: text(10_000),
  }),
  'p2s-fix.json': exact({
    version: { type: 'string', pattern: '^[\\w.+-]+$' },
    description: { type: 'string' },
    homepage: url,
    license: { type: 'string' },
    notes: { type: 'string' },
    architecture: exact({
      '64bit': exact({ url, hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
    }),
    bin: { type: 'string' },
    checkver: { const: 'github' },
    autoupdate: exact({ architecture: exact({ '64bit': exact({ url: { type: 'string' } }) }) }),
  }),
};

/** Reads YAML of the form that is written: texts in quotes, and lists of texts or of objects. */
function fromYaml(yaml: string): unknown {
  const json = yaml.replaceAll(/^(\w+):\n((?:- .+\n(?: {2}.+\n)*)+)/gm, (_, name: string, items: string) => {
    const read = items
      .split(/^- /m)
      .slice(1)
      .map((item) => (item.startsWith('"') ? item.trim() : `{${members(item)}}`));
    return `${name}: [${read.join(',')}]\n`;
  });
  return JSON.parse(`{${members(json)}}`);
}
const members = (lines: string) =>
  lines
    .trim()
    .replaceAll(/^ *(\w+): /gm, '"$1":')
    .replaceAll('\n', ',');

describe('the manifests of p2s-fix.exe', () => {
  const out = folderForAll();
  const files: Record<string, unknown> = {};
  let version: string;
  beforeAll(async () => {
    ({ version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')));
    await writeFile(join(out, 'p2s-fix.exe'), 'abc');
    writeInstallers(PROJECT, out, HOME);
    const archive = unzipSync(await readFile(join(out, `p2s-fix-winget-${version}.zip`)));
    for (const [name, bytes] of Object.entries(archive))
      files[name] = fromYaml(Buffer.from(bytes).toString());
    files['p2s-fix.json'] = JSON.parse(await readFile(join(out, 'p2s-fix.json'), 'utf8'));
  });

  it('are those of winget and of Scoop', () => {
    expect(Object.keys(files)).toEqual(Object.keys(SCHEMAS));
  });

  it.each(Object.keys(SCHEMAS))('%s has what its schema requires', (name) => {
    expect(isValid(SCHEMAS[name], files[name]), JSON.stringify(files[name])).toBe(true);
  });

  it('name the executable of this release at the one address, with its checksum', () => {
    const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const url = `${HOME}/releases/download/v${version}/p2s-fix.exe`;
    expect(files['OWNER.p2s-fix.installer.yaml']).toMatchObject({
      PackageVersion: version,
      Installers: [{ InstallerUrl: url, InstallerSha256: sum.toUpperCase() }],
    });
    expect(files['p2s-fix.json']).toMatchObject({
      version,
      architecture: { '64bit': { url, hash: sum } },
      autoupdate: { architecture: { '64bit': { url: url.replace(version, '$version') } } },
    });
  });
});
