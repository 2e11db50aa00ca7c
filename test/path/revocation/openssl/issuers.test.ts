import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram, skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { ca, complete, sceneWith, stranger } from '../issuers/issuers-scene.ts';

const scene = sceneWith(closeAfterEach());

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
