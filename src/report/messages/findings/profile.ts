import { strategy } from '../gateways.ts';
import { listed } from '../parts.ts';
import { type Text, text, textOfCode } from '../text.ts';
import {
  type Describe,
  type Evidence,
  eachOf,
  fromEvidence,
  sentence,
  shown,
  withRemedy,
} from './describe.ts';

/** Findings about profiles, phonebooks and recordings. */
export const PROFILE_FINDINGS = {
  'sstp-not-offered': (e, store) =>
    (e.answered === true
      ? withRemedy('finding.sstp-not-offered.answered')
      : withRemedy('finding.sstp-not-offered'))(e, store),
  'gateway-openvpn-only': (e) => ({
    message: fromEvidence(
      e.reason === 'virtual-wan'
        ? 'finding.gateway-openvpn-only.virtual-wan'
        : 'finding.gateway-openvpn-only',
      e,
    ),
    remedy: text('finding.gateway-openvpn-only.remedy'),
  }),
  'profiles-conflict': (e) => ({
    message: fromEvidence('finding.profiles-conflict', e, { sayings: sayings(e) }),
    remedy: text('finding.profiles-conflict.remedy'),
  }),
  'recordings-conflict': (e) => ({
    message: text('finding.recordings-conflict', {
      part: textOfCode('recorded-part', e.about, shown(e.about)),
      sayings: sayings(e),
    }),
    remedy: text('finding.recordings-conflict.remedy'),
  }),
  'openvpn-plugin-entry': sentence('finding.openvpn-plugin-entry'),
  'entry-without-sstp': (e) => ({
    message: fromEvidence('finding.entry-without-sstp', e, { strategy: strategy(Number(e.strategy)) }),
    remedy: null,
  }),
  'entry-unreadable': (e) => ({
    message: fromEvidence(
      e.server === '' ? 'finding.entry-unreadable.no-server' : 'finding.entry-unreadable',
      e,
    ),
    remedy: text('finding.entry-unreadable.remedy'),
  }),
  'gateways-left-out': withRemedy('finding.gateways-left-out'),
  'phonebook-unreadable': sentence('finding.phonebook-unreadable'),
  'profile-root-old': withRemedy('finding.profile-root-old'),
  'profile-root-both': sentence('finding.profile-root-both'),
  'profile-root-new': sentence('finding.profile-root-new'),
  'profile-root-unknown': sentence('finding.profile-root-unknown'),
  'profile-root-untrusted': withRemedy('finding.profile-root-untrusted'),
} satisfies Record<string, Describe>;

/** What each file says. */
function sayings({ says }: Evidence): Text {
  return listed(eachOf(says, (one) => fromEvidence('value-in-file', one)));
}
