import { expect, it } from 'vitest';
import { diagnose } from '../../../src/core/causes/causes.ts';
import { type Seen, traceOf } from '../../../src/core/causes/trace-of.ts';
import { type CauseRow, type Circumstances, type Facts, REVOCATION_ROWS, TUNNEL_ROWS } from './cause-rows.ts';

const ROWS = [...TUNNEL_ROWS, ...REVOCATION_ROWS];

function seen(via: string, facts: Facts, beside: Circumstances): Seen[] {
  const { from = 'this-machine', before = via, url = 'http://crl.example/a.crl' } = beside;
  return Object.entries(facts).map(([name, evidence], index, all) => {
    const [stage, status = 'fail'] = name.split(' ');
    const route = index === all.length - 1 ? via : before;
    const result = { stage, status, via: route, durationMs: 1, evidence, from, stores: 'current' };
    return { ...result, url: stage === 'revocation' ? url : null } as unknown as Seen;
  });
}

/** The stage of the first failure, or of the last result. */
function deciding(results: readonly Seen[]): string | null {
  return (results.find(({ status }) => status === 'fail') ?? results.at(-1))?.stage ?? null;
}

it.each<CauseRow>(ROWS)('%s: %s (%s, %j, %j)', (code, owners, via, facts, beside = {}) => {
  const results = seen(via, facts, beside);
  const { gateway = 'vpn.contoso.example', lacksSstp = false, mayAlign = false } = beside;
  const cause = diagnose(traceOf(gateway, results, { lacksSstp, mayAlign }));
  expect([cause.code, cause.steps.map(({ owner }) => owner.replace('-team', '')).join(' ')]).toEqual([
    code,
    owners,
  ]);
  expect(cause.stage).toBe(beside.stage === undefined ? deciding(results) : beside.stage);
});
