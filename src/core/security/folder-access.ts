import { type Message, say } from '../model/say.ts';
import { type AccessEntry, parseSddl } from './sddl.ts';

/** `unseen`: an entry exists, or may exist, but Windows denies reading it. */
export const ENTRY_KINDS = ['folder', 'file', 'link', 'absent', 'unseen'] as const;

/** Facts about an entry of the file system; of a link itself, not of its target. */
export interface FolderFacts {
  path: string;
  kind: (typeof ENTRY_KINDS)[number];
  /** Owner and access list of a folder or file; `null` if they cannot be read. */
  sddl: string | null;
}

/** The accounts that may write a folder. */
export type Trust =
  /** A run as administrator: only administrators and the system. */
  | { elevated: true }
  /** A run as user: also that user (`null`: unknown). */
  | { elevated: false; user: string | null };

const ADMINISTRATORS = 'S-1-5-32-544';
const SYSTEM = 'S-1-5-18';
const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';

/**
 * Placeholders without an account: their rights go to the creator or owner of an object, which is checked
 * separately. CREATOR GROUP is not one of them: the primary group of an administrator may contain all users.
 */
const PLACEHOLDERS = ['S-1-3-0', 'S-1-3-4'];

const NAMES: Readonly<Record<string, Message>> = {
  'S-1-1-0': say`everybody`,
  'S-1-3-1': say`the group of the account that creates items in it (CREATOR GROUP)`,
  'S-1-5-4': say`all interactively signed-in users (INTERACTIVE)`,
  'S-1-5-7': say`anonymous users`,
  'S-1-5-11': say`all authenticated users`,
  'S-1-5-32-545': say`all users`,
  'S-1-5-32-546': say`guests`,
};

/** Rights of a folder (MS-DTYP 2.4.3, winnt.h). */
const DELETE_CHILD = 0x40;
const DELETE = 0x10000;
const WRITE_DAC = 0x40000;
const WRITE_OWNER = 0x80000;
const GENERIC_WRITE = 0x40000000;
const GENERIC_ALL = 0x10000000;
/** Add a file, add a folder, write extended attributes, write attributes. */
const ADD_AND_MARK = 0x2 | 0x4 | 0x10 | 0x100;

const ANY_WRITE =
  ADD_AND_MARK | DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
/** Rights to replace a folder below. Adding one beside it, as C:\ProgramData allows, is harmless. */
const REPLACE_BELOW = DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_ALL;

/**
 * Why a folder must not be trusted; `null` if it may be. `above`: its parent folders, the nearest first, the root
 * of the drive last. They count for a run as administrator, because whoever can replace one can replace its
 * contents. Deny entries are ignored.
 */
export function folderRefusal(
  folder: FolderFacts,
  above: readonly FolderFacts[],
  trust: Trust,
): Message | null {
  return refusalOfFolder(folder, trust) ?? (trust.elevated ? refusalAbove(above) : null);
}

/** The same for the parent folders only, before the folder is created. */
export function refusalAbove(above: readonly FolderFacts[]): Message | null {
  for (const [index, { path, kind, sddl }] of above.entries()) {
    const isRoot = index === above.length - 1;
    // A root can be neither deleted nor renamed.
    const forbidden = isRoot ? REPLACE_BELOW & ~DELETE : REPLACE_BELOW;
    const reason =
      refusalOfKind(kind) ??
      refusalOfList(sddl, { elevated: true }, (entry) => !entry.inheritOnly, forbidden);
    if (reason !== null) return say`${path}: ${reason}`;
  }
  return null;
}

/**
 * Why an entry in a trusted folder must not be trusted: an entry that was created before the folder got its access
 * list may have its own list. Entries that no longer exist are harmless.
 */
export function refusalWithin(entries: readonly FolderFacts[], trust: Trust): Message | null {
  for (const { path, kind, sddl } of entries) {
    if (kind === 'absent') continue;
    const reason =
      (kind === 'file' ? null : refusalOfKind(kind)) ?? refusalOfList(sddl, trust, () => true, ANY_WRITE);
    if (reason !== null) return say`${path}: ${reason}`;
  }
  return null;
}

/** Inherit-only entries count as well, because the files that are created in the folder must be trusted. */
function refusalOfFolder({ kind, sddl }: FolderFacts, trust: Trust): Message | null {
  return refusalOfKind(kind) ?? refusalOfList(sddl, trust, () => true, ANY_WRITE);
}

function refusalOfKind(kind: FolderFacts['kind']): Message | null {
  switch (kind) {
    case 'folder':
      return null;
    case 'link':
      return say`it is a link`;
    case 'file':
      return say`it is not a folder`;
    case 'absent':
      return say`it is not there`;
    case 'unseen':
      return say`Windows does not allow reading it`;
  }
}

function refusalOfList(
  sddl: string | null,
  trust: Trust,
  counts: (entry: AccessEntry) => boolean,
  forbidden: number,
): Message | null {
  const descriptor = sddl === null ? null : parseSddl(sddl);
  if (descriptor === null) return say`its access list cannot be read`;
  const { owner, entries } = descriptor;
  if (owner === null || !isTrusted(owner, trust)) return say`it belongs to ${nameOf(owner)}`;
  if (entries === null) return say`it has no access list, so every user may write to it`;
  const open = entries.find(
    (entry) =>
      entry.effect === 'allow' &&
      counts(entry) &&
      (entry.mask & forbidden) !== 0 &&
      !PLACEHOLDERS.includes(entry.sid) &&
      !isTrusted(entry.sid, trust),
  );
  return open === undefined ? null : say`${nameOf(open.sid)} may write to it`;
}

function isTrusted(sid: string, trust: Trust): boolean {
  if ([ADMINISTRATORS, SYSTEM, TRUSTED_INSTALLER].includes(sid)) return true;
  return !trust.elevated && (sid === trust.user || isAdministrator(sid));
}

/** The built-in administrator and domain administrators: usual in profiles of company computers. */
function isAdministrator(sid: string): boolean {
  return ['LA', 'DA', 'EA'].includes(sid) || /^S-1-5-21-\d+-\d+-\d+-(?:500|512|519)$/.test(sid);
}

function nameOf(sid: string | null): Message {
  if (sid === null) return say`an unknown account`;
  return NAMES[sid] ?? say`another account (${sid})`;
}
