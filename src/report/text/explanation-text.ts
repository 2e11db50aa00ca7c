import type { CauseId } from '../../core/explain/causes.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { Actor, Basis, Cause, KnownCode, Proof } from '../../core/explain/model.ts';

/** A line and its indent, in steps. */
export interface TextLine {
  depth: number;
  text: string;
  /** True for emphasis. */
  strong?: boolean;
}

/** The words around an explanation. */
export interface ExplanationWords {
  actors: Record<Actor, string>;
  proxy: Record<KnownCode['proxy'], string>;
  basis: Record<Basis, string | null>;
  causes: (count: number) => string;
  sources: string;
  proof: (proofs: readonly string[]) => string;
  look: (where: string) => string;
  finding: (code: string) => string;
  stage: (stage: string, reason: string) => string;
  verdict: (verdict: string, reason: string | null) => string;
  noProof: string;
  tryAudit: string;
  tryVerify: string;
  /** Another code with the same text. */
  also: (name: string) => string;
  /** The meaning of a code, and a cause, in words other than the table's own. */
  meaning: (explanation: Explanation) => string;
  cause: (cause: Cause & { id: CauseId }) => Pick<Cause, 'cause' | 'look'>;
}

export const EXPLANATION_EN: ExplanationWords = {
  actors: {
    user: 'User',
    admin: 'Administrator',
    'network-team': 'Network team',
    'proxy-team': 'Proxy team',
    'vpn-team': 'VPN team',
  },
  proxy: {
    no: 'Not a proxy problem.',
    possible: 'A proxy can be the cause.',
    yes: 'A proxy, or its setting, is the likely cause.',
  },
  basis: {
    documented: null,
    'general-knowledge':
      'Number and name are documented; what it means for SSTP is general knowledge, not confirmed by a page.',
    inferred: 'Number and name are documented; what it means for SSTP is concluded, not confirmed by a page.',
  },
  causes: (count) => (count === 1 ? 'Cause:' : 'Causes, the likeliest first:'),
  sources: 'Sources:',
  proof: (proofs) => `Proof: ${proofs.join('; ')}`,
  look: (where) => `Check: ${where}`,
  finding: (code) => `finding ${code}`,
  stage: (stage, reason) => `stage ${stage}: ${reason}`,
  verdict: (verdict, reason) => `verdict ${verdict}${reason === null ? '' : ` (${reason})`}`,
  noProof: 'p2s-fix cannot prove these.',
  tryAudit:
    'To find out which: p2s-fix --gateway GATEWAY (reads the proxy settings, checks the path, changes nothing)',
  tryVerify: 'To find out which: p2s-fix verify GATEWAY (checks the path only)',
  also: (name) => `In the same text: p2s-fix explain ${name}`,
  meaning: ({ meaning }) => meaning,
  cause: (cause) => cause,
};

/** The meaning of a code, as lines for people. */
export function explanationLines(
  explanation: Explanation,
  words: ExplanationWords = EXPLANATION_EN,
): TextLine[] {
  const { name, proxy, basis, causes, sources, also = [] } = explanation;
  const doubt = words.basis[basis];
  return [
    { depth: 0, text: `${formsText(explanation)}  ${name}`, strong: true },
    { depth: 0, text: words.meaning(explanation) },
    { depth: 0, text: words.proxy[proxy] },
    ...(doubt === null ? [] : [{ depth: 0, text: doubt }]),
    { depth: 0, text: words.causes(causes.length) },
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1, words)),
    { depth: 0, text: nextText(causes, words) },
    ...also.map((other) => ({ depth: 0, text: words.also(other) })),
    ...(sources.length === 0 ? [] : [{ depth: 0, text: words.sources }]),
    ...sources.map(({ title, url }) => ({ depth: 1, text: `${title}: ${url}` })),
  ];
}

/** Every spelling that a log may use. */
function formsText({ hex, signed, unsigned, win32 }: Explanation): string {
  const numbers = `${hex} (${signed}, ${unsigned})`;
  return win32 === null ? numbers : `${win32} = ${numbers}`;
}

function causeLines(entry: Cause & { id: CauseId }, number: number, words: ExplanationWords): TextLine[] {
  const { actor, proofs } = entry;
  const { cause, look } = words.cause(entry);
  return [
    { depth: 1, text: `${number}. ${cause} (${words.actors[actor]})` },
    ...(proofs.length === 0
      ? []
      : [{ depth: 2, text: words.proof(proofs.map((proof) => proofText(proof, words))) }]),
    ...(look === null ? [] : [{ depth: 2, text: words.look(look) }]),
  ];
}

/** In the words of the path check and the audit. */
export function proofText(proof: Proof, words: ExplanationWords = EXPLANATION_EN): string {
  switch (proof.kind) {
    case 'finding':
      return words.finding(proof.finding);
    case 'check':
      return words.stage(proof.stage, proof.reason);
    case 'verdict':
      return words.verdict(proof.verdict, proof.reason ?? null);
  }
}

/** The command that looks for the proofs. */
function nextText(causes: readonly Cause[], words: ExplanationWords): string {
  const proofs = causes.flatMap((cause) => cause.proofs);
  if (proofs.length === 0) return words.noProof;
  return proofs.some(({ kind }) => kind === 'finding') ? words.tryAudit : words.tryVerify;
}
