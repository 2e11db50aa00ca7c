import { describe, expect, it, vi } from 'vitest';
import type { Route } from '../../../../src/core/model/check.ts';
import type { AnyFields } from '../../../../src/core/path/stage-evidence.ts';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import type { StageContext } from '../../../../src/path/transport/stage.ts';
import { firstReached, openRoute, patienceOf } from '../../../../src/path/tunnel/open-route.ts';
import { DIRECT, through } from '../../routes.ts';
import { during, passing, type ScriptedConnection, scripted } from './scripted-transport.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const PROXY = through({ host: 'proxy.contoso.example', port: 8080 });
const SECOND = { host: '192.0.2.9', port: 3128 };
const GRANTED = 'HTTP/1.1 200 x\r\n\r\n';

interface How {
  deadlineMs?: number;
  /** What the names of the transport resolve to. */
  addresses?: string[];
  /** Only to its connection, as for other protocols. */
  only?: boolean;
}

/** What opening a route leads to: the stages, and the route that was taken. */
async function opened(route: Route, connections: ScriptedConnection[], how: How = {}) {
  const { deadlineMs = 1_000_000, addresses, only = false } = how;
  const made = scripted(...connections);
  const { transport } = made;
  if (addresses !== undefined) transport.resolve = async () => addresses;
  return during(async (lifetime) => {
    const context: StageContext = { via: 'nothing', now: () => 0, lifetime, hooks: {}, results: [] };
    const open = only ? firstReached : openRoute;
    const result = await open(transport, { gateway: GATEWAY, route, deadlineMs }, context).then(
      ({ connection, route: taken }) => ({ taken: taken.proxy, open: !connection.stream.destroyed }),
      (error: unknown) => ({ error }),
    );
    const stages = context.results.map(({ stage, status, via }) => `${stage} ${status} ${via}`);
    const evidence = context.results.map((one): AnyFields => one.evidence);
    return { made, error: null, ...result, stages, evidence };
  });
}

describe('a direct route', () => {
  it('resolves the name, connects and prepares the handshake', async () => {
    const seen = await opened(DIRECT, [{}]);
    expect(seen).toMatchObject({ taken: null, open: true, stages: ['dns pass direct', 'tcp pass direct'] });
    const of = { of: 'gateway', host: GATEWAY.host };
    expect(seen.evidence).toStrictEqual([
      { ...of, addresses: [`address of ${GATEWAY.host}`] },
      { ...of, port: 443, address: '192.0.2.1', reservedAddress: '192.0.2.1' },
    ]);
    expect(seen.made.asked).toEqual([`address of ${GATEWAY.host}:443`]);
    expect(seen.made.prepared).toEqual([GATEWAY.host]);
  });

  it('fails with the stage that fails', async () => {
    const seen = await opened(DIRECT, []);
    expect(seen.error).toMatchObject({ reason: 'refused' });
    expect(seen.stages).toEqual(['dns pass direct', 'tcp fail direct']);
    // It was prepared meanwhile.
    expect(seen.made.prepared).toEqual([GATEWAY.host]);
  });

  it('shows sixteen addresses at most', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `192.0.2.${i}`);
    const seen = await opened(DIRECT, [{}], { addresses: many });
    expect(seen.evidence[0]?.addresses).toEqual(many.slice(0, 16));
    expect(seen.made.asked).toEqual([`${many.join(' ')}:443`]);
  });
});

describe('a route through a proxy', () => {
  const VIA = 'proxy.contoso.example:8080';

  it('asks the proxy for the gateway, and prepares the handshake meanwhile', async () => {
    const seen = await opened(PROXY, [{ plain: [[GRANTED]] }]);
    expect(seen).toMatchObject({ taken: PROXY.proxy, open: true });
    expect(seen.stages).toEqual([`dns pass ${VIA}`, `tcp pass ${VIA}`, `connect pass ${VIA}`]);
    const of = { of: 'proxy', host: 'proxy.contoso.example' };
    expect(seen.evidence[0]).toMatchObject(of);
    expect(seen.evidence[1]).toMatchObject({ ...of, port: 8080 });
    expect(seen.evidence[2]).toMatchObject({ target: 'vpn.contoso.example:443', httpStatus: 200 });
    expect(seen.made.plain[0]?.sent).toMatch(/^CONNECT vpn\.contoso\.example:443 /);
    expect(seen.made.prepared).toEqual([GATEWAY.host]);
  });

  it('takes the word of the proxy, and tries no further one after it', async () => {
    const route = { ...PROXY, further: [SECOND] };
    const seen = await opened(route, [{ plain: [['HTTP/1.1 407 x\r\n\r\n']] }, { plain: [[GRANTED]] }]);
    expect(seen.error).toMatchObject({ reason: 'proxy-auth' });
    expect(seen.stages.at(-1)).toBe(`connect fail ${VIA}`);
    expect(seen.made.asked).toHaveLength(1);
  });

  it('tries the next one where there is no connection', async () => {
    const route = { ...PROXY, further: [SECOND, null] };
    const refused = { refused: new StageFailure('refused') };
    const seen = await opened(route, [refused, { plain: [[GRANTED]] }]);
    expect(seen).toMatchObject({ taken: SECOND, open: true });
    expect(seen.stages).toEqual([
      ...[`dns pass ${VIA}`, `tcp warn ${VIA}`],
      ...['dns skip 192.0.2.9:3128', 'tcp pass 192.0.2.9:3128', 'connect pass 192.0.2.9:3128'],
    ]);
    expect(seen.evidence[1]).toMatchObject({ reason: 'refused', passedOver: true });
    expect(seen.evidence[1]).not.toHaveProperty('ofAnswer');
    expect(seen.evidence[2]).toStrictEqual({ of: 'proxy', host: '192.0.2.9', reason: 'is-an-address' });
    expect(seen.made.asked[1]).toBe('192.0.2.9:3128');
    const direct = await opened({ ...route, ofAnswer: true }, [refused, { ...refused }, {}]);
    expect(direct).toMatchObject({ taken: null, open: true });
    expect(direct.stages.at(-1)).toBe('tcp pass direct');
    expect(direct.evidence[1]).toMatchObject({ ofAnswer: true });
    expect(direct.evidence.at(-1)).toStrictEqual({
      ...{ of: 'gateway', host: GATEWAY.host, port: 443 },
      ...{ address: '192.0.2.1', reservedAddress: '192.0.2.1' },
    });
    expect(direct.made.prepared).toEqual([GATEWAY.host]);
  });

  it('leaves time for the next one', async () => {
    const none = { refused: null };
    const route = { ...PROXY, further: [SECOND, null] };
    const seen = await passing(() => opened(route, [none, none, {}], { deadlineMs: 80 }), 20, 20);
    expect(seen).toMatchObject({ taken: null, open: true });
    for (const evidence of [seen.evidence[1], seen.evidence[3]])
      expect(evidence).toMatchObject({ reason: 'timeout', deadlineMs: 20, passedOver: true });
  });

  it('fails with the last one, and with those that were not tried', async () => {
    const untried = { count: 2, unsupported: ['socks' as const] };
    const seen = await opened({ ...PROXY, further: [SECOND], untried }, []);
    expect(seen.error).toMatchObject({ reason: 'refused' });
    expect(seen.stages.at(-1)).toBe('tcp fail 192.0.2.9:3128');
    expect(seen.evidence.at(-1)).toMatchObject({ untriedWays: untried });
    expect(seen.evidence[1]).not.toHaveProperty('untriedWays');
    expect(seen.evidence.at(-1)).not.toHaveProperty('passedOver');
    const alone = await opened(PROXY, []);
    expect(alone.evidence.at(-1)).not.toHaveProperty('untriedWays');
  });

  it('leaves no clock of a part behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const refused = { refused: new StageFailure('refused') };
      await opened({ ...PROXY, further: [SECOND] }, [refused, { plain: [[GRANTED]] }]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends with a fault of the program', async () => {
    const error = new Error('a fault of the program');
    const seen = await opened({ ...PROXY, further: [SECOND] }, [{ refused: error }, {}]);
    expect([seen.error, seen.made.asked.length]).toEqual([error, 1]);
  });

  it('is connected to, and no more, for other protocols', async () => {
    const seen = await opened(PROXY, [{}], { only: true });
    expect(seen).toMatchObject({ taken: PROXY.proxy, stages: [`dns pass ${VIA}`, `tcp pass ${VIA}`] });
    expect(seen.made.prepared).toEqual([]);
  });
});

it('a second try begins after a third of the deadline', () => {
  expect(patienceOf(15_000)).toBe(5_000);
});
