import type { Explanation } from '../core/explain/explain.ts';
import type { Actor, Basis, Cause, KnownCode, Proof } from '../core/explain/model.ts';

/** A line and how far it is set in, in steps. */
export interface TextLine {
  depth: number;
  text: string;
  /** What deserves to stand out. */
  strong?: boolean;
}

const ACTORS: Record<Actor, string> = {
  user: 'User',
  admin: 'Admin',
  'network-team': 'Network team',
  'proxy-team': 'Proxy team',
  'vpn-team': 'VPN team',
};

const PROXY: Record<KnownCode['proxy'], string> = {
  no: 'Not a proxy problem.',
  possible: 'A proxy can be the cause.',
  yes: 'A proxy, or its setting, is the likely cause.',
};

const BASIS: Record<Basis, string | null> = {
  documented: null,
  'general-knowledge':
    'Number and name are documented; what it means for SSTP is general knowledge, not confirmed by a page.',
  inferred: 'Number and name are documented; what it means for SSTP is concluded, not confirmed by a page.',
};

/** What a code means, as lines for people. */
export function explanationLines(explanation: Explanation): TextLine[] {
  const { name, meaning, proxy, basis, causes, sources } = explanation;
  const doubt = BASIS[basis];
  return [
    { depth: 0, text: `${formsText(explanation)}  ${name}`, strong: true },
    { depth: 0, text: meaning },
    { depth: 0, text: PROXY[proxy] },
    ...(doubt === null ? [] : [{ depth: 0, text: doubt }]),
    { depth: 0, text: causes.length === 1 ? 'Cause:' : 'Causes, the likeliest first:' },
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1)),
    { depth: 0, text: nextText(causes) },
    { depth: 0, text: 'Sources:' },
    ...sources.map(({ title, url }) => ({ depth: 1, text: `${title}: ${url}` })),
  ];
}

/** Every spelling that a log may have. */
function formsText({ hex, signed, unsigned, win32 }: Explanation): string {
  const numbers = `${hex} (${signed}, ${unsigned})`;
  return win32 === null ? numbers : `${win32} = ${numbers}`;
}

function causeLines({ cause, actor, proofs, look }: Cause, number: number): TextLine[] {
  return [
    { depth: 1, text: `${number}. ${cause} (${ACTORS[actor]})` },
    ...(proofs.length === 0 ? [] : [{ depth: 2, text: `Proof: ${proofs.map(proofText).join('; ')}` }]),
    ...(look === null ? [] : [{ depth: 2, text: `Look: ${look}` }]),
  ];
}

/** In the words that the path check and the audit use. */
export function proofText(proof: Proof): string {
  switch (proof.kind) {
    case 'finding':
      return `finding ${proof.finding}`;
    case 'check':
      return `stage ${proof.stage}: ${proof.reason}`;
    case 'verdict':
      return `verdict ${proof.verdict}${proof.reason === undefined ? '' : ` (${proof.reason})`}`;
  }
}

/** The command that looks for the proofs. */
function nextText(causes: readonly Cause[]): string {
  const proofs = causes.flatMap((cause) => cause.proofs);
  if (proofs.length === 0) return 'p2s-fix cannot prove these.';
  return proofs.some(({ kind }) => kind === 'finding')
    ? 'To find out which: p2s-fix --gateway GATEWAY (reads the stores, checks the path, changes nothing)'
    : 'To find out which: p2s-fix verify GATEWAY (checks the path only)';
}
