import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PsrpReader, psrpScript } from '../../../src/machine/fleet/psrp.ts';

const POOL = '00000000-0000-0000-0000-000000000000';

/** A message of a server, in fragments of at most `size` bytes, one line each. */
function served(type: number, xml: string, size = 32_000): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(1, 0);
  head.writeUInt32LE(type, 4);
  const message = Buffer.concat([head, Buffer.from(xml)]);
  const lines: string[] = [];
  for (let at = 0; at < message.length; at += size) {
    const blob = message.subarray(at, at + size);
    const fragment = Buffer.alloc(21);
    fragment.writeUInt8((at === 0 ? 1 : 0) | (at + size >= message.length ? 2 : 0), 16);
    fragment.writeUInt32BE(blob.length, 17);
    const data = Buffer.concat([fragment, blob]).toString('base64');
    lines.push(`<Data Stream='Default' PSGuid='${POOL}'>${data}</Data>\n`);
  }
  return Buffer.from(lines.join(''));
}

it('reads a session in chunks of any size', () => {
  const wire = Buffer.concat([
    served(0x00021005, '<Obj RefId="0"><MS><I32 N="RunspaceState">2</I32></MS></Obj>'),
    // Two packets in one line, as threads of the server write them.
    Buffer.from(`<DataAck PSGuid='${POOL}' /><CloseAck PSGuid='${POOL}' />\r\n\r\n`),
    served(0x00041004, '\ufeff<S>a&lt;b_x000A_c</S>', 7),
    served(0x00041005, '<Obj RefId="0"><MS><S N="FullyQualifiedErrorId">Denied</S></MS></Obj>'),
    served(0x00041006, '<Obj RefId="0"><MS><I32 N="PipelineState">4</I32></MS></Obj>'),
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: wire.length }), (size) => {
      const reader = new PsrpReader();
      const events = [];
      for (let at = 0; at < wire.length; at += size)
        events.push(...reader.push(wire.subarray(at, at + size)));
      expect(reader.violation).toBeNull();
      expect(events).toEqual([
        { event: 'opened' },
        { event: 'ack' },
        { event: 'line', text: 'a<b\nc' },
        { event: 'error', id: 'Denied' },
        { event: 'ended', state: 'Completed' },
      ]);
    }),
  );
});

it.each([
  ['text without an end', 'A'.repeat(70_000)],
  ['lines that are no packets', '\n'.repeat(2000)],
  ['text after a packet', `<DataAck PSGuid='${POOL}' />x\n`],
  ['a fragment that is cut', `<Data Stream='Default' PSGuid='${POOL}'>AAAA</Data>\n`],
])('stops at %s', (_, text) => {
  const reader = new PsrpReader();
  reader.push(Buffer.from(text));
  expect(reader.violation).toBe('not-powershell');
});

it('stops at more than 48 MiB in all, without keeping it', () => {
  const reader = new PsrpReader();
  const line = served(0x00041004, `<S>${'a'.repeat(31_000)}</S>`);
  let count = 0;
  while (reader.violation === null) {
    reader.push(line);
    count += 1;
  }
  expect(reader.violation).toBe('wrote-too-much');
  expect(count * line.length).toBeLessThan(49 * 1024 * 1024);
});

it('reads hostile bytes without an exception', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void new PsrpReader().push(Buffer.from(bytes))));
});

it('sends any script and arguments as text, never as markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { lines } = psrpScript(text, [text]);
      const data = /'>(.*)<\/Data>/.exec(lines[1] ?? '')?.[1] ?? '';
      const xml = Buffer.from(data, 'base64').toString('utf8', 21 + 40);
      const found = /<S N="Cmd">([^<]*)<\/S>.*<S N="V">([^<]*)<\/S>/.exec(xml);
      const reader = new PsrpReader();
      const read = reader.push(served(0x00041004, `<S>${found?.[1]}</S>`));
      expect(read).toEqual([{ event: 'line', text }]);
      expect(found?.[2]).toBe(found?.[1]);
    }),
  );
});
