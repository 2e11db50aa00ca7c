import type { Stage, VerdictCode } from '../model/check.ts';
import type { FindingCode } from '../model/finding.ts';
import type { CauseId } from './causes.ts';
import type { SourceId } from './sources.ts';

/** Owner of the next step. */
export const ACTORS = ['user', 'admin', 'network-team', 'proxy-team', 'vpn-team'] as const;
export type Actor = (typeof ACTORS)[number];

/**
 * What proves a cause in p2s-fix: a verdict of the path check (with stage and reason if needed to
 * distinguish it), or a finding.
 */
export type Proof =
  | { kind: 'verdict'; verdict: VerdictCode; stage?: Stage; reason?: string }
  | { kind: 'check'; stage: Stage; reason: string }
  | { kind: 'finding'; finding: FindingCode };

export interface Cause {
  cause: string;
  actor: Actor;
  /** Empty: p2s-fix cannot prove it; then `look` names where to look. */
  proofs: readonly Proof[];
  /** Where a person can look, in addition to p2s-fix or instead of it. */
  look: string | null;
}

/** A row of a table of causes; what proves it is in `proofs.ts`. */
export type CauseRow = Omit<Cause, 'proofs'>;

/** A table of causes. Its type has only the ids, not the texts, because the package's declarations contain it. */
export function byId<Id extends string>(
  causes: Readonly<Record<Id, CauseRow>>,
): Readonly<Record<Id, CauseRow>> {
  return causes;
}

/** Source of a code's meaning: a page documents it, or it is generally known but no page documents it for SSTP. */
export const BASES = ['documented', 'general-knowledge'] as const;
export type Basis = (typeof BASES)[number];

/** Whether a proxy or its setting can be the cause of a code. */
export const PROXY_ROLES = ['no', 'possible', 'yes'] as const;

/**
 * How much of the cause it shows, the most first: the cause itself; the part of the connection that failed; that
 * something failed (the code of the dialler, an outer exception). Of several in one text, the most specific leads.
 */
export const SPECIFICITIES = ['cause', 'part', 'generic'] as const;
export type Specificity = (typeof SPECIFICITIES)[number];

/** What an answer is about: a code, a message or event of Windows, a setting, or a word of p2s-fix itself. */
export const KNOWN_KINDS = [
  'code',
  'message',
  'setting',
  'verdict',
  'route',
  'finding',
  'error',
  'cause',
] as const;

/** What a diagnosis needs in addition to the text. */
export const MISSING_PIECES = ['winhttp', 'wininet', 'proxy-enable', 'auto-config-url', 'code'] as const;
export type MissingPiece = (typeof MISSING_PIECES)[number];

/** Anything that `explain` can answer. */
export interface Known {
  kind: (typeof KNOWN_KINDS)[number];
  /** Of a code, its number in decimal. Unique within its kind. */
  id: string;
  name: string;
  /** Its meaning for SSTP behind a proxy, in one or two sentences. */
  meaning: string;
  /** Whether a proxy or its setting can be the cause; `null` for what is not an error of Windows. */
  proxy: (typeof PROXY_ROLES)[number] | null;
  basis: Basis;
  /** The most likely first. */
  causes: readonly CauseId[];
  sources: readonly SourceId[];
  specificity: Specificity;
  /** Of a verdict: who may have to act. */
  acts?: string;
}

export interface KnownCode extends Known {
  /** Unsigned; a Win32 error (RAS, WinHTTP, sockets) as the small number, not as its HRESULT. */
  value: number;
  proxy: (typeof PROXY_ROLES)[number];
}

/** A table row; see {@link KnownCode}. Basis, sources and specificity default to those of the table. */
export type Row = readonly [
  value: number,
  name: string,
  proxy: KnownCode['proxy'],
  meaning: string,
  causes: readonly CauseId[],
  own?: { basis?: Basis; sources?: readonly SourceId[]; specificity?: Specificity },
];

export function codesFrom(
  rows: readonly Row[],
  sources: readonly SourceId[],
  basis: Basis,
  specificity: Specificity,
): KnownCode[] {
  return rows.map(([value, name, proxy, meaning, causes, own]) => ({
    kind: 'code',
    id: String(value),
    value,
    name,
    proxy,
    meaning,
    causes,
    basis: own?.basis ?? basis,
    sources: [...sources, ...(own?.sources ?? [])],
    specificity: own?.specificity ?? specificity,
  }));
}

/** The common meaning of RAS codes that no table explains. */
export const OTHER_RAS_MEANING =
  'A general connection error, by its name in RasError.h. It says nothing about SSTP or a proxy. Events 20227 (RasClient) and RasSstp of the same minute may show more.';
