import { REASONS } from '../decide/summary.ts';
import { toText } from '../model/say.ts';
import { between, redactList } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const reasons = REASONS.map((reason) => toText(reason)).join('|');
/** Our own words in a text of `settingsSummary`, each where only they stand. */
const OWN = new RegExp(
  [
    '^(?:direct|unknown|a value that cannot be read)(?=$|, )',
    '(?<=^|, )(?:auto-detect|PAC|a proxy without a server)(?=$|, | \\()',
    '(?<=^|, )(?:PAC|proxy|bypass)(?= )',
    ', flag bit 0 \\(direct\\) missing$',
    `\\(cannot be used: (?:${reasons})\\)(?=$|, )`,
  ].join('|'),
  'g',
);

/** Settings as text, with their hosts, addresses and URLs replaced. */
export function redactSettings(names: Pseudonyms, text: string): string {
  return between(
    text,
    OWN,
    (own) => own,
    (rest) => redactList(names, rest),
  );
}

/** The proxies and bypass entries of settings as text. */
export function hostsOfSettings(text: string): string[] {
  return text
    .replace(OWN, ' ')
    .split(/[\s;,="]+/)
    .filter((host) => host !== '' && !host.startsWith('<'));
}
