import { canonicalCode, readCode } from '../explain/code-number.ts';
import { withoutControls } from '../model/neutralise.ts';
import type { EvidenceView } from './evidence-view.ts';
import type { LoggedEvent } from './local-evidence.ts';

export const EVENT_SOURCES = ['RasSstp', 'RasClient'] as const;

/** A decoded event of the SSTP client (RasSstp) or the RAS client (RasClient). Texts are safe to show. */
export type VpnEvent = EvidenceView['events'][number];

/** Events of RasClient (mprmsg.dll). Inserted values: CoId, user, connection, and the code if there is one. */
export const DIALLER = { linking: 20222, connected: 20225, ended: 20226, failed: 20227 } as const;
/** Events of RasSstp by its manifest: CoId first, then a status, hashes, or a text. */
export const SSTP = { httpVersion: 3, refused: 4, hashMismatch: 6, wrongUse: 16, proxyAuth: 23 } as const;

const SOURCES: ReadonlyMap<string, VpnEvent['source']> = new Map([
  ['rassstp', 'RasSstp'],
  ['microsoft-windows-rassstp', 'RasSstp'],
  ['rasclient', 'RasClient'],
]);
const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

/** The known events, the newest first. A field that cannot be read is `null`. */
export function readVpnEvents(events: readonly LoggedEvent[]): VpnEvent[] {
  return events
    .flatMap((event) => readEvent(event) ?? [])
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function readEvent({ provider, id, at, data }: LoggedEvent): VpnEvent | null {
  const source = SOURCES.get(provider.toLowerCase());
  if (source === undefined || at === null) return null;
  const blank = { code: null, httpStatus: null, hashes: null, text: null, connection: null };
  const base = { source, id, at, coId: coIdIn(data[0]), ...blank };
  const values = data.slice(1);
  return source === 'RasClient'
    ? { ...base, connection: shown(values[1]), code: codeIn(values[2]) }
    : { ...base, ...sstpValues(id, values) };
}

function sstpValues(id: number, values: LoggedEvent['data']): Partial<VpnEvent> {
  switch (id) {
    case SSTP.refused:
      return { httpStatus: statusIn(values[0]) };
    case SSTP.hashMismatch:
      return { hashes: { sha1: hashIn(values[0], 40), sha256: hashIn(values[1], 64) } };
    default: {
      const code = codeIn(values[0]);
      return { code, text: code === null ? shown(values[0]) : null };
    }
  }
}

/** A number in any notation, as a message parameter (`%%809`), or as the four bytes of older versions; 0: none. */
function codeIn(value: string | Uint8Array | undefined): number | null {
  const code = numberIn(value);
  return code === null || code === 0 ? null : canonicalCode(code);
}

function numberIn(value: string | Uint8Array | undefined): number | null {
  if (typeof value === 'string') return readCode(value.replace(/^%%/, ''));
  return value?.length === 4 ? Buffer.from(value).readUInt32LE() : null;
}

function statusIn(value: string | Uint8Array | undefined): number | null {
  const status = numberIn(value);
  return status !== null && status >= 100 && status <= 599 ? status : null;
}

function hashIn(value: string | Uint8Array | undefined, digits: number): string | null {
  const text = typeof value === 'string' ? value : Buffer.from(value ?? []).toString('hex');
  const hex = text.replace(/[\s:-]/g, '').toLowerCase();
  return hex.length === digits && /^[0-9a-f]+$/.test(hex) ? hex : null;
}

function coIdIn(value: string | Uint8Array | undefined): string | null {
  return typeof value === 'string' ? (GUID.exec(value.trim())?.[1]?.toLowerCase() ?? null) : null;
}

function shown(value: string | Uint8Array | undefined): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : withoutControls(text, 300);
}
