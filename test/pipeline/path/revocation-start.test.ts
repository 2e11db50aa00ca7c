import tls from 'node:tls';
import { beforeAll, expect, it } from 'vitest';
import { type CertificateAuthority, createCa } from '../../../scripts/simulated/ca.ts';
import { type ServeMode, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { serveSstp } from '../../../scripts/simulated/gateway-session.ts';
import { listen } from '../../../scripts/simulated/sockets.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { waitFor } from '../../support/ports.ts';
import { systemPorts, verify } from '../../support/stories/runs.ts';

const keep = closeAfterEach();
let ca: CertificateAuthority;

beforeAll(async () => {
  ca = await createCa({ intermediateCrlUrls: [] });
});

/**
 * A gateway whose only list is on this server. `tunnelMs`: the time of the tunnel up to the end of TLS by the
 * clock of the run, whatever the real time.
 */
async function verified(mode: ServeMode, { tunnelMs = 0, waitsForList = false } = {}) {
  const lists = keep(await startCrlServer({ resources: { '/a.crl': { body: await ca.crl('root'), mode } } }));
  const crlUrls = [`http://127.0.0.1:${lists.port}/a.crl`];
  const leaf = await ca.issue({ names: ['localhost'], issuer: 'root', crlUrls });
  const listAsked = () => waitFor('the list', () => (lists.log.length > 0 ? true : undefined));
  const secure = tls.createServer({ key: leaf.key, cert: leaf.pem }, async (socket) => {
    socket.on('error', () => undefined);
    if (waitsForList) await listAsked();
    serveSstp(
      socket,
      { serverName: null, tlsVersion: null, received: Buffer.alloc(0), sent: Buffer.alloc(0), steps: [] },
      { behaviour: 'ok', nonce: null, closeDelayMs: 0 },
    );
  });
  const gateway = keep(await listen(secure, '127.0.0.1'));
  let clockMs = 0;
  const document = await verify(
    {
      machine: {},
      path: {
        gateways: [{ host: 'localhost', port: gateway.port, source: 'option' }],
        deadlineMs: 60_000,
        extraRoots: [ca.root.pem],
        probe: null,
      },
      desired: { source: 'explicit', winInet: { kind: 'direct' }, winHttp: 'follow' },
      user: null,
      onEvent: (event) => {
        if (event.type === 'check' && event.check.stage === 'tls') clockMs = tunnelMs;
      },
    },
    { ...systemPorts(), platform: 'linux', now: () => clockMs },
  );
  const revocation = document.checks.find(({ stage }) => stage === 'revocation');
  return { document, revocation };
}

it('asks for revocation while the gateway has not answered yet', async () => {
  const { document } = await verified('ok', { waitsForList: true });
  expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
});

it('gives revocation what the tunnel left of the deadline', async () => {
  const { document, revocation } = await verified('silent', { tunnelMs: 59_000 });
  expect(revocation).toMatchObject({ status: 'fail', evidence: { reason: 'timeout', deadlineMs: 1000 } });
  expect(document.verdicts).toMatchObject([{ verdict: 'revocation-unreachable' }]);
});

it('says nothing against a server that had no time to answer', async () => {
  const { document, revocation } = await verified('silent', { tunnelMs: 59_900 });
  expect(revocation).toMatchObject({ status: 'skip', evidence: { reason: 'no-time-left', deadlineMs: 100 } });
  const [verdict] = document.verdicts;
  expect(verdict).toMatchObject({ verdict: 'not-tested', stage: 'revocation' });
  expect(verdict && ENGLISH.verdict(verdict, document.checks)).toMatchObject({
    next: 'Administrator: run the same command with a larger --deadline.',
  });
});
