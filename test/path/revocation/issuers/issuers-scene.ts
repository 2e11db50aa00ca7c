import { createCa } from '../../../../scripts/simulated/ca.ts';
import { type CrlServer, type Resource, startCrlServer } from '../../../../scripts/simulated/crl-server.ts';
import { completeChain } from '../../../../src/path/revocation/issuers.ts';
import type { PathHooks } from '../../../../src/path/transport/stage.ts';
import type { closeAfterEach } from '../../fixtures.ts';
import { DIRECT } from '../../routes.ts';

export const ca = await createCa();
/** Another authority, which issued nothing here. */
export const stranger = await createCa();

interface Scene {
  server: CrlServer;
  leaf: Uint8Array;
}

/** Makes a leaf that names `paths` of a server as addresses of its issuer; `keep` closes the server. */
export function sceneWith(keep: ReturnType<typeof closeAfterEach>) {
  return async (resources: Record<string, Resource>, paths = Object.keys(resources)): Promise<Scene> => {
    const server = keep(await startCrlServer({ resources }));
    const caIssuersUrls = paths.map((path) =>
      path.startsWith('/') ? `http://127.0.0.1:${server.port}${path}` : path,
    );
    const { der } = await ca.issue({ names: ['a.example'], caIssuersUrls });
    return { server, leaf: der };
  };
}

export function complete(
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
