import { describe, expect, it } from 'vitest';
import type { CheckStatus, Stage, StageResult } from '../../../src/core/model/check.ts';
import {
  deadProxiesOf,
  deadRoutes,
  ofDecidingRoute,
  skipped,
} from '../../../src/core/path/deciding-route.ts';
import { result } from './verdict-scene.ts';

const at = (via: string, stage: Stage, status: CheckStatus, evidence: Record<string, unknown> = {}) =>
  ({ ...result(stage, status, evidence), via }) as StageResult;
const dead = (via: string) => at(via, 'tcp', 'warn', { passedOver: true, reason: 'refused' });
const connected = (via: string) => at(via, 'tcp', 'pass');
const windows = at('w:1', 'tcp', 'pass', { client: 'winhttp' });
const list = at('l:1', 'revocation', 'pass');

describe('the route that decides', () => {
  it('is the only one', () => {
    const results = [at('a:1', 'dns', 'pass'), at('a:1', 'tcp', 'fail')];
    expect(ofDecidingRoute(results)).toEqual(results);
    expect(deadRoutes(results)).toEqual([]);
    expect(skipped(results)).toEqual([]);
  });

  it('is the one that connected', () => {
    const results = [at('a:1', 'dns', 'pass'), dead('a:1'), dead('b:1'), connected('c:1'), windows, list];
    expect(ofDecidingRoute(results)).toEqual([connected('c:1'), windows, list]);
    expect(skipped(results)).toEqual([dead('a:1'), dead('b:1')]);
    expect(deadRoutes(results)).toEqual([]);
  });

  it('is the first if none connected, whatever another client says', () => {
    const [dns, last] = [at('a:1', 'dns', 'pass'), at('direct', 'tcp', 'fail')];
    const results = [dns, dead('a:1'), dead('b:1'), last, windows, list];
    expect(ofDecidingRoute(results)).toEqual([dns, { ...dead('a:1'), status: 'fail' }, windows, list]);
    expect(deadRoutes(results)).toEqual(['a:1', 'b:1', 'direct']);
  });

  it('is not one with a name but no connection', () => {
    for (const other of [at('c:1', 'tcp', 'fail'), at('c:1', 'dns', 'pass')])
      expect(deadRoutes([dead('a:1'), other])).toEqual(['a:1', 'c:1']);
  });
});

describe('dead proxies', () => {
  it('are those that a later route of the same probe replaced, and no probe reached', () => {
    const replaced = [dead('a:1'), dead('direct'), connected('b:1')];
    expect(deadProxiesOf([replaced, replaced])).toEqual(['a:1']);
    expect(deadProxiesOf([replaced, [connected('a:1')]])).toEqual([]);
    expect(deadProxiesOf([replaced, [windows]])).toEqual(['a:1']);
    expect(deadProxiesOf([replaced, [at('a:1', 'tcp', 'fail'), at('a:1', 'dns', 'pass')]])).toEqual(['a:1']);
    expect(deadProxiesOf([[dead('a:1'), at('b:1', 'tcp', 'fail')]])).toEqual([]);
    expect(deadProxiesOf([[dead('a:1'), windows]])).toEqual([]);
    expect(deadProxiesOf([])).toEqual([]);
  });
});
