import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../../scripts/lab/layout.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const workflow = read('.github/workflows/release.yml');
/** The text of each job, by its name. */
const jobs = new Map(
  (workflow.split(/^jobs:\n/m)[1] ?? '')
    .split(/^(?= {2}\w+:\n)/m)
    .map((text) => [/^ {2}(\w+):/.exec(text)?.[1] ?? '', text] as const),
);
const job = (name: string) => jobs.get(name) ?? '';
const runs = (text: string) => [...text.matchAll(/run: (.+)$/gm)].map(([, line = '']) => line);
/** What a job may do, one right on each line. */
const rights = (text: string) => /^ {4}permissions:\n((?: {6}.+\n)+)/m.exec(text)?.[1]?.trim().split(/\n +/);

/** The workflow cannot run here. This test checks only its text. */
describe('the workflow that releases', () => {
  it('runs for tags of versions alone, and no step goes on after an error', () => {
    expect(/^on:\n((?: .+\n)+)/m.exec(workflow)?.[1]).toBe('  push:\n    tags: ["v*"]\n');
    expect([...jobs.keys()]).toEqual(['make', 'publish']);
    expect(job('publish')).toContain('    needs: make\n');
    expect(workflow).not.toMatch(/continue-on-error|\|\| true|if: /);
  });

  it('makes the release with the command of the project, which compares the tag', () => {
    expect(runs(job('make'))).toEqual([
      'npm ci --ignore-scripts',
      'npm run release -- --tag "$GITHUB_REF_NAME"',
    ]);
    expect(JSON.parse(read('package.json')).scripts.release).toBe('node scripts/release.mjs');
    expect(job('make')).toContain(`node-version: ${VERSIONS.node}\n`);
    expect(job('make')).toContain('path: build/release/\n');
  });

  it('gives each job what it needs, and no job that runs code of the project may publish', () => {
    expect(workflow).toContain('\npermissions: {}\n');
    expect(rights(job('make'))).toEqual(['contents: read']);
    expect(rights(job('publish'))).toEqual(['attestations: write', 'contents: write', 'id-token: write']);
    expect(job('publish')).not.toMatch(/actions\/checkout|npm (?:ci|run|install)|node scripts/);
    expect(workflow).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });

  it('publishes what was made, after its checksums, by the identity of the job', () => {
    expect(runs(job('publish')).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'sha256sum --check',
      'npm publish',
      'gh release',
    ]);
    expect(runs(job('publish'))[1]).toMatch(
      /^npm publish "\.\/p2s-fix-\$\{GITHUB_REF_NAME#v\}\.tgz" --ignore-scripts$/,
    );
    // By identity: npm 11.5.1 or later, as this Node has it.
    expect(job('publish')).toContain(`node-version: ${VERSIONS.node}\n`);
    expect(JSON.parse(read('package.json')).publishConfig).toEqual({ access: 'public', provenance: true });
  });

  it('attests the bill of materials before it publishes, and what is attested is scanned each week', () => {
    const attested = job('publish').split('uses: actions/attest@')[1] ?? '';
    expect(attested).toMatch(/^[\s\S]+p2s-fix-\*\.tgz\n +release\/p2s-fix\.exe\n[\s\S]+npm publish/);
    expect(attested).toContain('predicate-path: release/sbom.cdx.json\n');
    const scan = read('.github/workflows/scan.yml');
    expect(scan).toMatch(/^on:\n {2}schedule:\n {4}- cron: "\d+ \d+ \* \* \d"\n {2}workflow_dispatch:$/m);
    const [type] = /https:\/\/cyclonedx\S+/.exec(attested) ?? [];
    expect(runs(scan)).toEqual([
      'gh release download --pattern "p2s-fix-*.tgz"',
      expect.stringMatching(`^gh attestation verify .+ --predicate-type ${type} .+ > bill.json$`),
      'node scripts/scan.mjs bill.json',
    ]);
    expect(scan).not.toMatch(/: write|continue-on-error|\|\| true|if: /);
  });

  // A tag can be moved to other code, a commit not. What is downloaded has its checksum beside it.
  it('names one commit of each action, the same in all workflows, from GitHub itself', () => {
    const texts = readdirSync(join(ROOT, '.github/workflows')).map((name) =>
      read(`.github/workflows/${name}`),
    );
    const used = new Set(texts.flatMap((text) => text.match(/(?<=uses: ).+$/gm) ?? []));
    expect([...used].toSorted()).toEqual([
      'actions/attest@1e69f48acb82d1966a394da916b4c1698aa569d6 # v4.2.2',
      'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
      'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
      'actions/setup-dotnet@a98b56852c35b8e3190ac28c8c2271da59106c68 # v6.0.0',
      'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
      'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
    ]);
    const downloads = texts.flatMap((text) => text.match(/^ +- name: Fetch[\s\S]*?(?=\n +- name: )/gm) ?? []);
    expect(downloads.map((step) => step.match(/release download|Get-FileHash|throw/g))).toEqual([
      ['release download', 'Get-FileHash', 'throw'],
    ]);
  });
});
