import { type Message, say } from '../model/say.ts';

/** `unseen`: an entry exists, or may exist, but Windows denies reading it. */
export const ENTRY_KINDS = ['folder', 'file', 'link', 'absent', 'unseen'] as const;

/** Facts about an entry of the file system; of a link itself, not of its target. */
export interface FolderFacts {
  path: string;
  kind: (typeof ENTRY_KINDS)[number];
  /**
   * The account of a folder or file that is not trusted and may change it, as SDDL names it; `unknown` if its list
   * cannot be read; `null` if there is none. Decided in `ps1/lib/folders/AccessList.ps1`.
   */
  other: string | null;
}

/** Abbreviations of SDDL (MS-DTYP 2.5.1.1) that everybody meets. */
const NAMES: Readonly<Record<string, Message>> = {
  WD: say('everybody'),
  IU: say('all interactively signed-in users (INTERACTIVE)'),
  AU: say('all authenticated users'),
  BU: say('all users'),
};

/** Why a folder must not be trusted; `null` if it may be. */
export function refusalOfFolder({ kind, other }: FolderFacts): Message | null {
  switch (kind) {
    case 'folder':
      return other === null ? null : refusalOfAccount(other);
    case 'link':
      return say('it is a link');
    case 'file':
      return say('it is not a folder');
    case 'absent':
      return say('it is not there');
    case 'unseen':
      return say('Windows does not allow reading it');
  }
}

/** The same for a file; one that does not exist is harmless. */
export function refusalOfFile(facts: FolderFacts): Message | null {
  if (facts.kind === 'absent') return null;
  return refusalOfFolder(facts.kind === 'file' ? { ...facts, kind: 'folder' } : facts);
}

/** The same for an account that may change it, and for `unknown`. */
export function refusalOfAccount(other: string): Message {
  if (other === 'unknown') return say('its access list cannot be read');
  return say('{who} may write to it', {
    who: NAMES[other] ?? say('another account ({account})', { account: other }),
  });
}
