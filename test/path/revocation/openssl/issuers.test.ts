import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa } from '../../../../scripts/world/ca.ts';
import { type CrlServer, type Resource, startCrlServer } from '../../../../scripts/world/crl-server.ts';
import { completeChain } from '../../../../src/path/revocation/issuers.ts';
import type { PathHooks } from '../../../../src/path/transport/stage.ts';
import { runProgram, skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { DIRECT } from '../../routes.ts';

const keep = closeAfterEach();
let ca: CertificateAuthority;
let stranger: CertificateAuthority;

beforeAll(async () => {
  ca = await createCa();
  stranger = await createCa();
});

interface Scene {
  server: CrlServer;
  leaf: Uint8Array;
}

/** A leaf that names `paths` of a server as addresses of its issuer. */
async function scene(resources: Record<string, Resource>, paths = Object.keys(resources)): Promise<Scene> {
  const server = keep(await startCrlServer({ resources }));
  const caIssuersUrls = paths.map((path) =>
    path.startsWith('/') ? `http://127.0.0.1:${server.port}${path}` : path,
  );
  const { der } = await ca.issue({ names: ['a.example'], caIssuersUrls });
  return { server, leaf: der };
}

function complete(
  chain: readonly Uint8Array[],
  more: {
    isComplete?: (chain: readonly Uint8Array[]) => boolean;
    deadlineMs?: number;
    now?: () => number;
  } = {},
  hooks: PathHooks = {},
) {
  const now = () => performance.now();
  const request = { chain, isComplete: () => false, deadlineMs: 10_000, now, routeOf: () => DIRECT, ...more };
  return completeChain(request, hooks);
}

describe.skipIf(skipWithout(OPENSSL))('a certs-only message, as openssl makes it', () => {
  it('is searched for the issuer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'p2s-p7c-'));
    try {
      await writeFile(join(folder, 'all.pem'), stranger.root.pem + ca.root.pem + ca.intermediate.pem);
      const args = ['crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', 'DER', '-out', 'all.p7c'];
      expect((await runProgram(OPENSSL, args, { cwd: folder })).code).toBe(0);
      const at = await scene({ '/issuing.p7c': { body: await readFile(join(folder, 'all.p7c')) } });
      expect((await complete([at.leaf])).chain).toEqual([at.leaf, ca.intermediate.der]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
