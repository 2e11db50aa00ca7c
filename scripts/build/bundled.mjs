// The packages that are bundled into the program: their licences, and a software bill of materials. `npm sbom`
// would list the tools of the build, and nothing that ships, because the package has no dependencies to install.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import tls from 'node:tls';

/**
 * The packages of which a file ended up in these bundles, in the order of their folders.
 * @param {string} root the project
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
export function bundledPackages(root, metafiles) {
  const folders = new Set();
  for (const input of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*)/.exec(
      input.split(sep).join('/'),
    );
    if (match) folders.add(match[1]);
  }
  return [...folders].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    return { name, folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
  });
}

/** The roots in the page, which are data of the Node that builds it. */
const rootCertificates = {
  name: 'node-root-certificates',
  version: process.versions.node,
  license: 'MPL-2.0',
  notice: `The root certificates of Mozilla, as in Node.js ${process.versions.node}: tools/certdata.txt of https://github.com/nodejs/node.
They are subject to the Mozilla Public License, version 2.0: https://mozilla.org/MPL/2.0/`,
};

/** The licence text of each. */
export function licences(packages) {
  const parts = packages.map(({ name, folder, manifest }) => {
    const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENCE', 'LICENSE.txt', 'license.md'].find((one) =>
      existsSync(join(folder, one)),
    );
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License: ${manifest.license}`;
    return `${name} ${manifest.version}\n\n${text}\n`;
  });
  const { name, version, notice } = rootCertificates;
  return [...parts, `${name} ${version}\n\n${notice}\n`].join(`\n${'-'.repeat(78)}\n\n`);
}

/** CycloneDX 1.5, without a date and a serial number: the same build gives the same file. */
export function billOfMaterials(root, packages) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const own = { type: 'application', ...component({ name, version, license }) };
  const components = packages.map(({ name: path, manifest }) => {
    const { integrity, resolved } = locked[`node_modules/${path}`] ?? {};
    return {
      type: 'library',
      ...component(manifest),
      ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
      ...(resolved === undefined ? {} : { externalReferences: [{ type: 'distribution', url: resolved }] }),
    };
  });
  components.push(rootComponent());
  const byRef = new Map(components.map((one) => [one['bom-ref'], one]));
  const inside = [...byRef.keys()];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: own },
    // A version that is installed in two folders is one component.
    components: [...byRef.values()],
    dependencies: [{ ref: own['bom-ref'], dependsOn: inside }, ...inside.map((ref) => ({ ref }))],
  };
}

function rootComponent() {
  const { name, version, license } = rootCertificates;
  const purl = `pkg:generic/${name}@${version}`;
  const content = createHash('sha512').update(tls.rootCertificates.join('\n')).digest('hex');
  const hashes = [{ alg: 'SHA-512', content }];
  return {
    type: 'data',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ license: { id: license } }],
    hashes,
  };
}

function component({ name, version, license }) {
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  const known =
    typeof license === 'string'
      ? [/[ (]/.test(license) ? { expression: license } : { license: { id: license } }]
      : [];
  return { 'bom-ref': purl, name, version, purl, licenses: known };
}

/** The hash that npm checked, as CycloneDX writes it. */
function hashOf(integrity) {
  const [, bits = '', base64 = ''] = /^sha(\d+)-(\S+)/.exec(integrity) ?? [];
  return {
    alg: bits === '1' ? 'SHA-1' : `SHA-${bits}`,
    content: Buffer.from(base64, 'base64').toString('hex'),
  };
}
