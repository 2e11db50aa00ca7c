import type { Stage, VerdictCode } from '../model/check.ts';
import type { FindingCode } from '../model/finding.ts';
import type { CauseId } from './causes.ts';
import type { SourceId } from './sources.ts';

/** Who has to act. */
export type Actor = 'user' | 'admin' | 'network-team' | 'proxy-team' | 'vpn-team';

/**
 * What of p2s-fix would prove a cause: a verdict of the path check (with the stage and the reason, where those tell
 * it apart), or a finding.
 */
export type Proof =
  | { kind: 'verdict'; verdict: VerdictCode; stage?: Stage; reason?: string }
  | { kind: 'check'; stage: Stage; reason: string }
  | { kind: 'finding'; finding: FindingCode };

export interface Cause {
  cause: string;
  actor: Actor;
  /** Empty: p2s-fix cannot prove it; then `look` says where to look. */
  proofs: readonly Proof[];
  /** Where a person looks, beside or instead of p2s-fix. */
  look: string | null;
}

/** A table of causes whose type has its ids and not its texts, since the declarations of the package hold it. */
export function byId<Id extends string>(causes: Readonly<Record<Id, Cause>>): Readonly<Record<Id, Cause>> {
  return causes;
}

/**
 * Where the meaning of a code comes from: a page says so, it is generally known and no page was found that says so
 * of SSTP, or it was concluded from others.
 */
export type Basis = 'documented' | 'general-knowledge' | 'inferred';

export interface KnownCode {
  /** Unsigned; a Win32 error (RAS, WinHTTP, sockets) as the small number, not as its HRESULT. */
  value: number;
  name: string;
  /** What it means for SSTP behind a proxy, in one or two sentences. */
  meaning: string;
  /** Whether a proxy or its setting can be the cause. */
  proxy: 'no' | 'possible' | 'yes';
  basis: Basis;
  /** The likeliest first. */
  causes: readonly CauseId[];
  sources: readonly SourceId[];
}

/** A table row; see {@link KnownCode}. Basis and sources are those of the table unless given. */
export type Row = readonly [
  value: number,
  name: string,
  proxy: KnownCode['proxy'],
  meaning: string,
  causes: readonly CauseId[],
  own?: { basis?: Basis; sources?: readonly SourceId[] },
];

export function codesFrom(rows: readonly Row[], sources: readonly SourceId[], basis: Basis): KnownCode[] {
  return rows.map(([value, name, proxy, meaning, causes, own]) => ({
    value,
    name,
    proxy,
    meaning,
    causes,
    basis: own?.basis ?? basis,
    sources: [...sources, ...(own?.sources ?? [])],
  }));
}
