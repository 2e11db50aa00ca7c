import { beforeAll, describe, expect, it } from 'vitest';
import type { IkeOutcome } from '../../../src/path/ike/probe.ts';
import { ikeRoute } from '../../../src/pipeline/path/migration-routes.ts';
import { bundleChild } from '../../change/child.ts';
import { folderForAll } from '../../support/files.ts';
import { mayUnshare } from '../../support/namespace.ts';
import { realRequired, skipWithout } from '../../support/programs/process.ts';
import { CHARON, type StrongSwan, startStrongSwan } from '../../support/servers/strongswan.ts';
import { closeAfterEach } from '../fixtures.ts';

const left = skipWithout(CHARON) || (!realRequired() && !mayUnshare());
const keep = closeAfterEach();
const folder = folderForAll();
let child: string;

beforeAll(async () => {
  child = await bundleChild(new URL('child.ts', import.meta.url), folder);
});

async function probe(
  server: Pick<StrongSwan, 'namespace'>,
  routes: readonly (readonly [string, number, 'translated'?])[],
) {
  const expected = routes.map(([host, port, translated]) => ({
    host,
    port,
    nonEspMarker: port === 4500,
    translated: translated !== undefined,
  }));
  const { stdout, stderr } = await server.namespace.run(process.execPath, [child, JSON.stringify(expected)]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as IkeOutcome[];
}

describe.skipIf(left)('a real IKEv2 responder', { timeout: 60_000 }, () => {
  it('accepts, requests another group, or takes nothing of what is offered; on both ports', async () => {
    const server = keep(
      await startStrongSwan({
        proposals: {
          '127.0.0.1': 'aes256-sha256-modp2048',
          '127.0.0.2': 'aes256-sha1-modp1024',
          '127.0.0.3': 'aes256gcm16-prfsha384-ecp384',
          '127.0.0.4': 'aes256-sha384-ecp256',
          '127.0.0.5': 'aes128-sha512-modp3072',
          '::1': 'aes256-sha256-modp2048',
        },
      }),
    );
    const outcomes = await probe(server, [
      ['127.0.0.1', 500],
      ['127.0.0.1', 4500],
      ['127.0.0.2', 500],
      ['127.0.0.3', 4500],
      ['127.0.0.4', 500],
      ['127.0.0.5', 500],
      ['::1', 4500],
      ['127.0.0.1', 500, 'translated'],
      ['127.0.0.1', 501],
    ]);
    expect(outcomes.map(({ result }) => result)).toEqual([...Array(8).fill('answered'), 'refused']);
    const [plain, marked, group2, group20, group19, nothing, six, translated] = outcomes.map(
      ({ answers }) => answers,
    );
    const chosen = 'AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048';
    const straight = { kind: 'accepted', fragmentation: true, nat: { here: false, there: false } };
    expect(plain).toMatchObject([{ ...straight, proposal: chosen }]);
    expect(marked).toMatchObject([{ ...straight, proposal: chosen }]);
    expect(six).toMatchObject([{ ...straight, proposal: chosen }]);
    expect(group2).toMatchObject([
      { kind: 'other-group', group: 2 },
      { ...straight, proposal: 'AES-CBC-256/HMAC-SHA1-96/PRF-HMAC-SHA1/MODP-1024' },
    ]);
    expect(group20).toMatchObject([
      { kind: 'other-group', group: 20 },
      { ...straight, proposal: 'AES-GCM-16-256/PRF-HMAC-SHA2-384/ECP-384' },
    ]);
    expect(group19).toMatchObject([
      { kind: 'other-group', group: 19 },
      { ...straight, proposal: 'AES-CBC-256/HMAC-SHA2-384-192/PRF-HMAC-SHA2-384/ECP-256' },
    ]);
    expect(nothing).toMatchObject([{ kind: 'no-proposal' }]);
    expect(translated).toMatchObject([{ ...straight, nat: { here: true, there: true } }]);
    const routes = outcomes.slice(0, 6).map((outcome) => ikeRoute(500, outcome, 1));
    expect(routes.map(({ verdict, evidence }) => [verdict, evidence.halfOpen])).toEqual([
      ...Array(5).fill(['reachable', 1]),
      ['turned-down', undefined],
    ]);
    // One packet for each answer, and no sign-in.
    expect(outcomes.map(({ evidence }) => evidence.packets)).toEqual([1, 1, 2, 2, 2, 1, 1, 1, 1]);
    const log = await server.log();
    expect(log).toContain('generating IKE_SA_INIT response 0');
    expect(log).not.toContain('IKE_AUTH');
  });

  it('is distinguished from a blocked route, and from a missing responder', async () => {
    const { namespace } = keep(
      await startStrongSwan({ proposals: { '127.0.0.1': 'aes256-sha256-modp2048' } }),
    );
    for (const [kind, network] of [
      ['prohibit', '192.0.2.0/24'],
      ['unreachable', '198.51.100.0/24'],
    ] as const) {
      const { code, stderr } = await namespace.run('/usr/sbin/ip', ['route', 'add', kind, network]);
      expect([code, stderr]).toEqual([0, '']);
    }
    const outcomes = await probe({ namespace }, [
      ['192.0.2.1', 500],
      ['198.51.100.1', 4500],
      ['203.0.113.1', 500],
    ]);
    expect(outcomes.map(({ result, evidence }) => [result, evidence.errno])).toEqual([
      ['refused', 'EACCES'],
      ['refused', 'EHOSTUNREACH'],
      ['unreachable', 'ENETUNREACH'],
    ]);
  });

  it('asks for a cookie under load, and takes it back', async () => {
    const server = keep(
      await startStrongSwan({ proposals: { '127.0.0.1': 'aes256-sha256-modp2048' }, cookieThreshold: 1 }),
    );
    const [first, second] = await probe(server, [
      ['127.0.0.1', 500],
      ['127.0.0.1', 4500],
    ]);
    expect(first?.answers.map(({ kind }) => kind)).toEqual(['accepted']);
    expect(second?.answers.map(({ kind }) => kind)).toEqual(['cookie', 'accepted']);
  });
});
