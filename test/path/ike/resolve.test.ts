import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mostInformative, probeIke } from '../../../src/path/ike/probe.ts';
import { StageFailure } from '../../../src/path/transport/failure.ts';
import type { Names } from '../../../src/path/transport/names.ts';

const probe = (resolve: Names['resolve']) =>
  probeIke({
    ...{ host: 'vpn.contoso.example', port: 500, nonEspMarker: false, deadlineMs: 5000 },
    ...{ now: () => performance.now(), randomBytes, names: { resolve } },
  });

describe('the IKE probe of a name', () => {
  it('without an address fails by its resolver', async () => {
    const failed = await probe(async () => {
      throw new StageFailure('dns-unavailable', { errno: 'EAI_AGAIN' });
    });
    const evidence = { reason: 'dns-unavailable', errno: 'EAI_AGAIN' };
    expect(failed).toEqual({ result: 'no-address', answers: [], evidence });
    expect(await probe(async () => [])).toEqual({
      ...{ result: 'no-address', answers: [], evidence: { reason: 'not-found' } },
    });
    const broken = new Error('a fault of the program');
    await expect(probe(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});

describe('the most informative outcome', () => {
  const of = (result: Parameters<typeof mostInformative>[0][number]['result'], address: string) => ({
    ...{ result, answers: [], evidence: { address, packets: 1 } },
  });

  it('names the others, and is alone without any', () => {
    expect(mostInformative([])).toBeNull();
    expect(mostInformative([of('silent', 'a')])).toEqual(of('silent', 'a'));
    expect(mostInformative([of('unreachable', 'a'), of('silent', 'b')])).toEqual({
      ...of('silent', 'b'),
      evidence: { address: 'b', packets: 1, also: [{ address: 'a', result: 'unreachable' }] },
    });
  });

  it('is an answer, then other bytes, then a refusal, before no reply', () => {
    const order = ['answered', 'not-ike', 'refused', 'silent', 'unreachable'] as const;
    for (const [index, best] of order.entries())
      for (const worse of order.slice(index))
        expect(mostInformative([of(worse, 'a'), of(best, 'b')])?.result).toBe(best);
  });
});
