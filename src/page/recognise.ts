import { P2sError } from '../core/model/errors.ts';
import { decodeText } from '../core/reg-file/encoding.ts';
import { isRecording } from '../machine/recording.ts';
import { isProfile } from '../profile/package.ts';

/** A file as it was dropped on the page. */
export interface PageFile {
  name: string;
  bytes: Uint8Array;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** What a file is: part of a computer's registry, a whole computer, or what belongs to one. */
export type Kind = 'export' | 'capture' | 'profile' | 'pac' | 'transcript' | 'collected' | 'text';

/** By the content, and by the name only where several kinds look alike. */
export function kindOf({ name, bytes }: PageFile): Kind {
  const text = textOf(bytes);
  if (isRecording(bytes)) return /^\s*\{/.test(text) ? 'capture' : 'export';
  if (/"kind"\s*:\s*"p2s-fix-path"/.test(text)) return 'transcript';
  if (/^\s*(?:\{|\[\s*[{\]])/.test(text) || /\.(?:csv|ndjson|jsonl)$/i.test(name)) return 'collected';
  if (/\bFindProxyForURL(?:Ex)?\b/.test(text)) return 'pac';
  return isProfile(name, bytes) ? 'profile' : 'text';
}

/** Empty for what is no text in any encoding that is read. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes).text;
  } catch (error) {
    if (error instanceof P2sError) return '';
    throw error;
  }
}
