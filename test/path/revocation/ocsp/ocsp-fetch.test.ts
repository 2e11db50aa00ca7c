import { expect, it } from 'vitest';
import { createCa } from '../../../../scripts/simulated/ca.ts';
import type { ServeMode } from '../../../../scripts/simulated/crl-server.ts';
import { checkRevocation } from '../../../../src/path/revocation/revocation.ts';
import { ocspGetUrl } from '../../../../src/path/revocation/revocation-answer.ts';
import { evidenceLines } from '../../../../src/report/requests/request-evidence.ts';
import { closeAfterEach } from '../../fixtures.ts';
import { startPlain } from '../../gateways.ts';
import { DIRECT } from '../../routes.ts';
import { requestFor, startOneAddress } from '../revocation-requests.ts';

const keep = closeAfterEach();

const responder = async (mode: ServeMode, location = '') =>
  keep(
    await startOneAddress('ocsp', async (ca) => ({
      body: (asked) => ca.ocsp(asked, { issuer: 'root', status: 'good' }),
      mode,
      location,
    })),
  );

it('asks by GET, with the request as one more segment of the path', async () => {
  const at = await responder('ok');
  const [result] = await checkRevocation(requestFor(at.chain, DIRECT));
  expect(result).toMatchObject({ url: at.url, status: 'pass', evidence: { reason: 'valid', method: 'GET' } });
  expect(result?.evidence).not.toHaveProperty('getRefused');
  expect(at.server.log).toMatchObject([{ method: 'GET', path: expect.stringMatching(/^\/here\/M[\w%]+$/) }]);
});

it('asks by POST when the responder does not support GET, and reports it', async () => {
  const at = await responder('post-only');
  const [result] = await checkRevocation(requestFor(at.chain, DIRECT));
  expect(result).toMatchObject({
    status: 'pass',
    evidence: { method: 'POST', getRefused: 405, httpStatus: 200 },
  });
  expect(at.server.log).toMatchObject([{ method: 'GET' }, { method: 'POST', path: '/here' }]);
});

it('reports both when the POST is refused as well', async () => {
  const listening = keep(
    await startPlain((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 501 x\r\nContent-Length: 0\r\n\r\n')),
    ),
  );
  const ca = await createCa();
  const leaf = await ca.issue({
    names: ['a'],
    issuer: 'root',
    ocspUrls: [`http://127.0.0.1:${listening.port}/`],
  });
  const [refused] = await checkRevocation(requestFor([leaf.der, ca.root.der], DIRECT));
  expect(refused).toMatchObject({
    status: 'fail',
    evidence: { method: 'POST', getRefused: 501, httpStatus: 501 },
  });
  const check = { ...refused, gateway: 'g', from: 'this-desk', stores: 'current' } as Parameters<
    typeof evidenceLines
  >[0][0];
  expect(evidenceLines([check]).map((line) => line.split(' ->')[0])).toEqual([
    `GET ${refused?.url} (direct)`,
    `POST ${refused?.url} (direct)`,
  ]);
});

it('takes a refusal of its proxy for what it is, and asks no further', async () => {
  const asked: string[] = [];
  const squid = keep(
    await startPlain((socket) =>
      socket.once('data', (bytes) => {
        asked.push(bytes.toString('latin1').split(' ')[0] ?? '');
        socket.end('HTTP/1.1 405 x\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Length: 0\r\n\r\n');
      }),
    ),
  );
  const at = await responder('ok');
  const route = { ...DIRECT, proxy: { host: '127.0.0.1', port: squid.port } };
  const [result] = await checkRevocation(requestFor(at.chain, route));
  expect(result).toMatchObject({ status: 'fail', evidence: { method: 'GET', httpStatus: 405 } });
  expect(asked).toEqual(['GET']);
});

it('follows the redirect of a GET, as that of a list', async () => {
  const at = await responder('redirect', '/moved');
  at.server.set('/moved', { body: (asked) => at.ca.ocsp(asked, { issuer: 'root' }), mode: 'html' });
  const [result] = await checkRevocation(requestFor(at.chain, DIRECT));
  expect(result?.evidence).toMatchObject({
    method: 'GET',
    reason: 'html',
    redirects: [`127.0.0.1:${at.server.port}`],
  });
});

it.each([
  ['http://ocsp.example', [0xfb, 0xff, 0xbf, 0x00], 'http://ocsp.example/%2B%2F%2B%2FAA%3D%3D'],
  ['http://ocsp.example/a/', [0x30], 'http://ocsp.example/a/MA%3D%3D'],
  ['http://ocsp.example/a?x=1', [0x30], null],
])('%s', (url, bytes, expected) => {
  expect(ocspGetUrl(new URL(url), Uint8Array.from(bytes))?.href ?? null).toBe(expected);
});

it.each([
  [189, true],
  [191, false],
])('%i bytes', (size, byGet) => {
  expect(ocspGetUrl(new URL('http://a'), new Uint8Array(size)) !== null).toBe(byGet);
});
