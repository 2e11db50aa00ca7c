import type { VerdictFacts } from '../facts/verdict-facts.ts';
import { causes, type VerdictText } from './verdict-parts.ts';

const CERTUTIL = 'Admin: certutil -verify -urlfetch with the certificate shows what Windows makes of it.';

/** What `not-tested` says: of the tunnel, or behind its Ack of revocation. */
export function notTested({
  gateway,
  acknowledged,
  hugeList,
  notJudged,
  unfollowedRoute,
  noTimeLeft,
}: VerdictFacts): VerdictText {
  if (!acknowledged)
    return {
      message: `The way to ${gateway} depends on a setting that cannot be followed from here.`,
      next: null,
    };
  const through = `SSTP to ${gateway} gets through;`;
  if (notJudged.length > 0)
    return {
      message: `${through} what is published on the revocation of its certificates comes, and is of a kind that p2s-fix does not judge${causes(notJudged)}. What Windows makes of it is not known.`,
      next: `${CERTUTIL} VPN team: have the certificate authority publish what every client reads.`,
    };
  if (hugeList)
    return {
      message: `${through} a revocation list of its certificates is larger than what p2s-fix reads of one. It comes through as far as that; Windows reads up to 100 MiB unless told otherwise.`,
      next: CERTUTIL,
    };
  if (unfollowedRoute)
    return {
      message: `${through} the way to a revocation address of its certificates depends on a setting that cannot be followed from here.`,
      next: null,
    };
  if (noTimeLeft)
    return {
      message: `${through} revocation was not tested: the tunnel left almost nothing of the time limit (--deadline), and a revocation server did not reply in what was left.`,
      next: 'Admin: run the same command with a larger --deadline.',
    };
  return {
    message: `${through} its certificates name no address for revocation that is asked from here.`,
    next: 'VPN team: publish the revocation list over http, too. On a computer of the domain, LDAP may do.',
  };
}
