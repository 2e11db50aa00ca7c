import { isManagerFile, parseManagerProfile } from '../connection-manager.ts';
import { type PhonebookKind, parsePhonebook } from './phonebook.ts';

/** An entry that a machine can dial. */
export interface DialledEntry {
  kind: PhonebookKind;
  /** Number of the EAP type for sign-in. */
  eapType: number | null;
}

/**
 * The entries of a file with Windows connections: a phonebook, or the settings of a Connection Manager profile
 * (.cms).
 *
 * @throws P2sError `input` with the line
 */
export function dialledEntries(bytes: Uint8Array, path: string): DialledEntry[] {
  if (isManagerFile(path)) return [parseManagerProfile(bytes)];
  return isNumberList(bytes, path) ? [] : parsePhonebook(bytes);
}

/** A Connection Manager "phonebook" may be a list of telephone numbers: comma-separated values, no sections. */
export function isNumberList(bytes: Uint8Array, path: string): boolean {
  if (!/[\\/]cm[\\/][^\\/]+[\\/][^\\/]+\.pbk$/i.test(path)) return false;
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1').replaceAll('\0', '');
  return !/^(?:\xef\xbb\xbf|\xff\xfe)?\s*\[/.test(head);
}
