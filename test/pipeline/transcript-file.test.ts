import { expect, it } from 'vitest';
import { createCa } from '../../scripts/world/ca.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import type { FilePort } from '../../src/files/port.ts';
import { judgeTranscriptFile } from '../../src/pipeline/path/transcript-file.ts';
import type { RunContext } from '../../src/pipeline/run/run.ts';
import { transcript } from '../path/transcripts.ts';

it('reports inspection behind a trusted root as a probe of its own does', async () => {
  const inspector = await createCa({ name: 'Contoso Inspection' });
  const forged = await inspector.issue({ names: ['gateway.example'], issuer: 'root' });
  const seen = transcript();
  const [gateway] = seen.gateways;
  if (gateway?.tunnel.tls == null) throw new Error('no TLS');
  gateway.tunnel.tls.certificates = [forged.der.toString('base64')];
  gateway.fetches = [];
  const events: RunEvent[] = [];
  const context = {
    emit: (event: RunEvent) => events.push(event),
    signal: undefined,
    ports: { wallClock: () => new Date() },
    deadlines: [],
  } as unknown as RunContext;
  const files = { read: async () => Buffer.from(JSON.stringify(seen)) } as unknown as FilePort;
  const path = { gateways: [], deadlineMs: 1, extraRoots: [inspector.root.pem], probe: true };
  const verdicts = await judgeTranscriptFile(context, 'seen.json', path, files);
  expect(verdicts).toMatchObject([{ gateway: 'gateway.example', verdict: 'reachable' }]);
  const found = events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
  expect(found).toContainEqual(
    expect.objectContaining({
      code: 'inspection-suspected',
      severity: 'warning',
      evidence: expect.objectContaining({ gateway: 'gateway.example', via: 'proxy.example:8080' }),
    }),
  );
});
