import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../../src/core/model/errors.ts';
import { say } from '../../../../src/core/model/say.ts';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import type { PathHooks } from '../../../../src/path/transport/stage.ts';
import { duplexPost } from '../../../../src/path/tunnel/http-layer.ts';
import { CALL_ABORT, CALL_CONNECT_REQUEST } from '../../../../src/path/tunnel/sstp-packet.ts';
import {
  checkTunnel,
  type ShownCertificates,
  type TunnelRequest,
} from '../../../../src/path/tunnel/tunnel.ts';
import { ACK, ca, leaf } from '../../gateways.ts';
import { CORRELATION_ID, DIRECT, evidenceOf, stagesOf, through } from '../../routes.ts';
import { type Reply, type ScriptedConnection, scripted } from './scripted-transport.ts';

const HOST = 'localhost';
const PROXY = through({ host: '192.0.2.8', port: 8080 });
const CHAIN = [leaf.der, ca.intermediate.der];
const GRANTED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const ACCEPTED = 'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\n\r\n';
const PAGE = 'HTTP/1.1 200 x\r\nContent-Length: 0\r\nServer: web\r\n\r\n';
/** The answers of a gateway to the request, to the call and to its end. */
const SSTP: Reply[][] = [[ACCEPTED], [ACK], [null]];
const works = { plain: [[GRANTED]], tls: SSTP, chain: CHAIN };
const web = { plain: [[GRANTED]], tls: [[PAGE]], chain: CHAIN };

/** A check over these connections, to its end. */
async function checked(
  connections: ScriptedConnection[],
  more: Partial<TunnelRequest> = {},
  hooks: PathHooks = {},
) {
  const made = scripted(...connections);
  const gateway = { host: HOST, port: 443, source: 'option' } as const;
  const outcome = await checkTunnel(
    {
      ...{ gateway, route: DIRECT, extraRoots: [ca.root.pem], deadlineMs: 1_000_000 },
      ...{ now: () => 0, wallClock: () => new Date(), correlationId: CORRELATION_ID },
      transport: made.transport,
      ...more,
    },
    hooks,
  );
  await outcome.settled;
  const streams = [...made.plain, ...made.inside].map(({ stream }) => stream.destroyed);
  expect(streams).toEqual(streams.map(() => true));
  return { ...outcome, made, stages: stagesOf(outcome.results) };
}

describe('a gateway that answers', () => {
  it('gets the request, the call and its end', async () => {
    const { made, stages, results, chain } = await checked([works]);
    expect(stages).toEqual([
      'dns pass',
      'tcp pass',
      'tls pass',
      'certificate pass',
      'http pass',
      'sstp pass',
    ]);
    const called = Buffer.concat([CALL_CONNECT_REQUEST, CALL_ABORT]).toString('latin1');
    expect(made.inside[0]?.sent).toBe(`${duplexPost(HOST, CORRELATION_ID)}${called}`);
    expect(evidenceOf(results, 'tls')).toStrictEqual({
      offered: ['TLSv1.2', 'TLSv1.3'],
      protocol: 'TLSv1.2',
    });
    expect(evidenceOf(results, 'sstp')).toEqual({ ack: ACK.toString('hex'), hashBits: 3 });
    expect(chain.map((der) => Buffer.from(der))).toEqual([...CHAIN, ca.root.der]);
    expect([made.plain[0]?.sent, made.secured]).toEqual(['', [HOST]]);
  });

  it('behind a proxy is asked for with CONNECT', async () => {
    const { made, stages, results } = await checked([works], { route: PROXY });
    expect(stages).toEqual([
      ...['dns skip', 'tcp pass', 'connect pass'],
      ...['tls pass', 'certificate pass', 'http pass', 'sstp pass'],
    ]);
    expect(made.asked).toEqual(['192.0.2.8:8080']);
    expect(made.plain[0]?.sent).toMatch(/^CONNECT localhost:443 /);
    expect(new Set(results.map(({ via }) => via))).toEqual(new Set(['192.0.2.8:8080']));
    const signs = (of: typeof results) => evidenceOf(of, 'certificate').inspectionSigns;
    expect(signs(results)).toContain('through-proxy');
    expect(signs((await checked([works])).results)).not.toContain('through-proxy');
  });

  it('with a certificate that nobody trusts is still asked', async () => {
    const { stages, chain, judgeChain, results } = await checked([works], { extraRoots: [] });
    expect(stages).toEqual([
      'dns pass',
      'tcp pass',
      'tls pass',
      'certificate fail',
      'http pass',
      'sstp pass',
    ]);
    expect(chain).toHaveLength(2);
    expect(evidenceOf(results, 'certificate')).toMatchObject({ reason: 'untrusted-root' });
    // The same question, with what another program reports of this computer.
    expect(judgeChain?.(CHAIN, [ca.root.der])).toMatchObject({ status: 'pass' });
    expect(judgeChain?.(CHAIN)).toMatchObject({ status: 'fail' });
  });

  it('is judged at the date of the request', async () => {
    const { results } = await checked([works], { wallClock: () => new Date('2099-01-01') });
    expect(evidenceOf(results, 'certificate')).toMatchObject({ reason: 'expired' });
  });

  it('is known to differ from the profile by its root', async () => {
    const other = { name: 'Contoso Root', sha1: null, sha256: 'a'.repeat(64), der: null };
    const { results } = await checked([works], { expectedRoots: [other] });
    expect(evidenceOf(results, 'certificate')).toMatchObject({ asProfileExpects: false });
    expect(evidenceOf((await checked([works])).results, 'certificate')).not.toMatchObject({
      asProfileExpects: false,
    });
  });

  it('has its certificates shown before SSTP is asked for', async () => {
    const shown: ShownCertificates[] = [];
    const transport = scripted(works).transport;
    const times: number[] = [];
    transport.now = () => times.push(0) * 10;
    await checked([], { transport, deadlineMs: 5_000, onCertificates: (one) => void shown.push(one) });
    expect(shown).toHaveLength(1);
    expect(shown[0]?.results.map(({ stage }) => stage)).toEqual(['dns', 'tcp', 'tls', 'certificate']);
    expect(shown[0]?.chain).toHaveLength(3);
    expect(shown[0]?.judgeChain?.(CHAIN)).toMatchObject({ status: 'pass' });
    // 10 ms for each look at the clock of the transport.
    expect(shown[0]?.leftMs).toBeLessThan(5_000);
    expect(shown[0]?.leftMs).toBeGreaterThan(4_700);
  });

  it('has the time since the request was sent as the time of its answer', async () => {
    let clock = 0;
    const { results } = await checked(
      [works],
      { now: () => clock },
      {
        onStage: (event) => {
          if (event.type === 'started' && event.stage === 'certificate') clock += 100;
        },
      },
    );
    expect(results.map(({ stage, durationMs }) => `${stage} ${durationMs}`)).toEqual([
      ...['dns 0', 'tcp 0', 'tls 0', 'certificate 100', 'http 100', 'sstp 0'],
    ]);
  });

  it('by TLS 1.3 was not tested by TLS 1.2, if the client may not have it', async () => {
    const newer = { ...works, protocol: 'TLSv1.3' } as const;
    const untested = async (connection: ScriptedConnection, more: Partial<TunnelRequest>) =>
      evidenceOf((await checked([connection], more)).results, 'tls').untested;
    expect(await untested(newer, { newestTls: null })).toBe('TLSv1.2');
    expect(await untested(works, { newestTls: null })).toBeUndefined();
    expect(await untested(newer, {})).toBeUndefined();
    expect(await untested(newer, { newestTls: 'TLSv1.3' })).toBeUndefined();
  });
});

it('a handshake that is cut is made again through a proxy alone, and by a newer client without a transport', async () => {
  const cut = { plain: [[GRANTED]], tls: new StageFailure('reset-at-client-hello') };
  const proxied = await checked([cut, works], { route: PROXY });
  expect(evidenceOf(proxied.results, 'tls')).toMatchObject({ reason: 'sstp-header-refused' });
  const direct = await checked([cut, works], { newestTls: 'TLSv1.2' });
  expect(evidenceOf(direct.results, 'tls')).toMatchObject({ reason: 'reset-at-client-hello' });
  expect(evidenceOf(direct.results, 'tls')).not.toHaveProperty('withTls13');
  expect(direct.made.asked).toHaveLength(1);
});

describe('a web server in place of a gateway', () => {
  it('without TLS is asked for its page', async () => {
    const failing = { plain: [[GRANTED]], tls: new StageFailure('not-tls') };
    const direct = await checked([failing, { plain: [[PAGE]] }]);
    expect(evidenceOf(direct.results, 'tls')).toMatchObject({ reason: 'not-tls', page: { server: 'web' } });
    expect(direct.made.asked).toEqual(['address of localhost:443', '192.0.2.1:443']);
    expect(direct.made.plain[1]?.sent).toMatch(/^GET \/ HTTP\/1\.1\r\nHost: localhost\r\n/);
    expect([direct.chain, direct.judgeChain]).toEqual([[], null]);
    const proxied = await checked([failing, { plain: [[GRANTED], [PAGE]] }], { route: PROXY });
    expect(evidenceOf(proxied.results, 'tls')).toMatchObject({ page: { server: 'web' } });
    expect(proxied.made.plain[1]?.sent).toMatch(/^CONNECT [\s\S]*GET \/ /);
    const other = await checked([{ tls: new StageFailure('alert') }, { plain: [[PAGE]] }]);
    expect(evidenceOf(other.results, 'tls')).not.toHaveProperty('page');
    expect(other.made.asked).toHaveLength(1);
  });

  it.each<[string, Reply[], boolean]>([
    ['status', ['HTTP/1.1 404 x\r\n\r\n'], true],
    ['status', ['HTTP/1.1 503 x\r\n\r\n'], false],
    ['http-version', ['HTTP/1.0 200 x\r\n\r\n'], true],
    ['chunked', ['HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n'], true],
    ['closed', [null], true],
    ['not-http', ['SSH-2.0-x'], true],
    ['reset', [Object.assign(new Error('x'), { code: 'ECONNRESET' })], false],
  ])('with %s (%j) is asked for its page: %s', async (reason, replies, asked) => {
    for (const route of [DIRECT, PROXY]) {
      const { results, made } = await checked([{ ...works, tls: [replies] }, web], { route });
      const evidence = evidenceOf(results, 'http');
      expect([results.at(-1)?.stage, evidence.reason]).toEqual(['http', reason]);
      expect('page' in evidence).toBe(asked);
      if (!asked) continue;
      expect(evidence.page).toMatchObject({ server: 'web', signIn: false });
      expect(made.inside[1]?.sent).toMatch(/^GET \/ HTTP/);
      expect(made.secured).toEqual([HOST, HOST]);
    }
  });

  it.each<[string, Reply[], boolean]>([
    ['not-a-packet', ['<html>'], true],
    ['closed', [null], false],
    ['nak', [Buffer.from('1001001400030001' + '0002000c0000000100000004', 'hex')], false],
  ])('that accepts SSTP and sends no packet has a page: %s', async (reason, replies, asked) => {
    const { results } = await checked([{ ...works, tls: [[ACCEPTED], replies] }, web]);
    const evidence = evidenceOf(results, 'sstp');
    expect([evidence.reason, 'page' in evidence]).toEqual([reason, asked]);
  });
});

describe('the comparison with the direct route', () => {
  const compared = (
    direct: ScriptedConnection,
    more: Partial<TunnelRequest> = {},
    first: ScriptedConnection = works,
  ) => checked([first, direct], { route: PROXY, compareDirect: true, ...more });

  it('is made where it is asked for, and there is a proxy', async () => {
    const { results, made } = await compared({ tls: [], chain: CHAIN });
    expect(evidenceOf(results, 'certificate').direct).toMatchObject({ comparison: 'same' });
    expect(made.asked).toEqual(['192.0.2.8:8080', 'address of localhost:443']);
    for (const more of [{ route: DIRECT }, { compareDirect: false }]) {
      const without = await compared({ tls: [], chain: CHAIN }, more);
      expect(evidenceOf(without.results, 'certificate')).not.toHaveProperty('direct');
      expect(without.made.asked).toHaveLength(1);
    }
  });

  it('shows whether a failed handshake succeeds there', async () => {
    const failing = { ...works, tls: new StageFailure('alert') };
    const more = { route: PROXY, compareDirect: true };
    const completed = await checked([failing, { tls: [], chain: CHAIN }, { tls: [[null]] }], more);
    expect(evidenceOf(completed.results, 'tls')).toMatchObject({
      reason: 'alert',
      direct: { tls: 'completed', http: 'closed' },
    });
    const blocked = await compared({ refused: new StageFailure('refused') }, {}, failing);
    expect(evidenceOf(blocked.results, 'tls')).toMatchObject({ direct: { reason: 'refused' } });
  });
});

describe('the end of a check', () => {
  const cancelled = () => new P2sError('cancelled', say('The check was cancelled.'));

  it('comes with the stage that fails', async () => {
    const refused = await checked([]);
    expect(refused.stages).toEqual(['dns pass', 'tcp fail']);
    const slow = await checked([{}], { deadlineMs: 30 });
    expect(slow.stages).toEqual(['dns pass', 'tcp pass', 'tls fail']);
    expect(evidenceOf(slow.results, 'tls')).toMatchObject({ reason: 'timeout', deadlineMs: 30 });
    expect([slow.chain, slow.judgeChain]).toEqual([[], null]);
  });

  it('comes with a fault of the program, or when it is cancelled', async () => {
    const made = scripted({ tls: cancelled() });
    await expect(checked([], { transport: made.transport })).rejects.toMatchObject({ code: 'cancelled' });
    expect(made.plain[0]?.stream.destroyed).toBe(true);
    const controller = new AbortController();
    const onStage: PathHooks['onStage'] = (event) => {
      if (event.type === 'started' && event.stage === 'sstp') controller.abort();
    };
    const other = scripted(works);
    const work = checked([], { transport: other.transport }, { signal: controller.signal, onStage });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(other.inside.map(({ stream }) => stream.destroyed)).toEqual([true]);
  });

  it('comes before anything is sent to a name that is none, or by a route that is not supported', async () => {
    const bad = { host: 'a\r\nX: y', port: 1 };
    const made = scripted(works);
    for (const more of [
      { gateway: { ...bad, source: 'option' } as const },
      { route: through(bad) },
      { route: { ...PROXY, further: [null, bad] } },
    ])
      await expect(checked([], { transport: made.transport, ...more })).rejects.toMatchObject({
        code: 'input',
      });
    expect(made.asked).toEqual([]);
    const { stages, made: unused } = await checked([works], { route: { ...DIRECT, unsupported: 'pac' } });
    expect([stages, unused.asked]).toEqual([['connect skip'], []]);
  });
});
