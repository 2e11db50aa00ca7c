import { expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import type { Store } from '../../../src/core/stores/stores.ts';
import { provingOnce, winHttpViews } from '../../../src/pipeline/schedule/own-settings.ts';
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

it('waits for both views of WinHTTP at once', async () => {
  const asked: string[] = [];
  let resolve: (proof: 'works') => void = () => undefined;
  const promise = new Promise<'works'>((done) => {
    resolve = done;
  });
  const stores = ['winhttp/native', 'winhttp/wow64'].map((id) => ({
    id,
    settings: through(`${id}.example`),
  }));
  const views = winHttpViews(
    stores as unknown as readonly Store[],
    ({ proxy }) => {
      asked.push(proxy.servers[0]?.host ?? '');
      return promise;
    },
    () => false,
  );
  expect(asked).toHaveLength(2);
  resolve('works');
  expect((await views).map(({ store, currentProof }) => [store, currentProof])).toEqual([
    ['winhttp/native', 'works'],
    ['winhttp/wow64', 'works'],
  ]);
});
