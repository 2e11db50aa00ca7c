import { describe, expect, it } from 'vitest';
import { type ServeMode, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { checkRootUpdate, ROOT_UPDATE_URL } from '../../../src/path/revocation/root-update.ts';
import { ownAddress } from '../../support/ports.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID, type SquidOptions, startSquid } from '../../support/servers/squid.ts';
import { closeAfterEach } from '../fixtures.ts';
import { through } from '../routes.ts';

const keep = closeAfterEach();
const HOST = new URL(ROOT_UPDATE_URL).hostname;
const PATH = new URL(ROOT_UPDATE_URL).pathname;
const CABINET = Buffer.concat([Buffer.from('MSCF'), Buffer.alloc(1000)]);

function check(proxy: { host: string; port: number }) {
  return checkRootUpdate({
    routeOf: () => through(proxy),
    deadlineMs: 10_000,
    now: () => performance.now(),
  });
}

describe('checkRootUpdate', () => {
  async function serving(body: Uint8Array, mode: ServeMode = 'ok') {
    const server = keep(await startCrlServer({ resources: { [PATH]: { body, mode } } }));
    return keep(await startProxy({ hosts: { [HOST]: server } }));
  }

  it('asks for the list in absolute form, and looks whether it is one', async () => {
    const proxy = await serving(CABINET);
    expect(await check(proxy)).toMatchObject({
      stage: 'revocation',
      url: ROOT_UPDATE_URL,
      status: 'pass',
      evidence: { kind: 'root-update', httpStatus: 200, bytes: 1004 },
    });
    expect(proxy.log).toMatchObject([{ method: 'GET', target: ROOT_UPDATE_URL }]);
  });

  it.each<[string, Buffer, ServeMode, string]>([
    ['a block page', CABINET, 'html', 'html'],
    ['a login page elsewhere', CABINET, 'redirect', 'redirect'],
    ['something else', Buffer.from('MZ other'), 'ok', 'not-a-cabinet'],
    ['nothing', CABINET, 'empty', 'empty'],
    ['half of it', CABINET, 'cut-off', 'cut-off'],
  ])('says that it got %s', async (_what, body, mode, reason) => {
    const result = await check(await serving(body, mode));
    expect([result.status, result.evidence.reason]).toEqual(['fail', reason]);
  });
});

describe.skipIf(skipWithout(SQUID))('checkRootUpdate, through squid', () => {
  it.each<[NonNullable<SquidOptions['policy']>, string, unknown]>([
    ['open', 'pass', undefined],
    ['deny', 'fail', 'http-status'],
    ['auth', 'fail', 'proxy-auth'],
  ])('that is %s', async (policy, status, reason) => {
    const host = ownAddress();
    keep(await startCrlServer({ resources: { [PATH]: { body: CABINET } }, host, port: 80 }));
    const squid = keep(await startSquid({ hosts: { [HOST]: host }, policy }));
    const result = await check(squid);
    expect([result.status, result.evidence.reason]).toEqual([status, reason]);
    const entry = await squid.waitForEntry('the list', ({ url }) => url === ROOT_UPDATE_URL);
    expect(entry).toMatchObject({ method: 'GET', userAgent: 'Microsoft-CryptoAPI/10.0' });
  });
});
