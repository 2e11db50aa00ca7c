import type { VerdictFacts } from '../facts/verdict-facts.ts';
import { causes, type VerdictText } from './verdict-parts.ts';

const CERTUTIL =
  'Administrator: certutil -verify -urlfetch with the certificate shows the result of Windows.';

/** The text of `not-tested`: about the tunnel, or, after its Ack, about revocation. */
export function notTested({
  gateway,
  acknowledged,
  hugeList,
  notJudged,
  unfollowedRoute,
  noTimeLeft,
  namesLdap,
}: VerdictFacts): VerdictText {
  if (!acknowledged)
    return {
      message: `The route to ${gateway} depends on a setting that cannot be followed from this computer.`,
      next: null,
    };
  const through = `SSTP handshake with ${gateway} succeeded;`;
  if (notJudged.length > 0)
    return {
      message: `${through} the published revocation data of its certificates was received, but p2s-fix does not support its kind${causes(notJudged)}. The result of Windows is not known.`,
      next: `${CERTUTIL} VPN team: have the certificate authority publish revocation data that every client can read.`,
    };
  if (hugeList)
    return {
      message: `${through} a revocation list of its certificates is larger than the limit of p2s-fix. It was received up to that limit; Windows reads up to 100 MiB by default.`,
      next: CERTUTIL,
    };
  if (unfollowedRoute)
    return {
      message: `${through} the route to a revocation address of its certificates depends on a setting that cannot be followed from this computer.`,
      next: null,
    };
  if (noTimeLeft)
    return {
      message: `${through} revocation was not tested: the tunnel check used almost all of the time limit (--deadline), and a revocation server did not reply in the rest.`,
      next: 'Administrator: run the same command with a larger --deadline.',
    };
  return {
    message: `${through} its certificates name no http address for revocation.`,
    next: `VPN team: publish the revocation list over http as well.${
      namesLdap ? ' On a domain-joined computer, LDAP may be enough.' : ''
    }`,
  };
}
