import { type Message, say } from '../model/say.ts';
import { type AccessEntry, parseSddl } from './sddl.ts';

/** What is known of a place in the file system, the entry itself and not what a link points to. */
export interface FolderFacts {
  path: string;
  /** `unseen`: there is something, or may be, and Windows does not allow reading it. */
  kind: 'folder' | 'file' | 'link' | 'absent' | 'unseen';
  /** Owner and access list of a folder or file; `null` where they could not be read. */
  sddl: string | null;
}

/** For whom a folder has to be safe. */
export type Trust =
  /** An administrator's run: administrators and the system only. */
  | { elevated: true }
  /** A user's run: that user (`null`: not known who) as well. */
  | { elevated: false; user: string | null };

const ADMINISTRATORS = 'S-1-5-32-544';
const SYSTEM = 'S-1-5-18';
const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';

/**
 * Stand for nobody: what they grant goes to whoever makes or owns an object, and that is looked at by itself. Not so
 * CREATOR GROUP: the first group of an administrator may be one of all users.
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
/** What would let somebody put another folder in place of one below. Adding beside it, as C:\ProgramData allows, does not. */
const REPLACE_BELOW = DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_ALL;

/**
 * Why a folder must not be trusted, or `null` when it may be. `above`: the folders on the way to it, the nearest first,
 * the root of the drive last; they count for an administrator's run, since who can replace one of them can replace all
 * that is in it. Entries that deny are not relied on.
 */
export function folderRefusal(
  folder: FolderFacts,
  above: readonly FolderFacts[],
  trust: Trust,
): Message | null {
  return refusalOfFolder(folder, trust) ?? (trust.elevated ? refusalAbove(above) : null);
}

/** The same for the folders on the way alone: where nothing is yet, and something is to be made. */
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
 * Why something that lies in a trusted folder must not be trusted: what somebody made there before the folder got its
 * access list may have kept one of its own. What is gone by now does no harm.
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

/** What is inherited only counts here too: the files that are made in the folder are what is to be trusted. */
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

/** The built-in administrator, and the administrators of a domain: on profiles of company machines they are usual. */
function isAdministrator(sid: string): boolean {
  return ['LA', 'DA', 'EA'].includes(sid) || /^S-1-5-21-\d+-\d+-\d+-(?:500|512|519)$/.test(sid);
}

function nameOf(sid: string | null): Message {
  if (sid === null) return say`an unknown account`;
  return NAMES[sid] ?? say`another account (${sid})`;
}
