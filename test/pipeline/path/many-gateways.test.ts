import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import type { Check, Gateway } from '../../../src/core/model/check.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import type { AuditOptions } from '../../../src/pipeline/run/options.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { manyAddresses, startCrowd } from '../../support/machines/crowd.ts';
import { waitFor } from '../../support/ports.ts';
import { desiredFor, verify } from '../../support/stories/runs.ts';

const keep = closeAfterEach();
const MOST_TUNNELS = 1024;

function at(port: number, hosts: readonly string[]): Gateway[] {
  return hosts.map((host) => ({ host, port, source: 'option' }));
}

function checking(
  gateways: readonly Gateway[],
  deadlineMs: number,
  more: Partial<AuditOptions> = {},
): ReturnType<typeof verify> {
  return verify({
    machine: {},
    path: { gateways, deadlineMs, extraRoots: [], probe: true },
    desired: desiredFor({ kind: 'direct' }),
    user: null,
    ...more,
  });
}

it('has no more tunnels open than its limit, and begins another where one has ended', async () => {
  const mute = keep(await startCrowd());
  const cancel = new AbortController();
  const gateways = at(mute.port, manyAddresses(MOST_TUNNELS + 44));
  const checked = checking(gateways, 60_000, { signal: cancel.signal });
  await waitFor('a full house', () => (mute.open() === MOST_TUNNELS ? true : undefined));
  mute.hangUp(10);
  await waitFor('ten more', () => (mute.accepted === MOST_TUNNELS + 10 ? true : undefined));
  cancel.abort();
  expect((await checked).exitCode).toBe(130);
  expect(mute).toMatchObject({ accepted: MOST_TUNNELS + 10, mostOpen: MOST_TUNNELS });
});

// Once in some ten whole runs not all acknowledgements and fetches are seen, which is not explained yet: it is tried a
// second time, and what was missing is printed.
const TWICE = { retry: 1 };

it('checks the others while fifty gateways and the one revocation server do not reply', TWICE, async () => {
  const [mute, crl] = [keep(await startCrowd()), keep(await startCrowd())];
  const ca = await createCa();
  const leaf = await ca.issue({
    names: ['a'],
    issuer: 'root',
    crlUrls: [`http://127.0.0.1:${crl.port}/a.crl`],
  });
  const gateway = keep(await startGateway({ ...leaf, host: '0.0.0.0' }));
  const hosts = manyAddresses(200);
  const cancel = new AbortController();
  const seen = { acks: 0, fetches: 0 };
  const failed: Check[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type === 'check-started' && event.stage === 'revocation') seen.fetches += 1;
    if (event.type === 'check') {
      const { stage, status } = event.check;
      if (stage === 'sstp' && status === 'pass') seen.acks += 1;
      // No root is known.
      if (status === 'fail' && stage !== 'certificate') failed.push(event.check);
    }
    if (seen.acks >= 150 && seen.fetches >= 150) cancel.abort();
  };
  const gateways = [...at(mute.port, hosts.slice(0, 50)), ...at(gateway.port, hosts.slice(50))];
  const document = await checking(gateways, 110_000, { onEvent, signal: cancel.signal });
  const connections = { mute: mute.mostOpen, crl: crl.accepted };
  const found = { exitCode: document.exitCode, failed, ...seen, ...connections };
  if (document.exitCode !== 130) process.stderr.write(`many gateways: ${JSON.stringify(found)}\n`);
  expect(found).toEqual({
    ...{ exitCode: 130, failed: [], acks: 150, fetches: 150 },
    ...{ mute: 50, crl: 1 },
  });
});
