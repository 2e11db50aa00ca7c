import { expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { provingOnce } from '../../../src/pipeline/schedule/look-after.ts';
import { through } from '../../core/schedule/settings.ts';

it('proves a proxy once, whatever list of exceptions each user has with it', async () => {
  const asked: ProxySettings[] = [];
  const prove = provingOnce(async (settings) => {
    asked.push(settings);
    return asked.length === 1 ? 'no-answer' : 'works';
  });
  const one = through('proxy.contoso.example');
  for (const bypass of [[], ['<local>'], ['*.contoso.example']])
    expect(await prove({ ...one, bypass }, 'proposed')).toBe('no-answer');
  expect(await prove(through('old.contoso.example'), 'current')).toBe('works');
  expect(asked).toHaveLength(2);
});
