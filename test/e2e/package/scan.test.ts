import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../../support/programs/process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

interface Queries {
  queries: { package: { purl: string } }[];
}

/** Scans the built bill of materials with a database that answers so; the packages that it was asked for. */
async function scan(answer: (purl: string) => object | undefined) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    expect([request.method, request.url]).toEqual(['POST', '/v1/querybatch']);
    const { queries } = JSON.parse(await text(request)) as Queries;
    asked.push(...queries.map((query) => query.package.purl));
    response.end(JSON.stringify({ results: asked.map(answer).filter((one) => one !== undefined) }));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = ['scripts/scan.mjs', 'dist/sbom.cdx.json', service];
  const ran = await runProgram(process.execPath, args, { cwd: PROJECT, timeoutMs: 60_000 });
  return { asked, ...ran };
}

it('passes when the database knows nothing of any package', async () => {
  const { asked, code, stdout } = await scan(() => ({}));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((purl) => !/^pkg:npm\/(?:%40[^/]+\/)?[^/@]+@\d\S*$/.test(purl))).toEqual([]);
  expect([code, stdout]).toEqual([0, `${asked.length} packages, 0 known vulnerabilities\n`]);
});

it('fails with the package and the name of what is known', async () => {
  const vulns = [{ id: 'GHSA-0000-0000-0001' }];
  const { asked, code, stdout } = await scan((purl) => (purl.includes('/zod@') ? { vulns } : {}));
  const [purl] = asked.filter((one) => one.includes('/zod@'));
  expect(stdout).toBe(`${purl}: GHSA-0000-0000-0001\n${asked.length} packages, 1 known vulnerabilities\n`);
  expect(code).toBe(1);
});

it('fails when an answer is missing', async () => {
  const { code, stderr } = await scan((purl) => (purl.includes('/zod@') ? undefined : {}));
  expect([code, stderr]).toEqual([1, expect.stringContaining('no complete answer')]);
});
