import { isManagerFile, parseManagerProfile } from './connection-manager.ts';
import { type PhonebookKind, parsePhonebook } from './phonebook.ts';

/** An entry that a machine may dial. */
export interface DialledEntry {
  kind: PhonebookKind;
  /** Number of the EAP type that signs in. */
  eapType: number | null;
}

/**
 * The entries of a file that Windows keeps its connections in: a phonebook, or the settings of a Connection Manager
 * profile (.cms).
 *
 * @throws P2sError `input` with the line
 */
export function dialledEntries(bytes: Uint8Array, path: string): DialledEntry[] {
  if (isManagerFile(path)) return [parseManagerProfile(bytes)];
  return isNumberList(bytes, path) ? [] : parsePhonebook(bytes);
}

/** What Connection Manager calls a phonebook may be a list of telephone numbers: values with commas, no sections. */
export function isNumberList(bytes: Uint8Array, path: string): boolean {
  if (!/[\\/]cm[\\/][^\\/]+[\\/][^\\/]+\.pbk$/i.test(path)) return false;
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1').replaceAll('\0', '');
  return !/^(?:\xef\xbb\xbf|\xff\xfe)?\s*\[/.test(head);
}
