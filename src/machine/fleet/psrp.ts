import { randomUUID } from 'node:crypto';

/**
 * The client half of PowerShell Remoting over a byte stream, for one script without input: the messages of [MS-PSRP]
 * in the lines that `pwsh -sshs` reads and writes (PowerShell: OutOfProcTransportManager.cs). Pure.
 */

/** Server fragments have at most 32 KiB, so a line of base64 has less than 44 KiB. */
const MAX_LINE = 65_536;
/** Lines without a packet. */
const MAX_BLANK = 1000;
const PACKET =
  /<(?:Data Stream='\w+' PSGuid='[\da-f-]{36}'>([A-Za-z\d+/=]+)<\/Data|\w{1,20} PSGuid='[\da-f-]{36}' ?\/)>/g;
/** In all: base64 of 32 MiB, the output limit of a computer, and what surrounds it. */
const MAX_TOTAL = 48 * 1024 * 1024;
const FRAGMENT_BYTES = 32_768;
/** [MS-PSRP] 2.2.4: object id, fragment id, flags, length of the blob. */
const FRAGMENT_HEAD = 21;
/** [MS-PSRP] 2.2.1: destination, type, ids of the runspace pool and of the pipeline. */
const MESSAGE_HEAD = 40;
const POOL = '00000000-0000-0000-0000-000000000000';

/** [MS-PSRP] 2.2.1, MessageType. */
const TYPE = {
  sessionCapability: 0x00010002,
  initRunspacePool: 0x00010004,
  poolState: 0x00021005,
  createPipeline: 0x00021006,
  output: 0x00041004,
  error: 0x00041005,
  pipelineState: 0x00041006,
} as const;

/** What the peer did that PowerShell does not do. */
export type Violation = 'not-powershell' | 'wrote-too-much';

export type PsrpEvent =
  | { event: 'opened' }
  /** The peer takes the next line. */
  | { event: 'ack' }
  | { event: 'line'; text: string }
  /** The FullyQualifiedErrorId of an error. */
  | { event: 'error'; id: string }
  | { event: 'ended'; state: 'Completed' | 'Failed' | 'Stopped' };

/** Reads what the peer writes, in chunks of any size. Keeps one message at most, and after a violation nothing. */
export class PsrpReader {
  violation: Violation | null = null;
  /** Bytes so far. */
  total = 0;
  /** The beginning of what the violation is. */
  found = '';
  #blank = 0;
  #line = '';
  #pieces: Buffer[] = [];

  push(chunk: Buffer): PsrpEvent[] {
    const events: PsrpEvent[] = [];
    this.total += chunk.length;
    if (this.total > MAX_TOTAL) this.#stop('wrote-too-much');
    for (let at = 0; this.violation === null && at < chunk.length; ) {
      const end = chunk.indexOf(10, at);
      const piece = chunk.subarray(at, end < 0 ? chunk.length : end);
      if (this.#line.length + piece.length > MAX_LINE) this.#stop('not-powershell');
      else this.#line += piece.toString('latin1');
      if (end < 0) break;
      at = end + 1;
      if (this.violation === null) this.#packets(this.#line.trimEnd(), events);
      this.#line = '';
    }
    return events;
  }

  #stop(violation: Violation, found = this.#line): void {
    if (this.violation === null) this.found = found.slice(0, 100);
    this.violation ??= violation;
    this.#line = '';
    this.#pieces = [];
  }

  /** Usually one packet: threads of the server may write two in one line, and the ends of both after it. */
  #packets(line: string, events: PsrpEvent[]): void {
    this.#blank = line === '' ? this.#blank + 1 : this.#blank;
    if (this.#blank > MAX_BLANK) this.#stop('not-powershell', line);
    let end = 0;
    for (const { 0: packet, 1: data, index } of line.matchAll(PACKET)) {
      if (index !== end || this.violation !== null) break;
      end += packet.length;
      if (data !== undefined) this.#fragments(Buffer.from(data, 'base64'), events);
      else if (/^<(?:Data|Command)Ack/.test(packet)) events.push({ event: 'ack' });
    }
    if (this.violation === null && end !== line.length) this.#stop('not-powershell', line.slice(end));
  }

  #fragments(bytes: Buffer, events: PsrpEvent[]): void {
    for (let at = 0; at < bytes.length; ) {
      const blob = at + FRAGMENT_HEAD;
      const end = blob > bytes.length ? Number.NaN : blob + bytes.readUInt32BE(blob - 4);
      if (!(end <= bytes.length)) {
        this.#stop('not-powershell');
        return;
      }
      const flags = bytes.readUInt8(blob - 5);
      // The first fragment of a message has flag 1, the last one flag 2.
      if ((flags & 1) !== 0) this.#pieces = [];
      this.#pieces.push(bytes.subarray(blob, end));
      if ((flags & 2) !== 0) {
        const message = Buffer.concat(this.#pieces);
        this.#pieces = [];
        if (message.length < MESSAGE_HEAD) {
          this.#stop('not-powershell');
          return;
        }
        const event = eventOf(message.readUInt32LE(4), message.toString('utf8', MESSAGE_HEAD));
        if (event !== null) events.push(event);
      }
      at = end;
    }
  }
}

/** Messages that say nothing about the script (progress, warnings, calls of the host) are `null`. */
function eventOf(type: number, xml: string): PsrpEvent | null {
  switch (type) {
    case TYPE.poolState:
      return /<I32 N="RunspaceState">2</.test(xml) ? { event: 'opened' } : null;
    case TYPE.output: {
      const text = /^\ufeff?<S>([^<]*)<\/S>$/.exec(xml)?.[1];
      return text === undefined ? null : { event: 'line', text: decodeText(text) };
    }
    case TYPE.error: {
      const id = /<S N="FullyQualifiedErrorId">([^<]{0,500})/.exec(xml)?.[1] ?? '';
      return { event: 'error', id: decodeText(id) };
    }
    case TYPE.pipelineState: {
      const state = /<I32 N="PipelineState">(\d)</.exec(xml)?.[1];
      const ended = ({ 3: 'Stopped', 4: 'Completed', 5: 'Failed' } as const)[Number(state)];
      return ended === undefined ? null : { event: 'ended', state: ended };
    }
    default:
      return null;
  }
}

/** The lines that ask for one script, each but the first to be sent after an `ack`; the first starts the handshake. */
export interface PsrpScript {
  hello: string;
  /** After `opened`. */
  lines: string[];
  /** Ends the session. */
  close: string;
}

export function psrpScript(script: string, args: readonly string[]): PsrpScript {
  const [pool, pipeline] = [randomUUID(), randomUUID()];
  const hello = Buffer.concat([
    ...fragmentsOf(1, messageOf(TYPE.sessionCapability, pool, POOL, CAPABILITY)),
    ...fragmentsOf(2, messageOf(TYPE.initRunspacePool, pool, POOL, RUNSPACE_POOL)),
  ]);
  const create = fragmentsOf(3, messageOf(TYPE.createPipeline, pool, pipeline, pipelineOf(script, args)));
  return {
    hello: dataLine(POOL, hello),
    lines: [`<Command PSGuid='${pipeline}' />\n`, ...create.map((one) => dataLine(pipeline, one))],
    close: `<Close PSGuid='${POOL}' />\n`,
  };
}

function dataLine(target: string, bytes: Buffer): string {
  return `<Data Stream='Default' PSGuid='${target}'>${bytes.toString('base64')}</Data>\n`;
}

function messageOf(type: number, pool: string, pipeline: string, xml: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(2, 0); // to the server
  head.writeUInt32LE(type, 4);
  return Buffer.concat([head, guid(pool), guid(pipeline), Buffer.from(xml)]);
}

/** A GUID as .NET writes it: the first three groups little-endian. */
function guid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

function fragmentsOf(id: number, message: Buffer): Buffer[] {
  const size = FRAGMENT_BYTES - FRAGMENT_HEAD;
  return Array.from({ length: Math.ceil(message.length / size) }, (_, index) => {
    const blob = message.subarray(index * size, (index + 1) * size);
    const head = Buffer.alloc(FRAGMENT_HEAD);
    head.writeBigUInt64BE(BigInt(id), 0);
    head.writeBigUInt64BE(BigInt(index), 8);
    head.writeUInt8((index === 0 ? 1 : 0) | ((index + 1) * size >= message.length ? 2 : 0), 16);
    head.writeUInt32BE(blob.length, 17);
    return Buffer.concat([head, blob]);
  });
}

const CAPABILITY =
  '<Obj RefId="0"><MS><Version N="protocolversion">2.3</Version><Version N="PSVersion">2.0</Version>' +
  '<Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>';
/** No host: nobody answers a prompt. */
const HOST =
  '<Obj N="HostInfo" RefId="9"><MS><B N="_isHostNull">true</B><B N="_isHostUINull">true</B>' +
  '<B N="_isHostRawUINull">true</B><B N="_useRunspaceHost">USES</B></MS></Obj>';
/** 2: ApartmentState.Unknown. */
const APARTMENT = '<I32 N="ApartmentState">2</I32>';
const RUNSPACE_POOL =
  '<Obj RefId="0"><MS><I32 N="MinRunspaces">1</I32><I32 N="MaxRunspaces">1</I32><I32 N="PSThreadOptions">0</I32>' +
  `${APARTMENT}${HOST.replace('USES', 'false')}<Nil N="ApplicationArguments" /></MS></Obj>`;

/** [MS-PSRP] 2.2.2.10: one script with positional arguments, its streams not merged. */
function pipelineOf(script: string, args: readonly string[]): string {
  const merges = ['MergeMyResult', 'MergeToResult', 'MergePreviousResults'].map(
    (name) => `<I32 N="${name}">0</I32>`,
  );
  const words = args.map(
    (arg, at) => `<Obj RefId="${10 + at}"><MS><Nil N="N" /><S N="V">${encodeText(arg)}</S></MS></Obj>`,
  );
  return (
    '<Obj RefId="0"><MS><Obj N="PowerShell" RefId="1"><MS><Obj N="Cmds" RefId="2"><LST><Obj RefId="3"><MS>' +
    `<S N="Cmd">${encodeText(script)}</S><B N="IsScript">true</B><Nil N="UseLocalScope" />${merges.join('')}` +
    `<Obj N="Args" RefId="4"><LST>${words.join('')}</LST></Obj></MS></Obj></LST></Obj>` +
    '<B N="IsNested">false</B><Nil N="History" /><B N="RedirectShellErrorOutputPipe">true</B></MS></Obj>' +
    `<B N="NoInput">true</B>${APARTMENT}<I32 N="RemoteStreamOptions">0</I32><B N="AddToHistory">false</B>` +
    `${HOST.replace('USES', 'true')}<B N="IsNested">false</B></MS></Obj>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text as CLIXML has it ([MS-PSRP] 2.2.5.3.2): `_xHHHH_` for control characters and for `_` before an `x`. */
function encodeText(text: string): string {
  return text.replace(/[&<>]|[^ -~\u00a0-\ud7ff\ue000-\ufffd]|_(?=x)/gi, (one) =>
    one === '&' ? '&amp;' : one === '<' ? '&lt;' : one === '>' ? '&gt;' : hexOf(one),
  );
}

function hexOf(text: string): string {
  return `_x${text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

function decodeText(text: string): string {
  return text
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
