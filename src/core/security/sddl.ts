/**
 * Owner and discretionary access list of a security descriptor in text form (SDDL, MS-DTYP 2.5.1). Two-letter
 * names with the same SID everywhere become that SID; all others are kept and are not trusted.
 */
export interface SecurityDescriptor {
  /** SID or two-letter name; `null` if the text has none. */
  owner: string | null;
  /** `null`: no list, which grants everyone full access. */
  entries: AccessEntry[] | null;
}

export interface AccessEntry {
  /** Conditional and object entries count as if their condition were always met. */
  effect: 'allow' | 'deny' | 'other';
  /** Applies to child objects, not to the object itself. */
  inheritOnly: boolean;
  /** ACCESS_MASK, unsigned. */
  mask: number;
  /** SID or two-letter name. */
  sid: string;
}

/** Longer than any list can be (64 KiB in binary form). */
const MAX_LENGTH = 1 << 20;

const SIDS: Readonly<Record<string, string>> = {
  WD: 'S-1-1-0',
  CO: 'S-1-3-0',
  CG: 'S-1-3-1',
  OW: 'S-1-3-4',
  NU: 'S-1-5-2',
  IU: 'S-1-5-4',
  SU: 'S-1-5-6',
  AN: 'S-1-5-7',
  AU: 'S-1-5-11',
  SY: 'S-1-5-18',
  LS: 'S-1-5-19',
  NS: 'S-1-5-20',
  BA: 'S-1-5-32-544',
  BU: 'S-1-5-32-545',
  BG: 'S-1-5-32-546',
  PU: 'S-1-5-32-547',
  AC: 'S-1-15-2-1',
};

const EFFECTS: Readonly<Record<string, AccessEntry['effect']>> = {
  A: 'allow',
  OA: 'allow',
  XA: 'allow',
  ZA: 'allow',
  D: 'deny',
  OD: 'deny',
  XD: 'deny',
  AU: 'other',
  AL: 'other',
  OU: 'other',
  OL: 'other',
  XU: 'other',
  ML: 'other',
  RA: 'other',
  SP: 'other',
  TL: 'other',
  FL: 'other',
};

const RIGHTS: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  SD: 0x10000,
  RC: 0x20000,
  WD: 0x40000,
  WO: 0x80000,
  GA: 0x10000000,
  GX: 0x20000000,
  GW: 0x40000000,
  GR: 0x80000000,
  FA: 0x1f01ff,
  FR: 0x120089,
  FW: 0x120116,
  FX: 0x1200a0,
  KA: 0xf003f,
  KR: 0x20019,
  KW: 0x20006,
  KX: 0x20019,
};

/** `null` if the text is not a security descriptor, or has an unknown part. */
export function parseSddl(text: string): SecurityDescriptor | null {
  if (text.length > MAX_LENGTH) return null;
  const parts = partsOf(text);
  if (parts === null) return null;
  const owner = parts.O === undefined ? null : sidOf(parts.O);
  if (parts.O !== undefined && owner === null) return null;
  if (parts.D === undefined || parts.D.includes('NO_ACCESS_CONTROL')) return { owner, entries: null };
  const entries = entriesOf(parts.D);
  return entries === null ? null : { owner, entries };
}

/**
 * The text after `O:`, `G:`, `D:` and `S:`, each at most once. A colon in brackets or quotes is part of an entry.
 */
function partsOf(text: string): Partial<Record<string, string>> | null {
  const parts: Partial<Record<string, string>> = {};
  let name: string | null = null;
  let from = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    if (!quoted && char === '(') depth += 1;
    if (!quoted && char === ')') depth -= 1;
    if (depth < 0) return null;
    const begins = depth === 0 && text[at + 1] === ':' && /[OGDS]/.test(char ?? '');
    if (char !== undefined && !begins) continue;
    if (name !== null) parts[name] = text.slice(from, at);
    else if (at > 0) return null;
    if (char === undefined) break;
    if (parts[char] !== undefined) return null;
    name = char;
    from = at + 2;
    at += 1;
  }
  return depth === 0 && !quoted ? parts : null;
}

/** The flags of the list, then its entries without a separator. */
function entriesOf(list: string): AccessEntry[] | null {
  const start = list.indexOf('(');
  if (!/^(?:P|AR|AI)*$/.test(start === -1 ? list : list.slice(0, start))) return null;
  const entries: AccessEntry[] = [];
  for (let at = start === -1 ? list.length : start; at < list.length; ) {
    const end = endOfEntry(list, at);
    if (end === -1) return null;
    const entry = entryOf(list.slice(at + 1, end));
    if (entry === null) return null;
    entries.push(entry);
    at = end + 1;
  }
  return entries;
}

/** The bracket that closes the one at `start`; conditions contain brackets and quoted texts. */
function endOfEntry(list: string, start: number): number {
  if (list[start] !== '(') return -1;
  let depth = 0;
  let quoted = false;
  for (let at = start; at < list.length; at++) {
    const char = list[at];
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** `type;flags;rights;object;inherited object;sid`, optionally followed by a condition. */
function entryOf(text: string): AccessEntry | null {
  const [type = '', flags = '', rights = '', , , trustee] = text.split(';');
  const effect = Object.hasOwn(EFFECTS, type) ? EFFECTS[type] : undefined;
  if (effect === undefined || !/^(?:CI|OI|NP|IO|ID|SA|FA|TP|CR)*$/.test(flags)) return null;
  const mask = maskOf(rights);
  const sid = sidOf(trustee ?? '');
  if (mask === null || sid === null) return null;
  return { effect, inheritOnly: /^(?:..)*IO/.test(flags), mask, sid };
}

function maskOf(rights: string): number | null {
  if (/^0x[0-9a-f]{1,8}$/i.test(rights)) return Number(rights);
  if (/^\d{1,10}$/.test(rights)) return Number(rights) <= 0xffffffff ? Number(rights) : null;
  if (rights.length % 2 !== 0) return null;
  let mask = 0;
  for (let at = 0; at < rights.length; at += 2) {
    const name = rights.slice(at, at + 2);
    if (!Object.hasOwn(RIGHTS, name)) return null;
    mask |= RIGHTS[name] ?? 0;
  }
  return mask >>> 0;
}

function sidOf(text: string): string | null {
  if (/^S-1-(?:\d{1,15}|0x[0-9a-fA-F]{1,12})(?:-\d{1,10}){0,15}$/.test(text)) return text;
  if (!/^[A-Z]{2}$/.test(text)) return null;
  return Object.hasOwn(SIDS, text) ? (SIDS[text] ?? null) : text;
}
