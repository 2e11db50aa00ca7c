import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { folderForAll } from '../../support/files.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { audit, desiredFor } from '../../support/stories/runs.ts';

const HOST = 'vpn.contoso.example';
const keep = closeAfterEach();
const folder = folderForAll();

/**
 * A list that the proxy serves redirects to a host that it cannot reach. Both stores hold that proxy; the desired
 * state adds this bypass list. The route to the list itself stays the same.
 */
async function audited(bypass: readonly string[]) {
  const ca = await createCa();
  const end = keep(
    await startCrlServer({ host: '127.0.0.2', resources: { '/a.crl': { body: await ca.crl('root') } } }),
  );
  const location = `http://127.0.0.2:${end.port}/a.crl`;
  const moved = { body: Buffer.alloc(0), mode: 'redirect', location } as const;
  const first = keep(await startCrlServer({ resources: { '/a.crl': moved } }));
  const leaf = await ca.issue({ names: [HOST], issuer: 'root', crlUrls: ['http://crl.example/a.crl'] });
  const gateway = keep(await startGateway({ key: leaf.key, cert: leaf.cert }));
  const { host, port } = keep(
    await startProxy({ hosts: { [`${HOST}:443`]: gateway, 'crl.example': first } }),
  );
  const file = join(folder, 'machine.reg');
  await writeFile(file, machineText({ flags: 3, proxy: `${host}:${port}` }, {}, `${host}:${port}`));
  const document = await audit({
    machine: { file },
    path: {
      gateways: [{ host: HOST, port: 443, source: 'option' }],
      deadlineMs: 10_000,
      extraRoots: [ca.root.pem],
      probe: true,
    },
    desired: desiredFor({ kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass }),
    user: null,
    stateDir: join(folder, 'state'),
  });
  const ends = ofStage(document.checks, 'revocation').map(({ stores, via, status, evidence }) => [
    stores,
    via,
    status,
    evidence.redirectVia,
  ]);
  return { ends, proxy: `${host}:${port}`, asked: [first.log.length, end.log.length] };
}

it('fetches a list again when only the route behind its redirect would change', async () => {
  const { ends, proxy, asked } = await audited(['127.0.0.2']);
  expect(ends).toEqual([
    ['current', proxy, 'fail', [proxy]],
    ['proposed', proxy, 'pass', ['direct']],
  ]);
  expect(asked).toEqual([2, 1]);
});

it('fetches once when the settings differ and no route does', async () => {
  const { ends, proxy, asked } = await audited(['elsewhere.example']);
  expect(ends).toEqual([['current', proxy, 'fail', [proxy]]]);
  expect(asked).toEqual([1, 0]);
});
