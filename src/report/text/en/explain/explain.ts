/** The text around the meaning of a code. */
export const EXPLAIN_EN = {
  'actor.user': 'User',
  'actor.admin': 'Administrator',
  'actor.network-team': 'Network team',
  'actor.proxy-team': 'Proxy team',
  'actor.vpn-team': 'VPN team',
  'explain-proxy.no': 'Not a proxy problem.',
  'explain-proxy.possible': 'A proxy can be the cause.',
  'explain-proxy.yes': 'A proxy, or its setting, is the likely cause.',
  'explain-basis.general-knowledge':
    'Number and name are documented; what it means for SSTP is general knowledge, not confirmed by a page.',
  'explain-basis.inferred':
    'Number and name are documented; what it means for SSTP is concluded, not confirmed by a page.',
  'explain.cause': 'Cause:',
  'explain.causes': 'Causes, the most likely first:',
  'explain.sources': 'Sources:',
  'explain.proofs': 'Proof: {proofs}',
  'explain.look': 'Check: {where}',
  'explain-proof.finding': 'finding {code}',
  'explain-proof.check': 'stage {stage}: {reason}',
  'explain-proof.verdict': 'verdict {verdict}',
  'explain-proof.verdict-reason': 'verdict {verdict} ({reason})',
  'explain.no-proof': 'p2s-fix cannot prove these.',
  'explain.try-audit':
    'To find out which: p2s-fix --gateway GATEWAY (reads the proxy settings, checks the path, changes nothing)',
  'explain.try-verify': 'To find out which: p2s-fix verify GATEWAY (checks the path only)',
  'explain.also': 'In the same text: p2s-fix explain {name}',
} as const;
