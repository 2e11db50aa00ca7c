import type { MissingIssuer } from '../facts/missing-issuer.ts';
import { isOtherWeb } from '../facts/observed.ts';
import { hostsIn } from '../facts/path-checks.ts';
import { failedHosts, type RevocationFailure } from '../facts/revocation-failures.ts';
import type { VerdictFacts } from '../facts/verdict-facts.ts';
import type { RevocationOwner } from '../model/revocation-owner.ts';
import { listed, sentences } from './parts.ts';
import { reasonOf } from './reason.ts';
import { joined, type Text, text } from './text.ts';
import { blockPage, flaws, type VerdictText } from './verdict-parts.ts';

/** Where fetches failed, and why. Hosts with the same reason are listed together. */
export function causes(failures: readonly RevocationFailure[]): Text {
  if (failures.length === 0) return '';
  const byReason = new Map<string, { reason: Text; failures: RevocationFailure[] }>();
  for (const failure of failures) {
    const reason = reasonOf(failure.evidence);
    const same = byReason.get(JSON.stringify(reason));
    if (same === undefined) byReason.set(JSON.stringify(reason), { reason, failures: [failure] });
    else same.failures.push(failure);
  }
  const all = [...byReason.values()].map(({ reason, failures: same }) =>
    text('causes.one', { hosts: listed(failedHosts(same)), reason }),
  );
  return text('causes.all', { causes: joined(all, text('causes.between')) });
}

/** Who must do what about failed fetches. */
export function revocationNext(owner: RevocationOwner, hosts: Text): Text {
  const { to, byAnotherRoute, mayBeServer, besides } = owner;
  if (to === 'vpn-team') return text('revocation.next-publish', { hosts });
  const invalid = hostsIn(besides.flatMap(({ url }) => url ?? []));
  return sentences(
    byAnotherRoute && text('revocation.next-align'),
    nextOfRoute(owner, hosts),
    mayBeServer && text('revocation.next-server'),
    besides.length > 0 && text('revocation.next-publish', { hosts: listed(invalid) }),
  );
}

function nextOfRoute({ to, need, ...owner }: RevocationOwner, hosts: Text): Text {
  const isDirect = to === 'network-team';
  const proxy = owner.proxy ?? text('revocation.this-computer');
  if (!isDirect && owner.proxyUnreachable) return text('revocation.next-proxy-down', { proxy });
  const team = text(isDirect ? 'team.network' : 'team.proxy');
  switch (need) {
    case 'allow':
      return text(isDirect ? 'revocation.next-allow-direct' : 'revocation.next-allow-proxy', { hosts });
    case 'reach':
      return text('revocation.next-reach', { team, client: proxy, hosts });
    case 'refresh':
      return text('revocation.next-refresh', { team, proxy, hosts });
    case 'complete':
      return text('revocation.next-complete', { team, hosts });
  }
}

/** The chain does not end in a trusted root, or Windows did not get that far. */
export function untrustedRoot(facts: VerdictFacts): VerdictText {
  const { gateway, missing, observed, acknowledged } = facts;
  if (facts.tls === 'chain-slow') return slowChain(gateway, missing);
  const also = flaws(observed, 'verdict.also-flaws');
  const answers = acknowledged && text('verdict.untrusted-root.acknowledged');
  const offloaded = acknowledged && text('verdict.untrusted-root.acknowledged.next');
  if (missing === null) {
    const { top } = observed;
    const last = top === null ? '' : text('verdict.untrusted-root.last', { top });
    return {
      message: sentences(text('verdict.untrusted-root', { gateway, last, also }), answers),
      next: sentences(
        text('verdict.untrusted-root.next'),
        offloaded,
        isOtherWeb({ ...observed, mayBeWeb: facts.mayBeWeb }) && blockPage(facts.via, facts.target),
      ),
    };
  }
  const { issuer } = missing;
  return {
    message: sentences(
      text('verdict.untrusted-root.missing', { gateway, missing: whoIsMissing(missing), also }),
      answers,
    ),
    next: sentences(
      facts.issuerBlocked && revocationNext(facts.owner, listed(facts.hosts)),
      text('verdict.untrusted-root.missing.next', { issuer }),
      offloaded,
    ),
  };
}

/** The missing issuer of a chain, and why it was not downloaded. */
function whoIsMissing({ subject, issuer, isNamed, failures }: MissingIssuer): Text {
  if (!isNamed) return text('missing-issuer.not-named', { issuer, subject });
  return failures.length === 0
    ? text('missing-issuer', { issuer, subject })
    : text('missing-issuer.not-fetched', { issuer, subject, causes: causes(failures) });
}

/** Windows was still looking for an issuer or a root when the handshake timed out; the gateway had replied. */
function slowChain(gateway: string, missing: MissingIssuer | null): VerdictText {
  if (missing === null)
    return { message: text('verdict.chain-slow', { gateway }), next: text('verdict.chain-slow.next') };
  const { subject, issuer, isRoot } = missing;
  const hosts = hostsIn(missing.urls);
  const allow = hosts.length > 0 && text('verdict.chain-slow.next-allow', { hosts: listed(hosts) });
  return isRoot
    ? {
        message: text('verdict.chain-slow.root', { gateway, issuer }),
        next: sentences(allow, text('verdict.chain-slow.root.next')),
      }
    : {
        message: text('verdict.chain-slow.issuer', { gateway, issuer, subject }),
        next: sentences(allow, text('verdict.chain-slow.issuer.next')),
      };
}

/** The text of `not-tested`: about the tunnel, or, after its Ack, about revocation. */
export function notTested({ gateway, acknowledged, notJudged, ...facts }: VerdictFacts): VerdictText {
  const again = text('verdict.not-tested.unrecorded.next', { gateway });
  if (!acknowledged)
    return facts.unrecorded
      ? { message: text('verdict.not-tested.unrecorded', { gateway }), next: again }
      : notFollowed(gateway, facts.notFollowed);
  const certutil = text('verdict.not-tested.next-certutil');
  if (notJudged.length > 0)
    return {
      message: text('verdict.not-tested.unsupported', { gateway, causes: causes(notJudged) }),
      next: sentences(certutil, text('verdict.not-tested.unsupported.next')),
    };
  if (facts.hugeList) return { message: text('verdict.not-tested.too-large', { gateway }), next: certutil };
  if (facts.unrecorded)
    return { message: text('verdict.not-tested.unrecorded-lists', { gateway }), next: again };
  if (facts.unfollowedRoute)
    return { message: text('verdict.not-tested.unfollowed', { gateway }), next: null };
  if (facts.noTimeLeft)
    return {
      message: text('verdict.not-tested.no-time-left', { gateway }),
      next: text('verdict.not-tested.no-time-left.next'),
    };
  return {
    message: text('verdict.not-tested.no-address', { gateway }),
    next: sentences(
      text('verdict.not-tested.no-address.next'),
      facts.namesLdap && text('verdict.not-tested.no-address.next-ldap'),
    ),
  };
}

/** A tunnel whose route depends on a setting that was not followed, and how to test it anyway. */
function notFollowed(gateway: string, why: VerdictFacts['notFollowed']): VerdictText {
  switch (why) {
    case 'pac-file':
      return {
        message: text('verdict.not-tested.pac-file', { gateway }),
        next: text('verdict.not-tested.pac-file.next'),
      };
    case 'unreadable':
      return {
        message: text('verdict.not-tested.unreadable', { gateway }),
        next: text('verdict.not-tested.unreadable.next', { gateway }),
      };
    default:
      return {
        message: text('verdict.not-tested', { gateway }),
        next: text('verdict.not-tested.next', { gateway }),
      };
  }
}
