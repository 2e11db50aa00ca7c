import { isRecordingText, textOf } from '../machine/recorded/recording.ts';
import { isProfile } from '../profile/package.ts';

/** A file as dropped on the page. */
export interface PageFile {
  name: string;
  bytes: Uint8Array;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** The kind of a file: part of a registry, a whole computer, or data about one. */
export type Kind = 'export' | 'capture' | 'profile' | 'pac' | 'transcript' | 'collected' | 'text';

/** By content; by name only where several kinds look alike. */
export function kindOf({ name, bytes }: PageFile): Kind {
  const text = textOf(bytes);
  if (isRecordingText(text)) return /^\s*\{/.test(text) ? 'capture' : 'export';
  if (/"kind"\s*:\s*"p2s-fix-path"/.test(text)) return 'transcript';
  if (/^\s*(?:\{|\[\s*[{\]])/.test(text) || /\.(?:csv|ndjson|jsonl)$/i.test(name)) return 'collected';
  if (/\bFindProxyForURL(?:Ex)?\b/.test(text)) return 'pac';
  return isProfile(name, bytes) ? 'profile' : 'text';
}
