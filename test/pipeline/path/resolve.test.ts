import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProxyQuestion } from '../../../src/machine/port.ts';
import { gatewaysOf } from '../../../src/pipeline/inputs/gateways.ts';
import { newProbeSet } from '../../../src/pipeline/path/gateway-probes.ts';
import { answersTo, type OpenQuestion } from '../../../src/pipeline/path/resolve.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { type ApplyScene, applyScene } from '../../change/apply/apply-scene.ts';
import { liveOver } from '../../support/machines/machines.ts';

let scene: ApplyScene;
beforeAll(async () => {
  scene = await applyScene('live');
});
afterAll(() => scene.remove());

const store = { id: 'winhttp/native', settings: null };
const asking = (pacUrl: string | null): OpenQuestion => ({
  question: { autoDetect: pacUrl === null, pacUrl },
  stores: 'current',
  paths: { winInet: store, winHttp: store, checker: null },
});

it('asks what several users share once, also when nobody answers, and again in other probes', async () => {
  const asked: ProxyQuestion[] = [];
  const machine = liveOver(scene.base, {
    resolveProxies: async (question) => {
      asked.push(question);
      if (!question.autoDetect) return null;
      const answers = question.urls.map(({ id }) => {
        return { id, accessType: 3, proxy: 'p.example:8080', bypass: null, win32: null, foundBy: null };
      });
      return { answers, unavailable: null };
    },
  });
  const gateway = { host: 'gw.example', port: 443, source: 'option' as const };
  const path = await gatewaysOf(
    { gateways: [gateway], deadlineMs: 1000, probe: false, extraRoots: [] },
    null,
    null,
  );
  const context = { emit: () => undefined, ports: systemPorts('') } as unknown as RunContext;
  const ask = async (probeSet: ReturnType<typeof newProbeSet>) => {
    const questions = [asking(null), asking('http://pac.example/a.pac')];
    const answers = await answersTo(context, machine, questions, { path }, probeSet);
    return [...answers.values()].map((one) => [...one.answers.values()].map(({ url }) => url));
  };
  const probeSet = newProbeSet();
  const urls = [['https://gw.example/']];
  expect([await ask(probeSet), await ask(probeSet)]).toEqual([urls, urls]);
  expect(asked.map(({ autoConfigUrl }) => autoConfigUrl)).toEqual([null, 'http://pac.example/a.pac']);
  expect(await ask(newProbeSet())).toEqual(urls);
  expect(asked).toHaveLength(4);
});
