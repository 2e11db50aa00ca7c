import { expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import type { FilePort } from '../../../src/files/port.ts';
import type { Transcript } from '../../../src/path/transcript/transcript.ts';
import { judgeTranscriptFile } from '../../../src/pipeline/path/transcript-file.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD, fold } from '../../../src/report/model/record.ts';
import { redactEvents } from '../../../src/report/model/redact-events.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { endedEarly, transcript, trusted } from '../../path/transcript/transcripts.ts';

function contextFor(events: RunEvent[]): RunContext {
  return {
    emit: (event: RunEvent) => events.push(event),
    signal: undefined,
    ports: { wallClock: () => new Date() },
    deadlines: [],
  } as unknown as RunContext;
}
const PATH = { gateways: [], deadlineMs: 1, extraRoots: [], probe: true };
const fileOf = (seen: Transcript) =>
  ({ read: async () => Buffer.from(JSON.stringify(seen)) }) as unknown as FilePort;

it('dates the request to another team by the recording, not by the run', async () => {
  const seen = { ...endedEarly()['proxy-auth-required'], collectedAt: '2026-03-04T05:06:07Z' } as Transcript;
  const events: RunEvent[] = [
    { type: 'started', mode: 'verify', version: '0', at: '2026-11-29T10:00:00.000Z', sample: false },
  ];
  await judgeTranscriptFile(contextFor(events), 'seen.json', PATH, fileOf(seen));
  events.push({ type: 'finished', exitCode: 0, durationMs: 0 });
  const document = await documentOf(events.reduce(fold, EMPTY_RECORD));
  expect(document.verdicts).toMatchObject([{ collectedAt: '2026-03-04T05:06:07Z' }]);
  const texts = document.requests.flatMap(({ en, ja }) => [en, ja]);
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) {
    expect(text).toContain('2026-03-04 05:06:07 UTC');
    expect(text).not.toContain('2026-11-29');
  }
  const redacted = redactEvents(events, new Pseudonyms(Buffer.alloc(32)));
  expect(redacted.find(({ type }) => type === 'verdict')).toMatchObject({
    verdict: { collectedAt: '2026-03-04T05:06:07Z' },
  });
});

it('is an error without a gateway, not a path that works', async () => {
  const seen = { ...transcript(), gateways: [] };
  const judged = judgeTranscriptFile(contextFor([]), 'seen.json', PATH, fileOf(seen));
  await expect(judged).rejects.toMatchObject({
    code: 'input',
    message: 'The recording names no gateway.',
    where: 'seen.json',
    next: expect.stringContaining('Test-P2SPath.ps1 -Gateway'),
  });
});

it.each([
  ['nothing', '', 'seen.json'],
  ['another file', '{"kind":"p2s-fix-capture"}', 'seen.json, kind'],
  ['half a file', '{"kind":"p2s-fix-path","schemaVersion":"1.0"', 'seen.json'],
])('is an error of the input: %s', async (_, text, where) => {
  const files = { read: async () => Buffer.from(text) } as unknown as FilePort;
  await expect(judgeTranscriptFile(contextFor([]), 'seen.json', PATH, files)).rejects.toMatchObject({
    ...{ code: 'input', message: 'The file is not what Test-P2SPath.ps1 writes.', where },
    next: expect.stringContaining('Test-P2SPath.ps1 -Gateway'),
  });
});

it.each([
  [
    'no list',
    (gateway: Transcript['gateways'][number]) => Object.assign(gateway, { fetches: [] }),
    'SSTP handshake with gateway.example succeeded; revocation was not tested: the recording does not contain',
    ['revocation skip not-asked'],
  ],
  [
    'the beginning of a fetch',
    ({ fetches }: Transcript['gateways'][number]) =>
      Object.assign(fetches[0]?.proxy ?? {}, { chunks: [], end: 'open' }),
    'SSTP handshake with gateway.example succeeded; revocation was not tested: the recording does not contain',
    ['revocation skip evidence-ends'],
  ],
  [
    'no TLS',
    ({ tunnel }: Transcript['gateways'][number]) => Object.assign(tunnel, { tls: null, inside: null }),
    'The recording of gateway.example ends before its SSTP handshake; the rest was not tested.',
    ['tls skip evidence-ends'],
  ],
])(
  'says of a recording with %s that this was not tested, and asks no other team',
  async (_, cut, ...expected) => {
    const seen = transcript();
    const [gateway] = seen.gateways;
    if (gateway === undefined) throw new Error('no gateway');
    cut(gateway);
    const events: RunEvent[] = [];
    const path = { ...PATH, extraRoots: trusted };
    await judgeTranscriptFile(contextFor(events), 'seen.json', path, fileOf(seen));
    const document = await documentOf(events.reduce(fold, EMPTY_RECORD));
    const [message, open] = expected;
    expect(
      document.checks
        .filter(({ status }) => status !== 'pass')
        .map(({ stage, status, evidence }) => `${stage} ${status} ${evidence.reason}`),
    ).toEqual(open);
    const [verdict] = document.verdicts;
    if (verdict === undefined) throw new Error('no verdict');
    expect(verdict.verdict).toBe('not-tested');
    const text = ENGLISH.verdict(verdict, document.checks);
    expect(text.message).toContain(message);
    expect(text.next).toContain('Administrator: record it again on that computer');
    expect(text.next).not.toContain('team');
    expect(document.requests).toEqual([]);
  },
);

it('reports inspection behind a trusted root as a probe of its own does', async () => {
  const inspector = await createCa({ name: 'Contoso Inspection' });
  const forged = await inspector.issue({ names: ['gateway.example'], issuer: 'root' });
  const seen = transcript();
  const [gateway] = seen.gateways;
  if (gateway?.tunnel.tls == null) throw new Error('no TLS');
  gateway.tunnel.tls.certificates = [forged.der.toString('base64')];
  gateway.fetches = [];
  const events: RunEvent[] = [];
  const path = { ...PATH, extraRoots: [inspector.root.pem] };
  const verdicts = await judgeTranscriptFile(contextFor(events), 'seen.json', path, fileOf(seen));
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
