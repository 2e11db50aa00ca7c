import { type Phrase, say } from '../model/say.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';

const FLAWS: Readonly<Record<string, Phrase>> = {
  'attribute-count': say('its Call Connect Ack does not have exactly one attribute'),
  attribute: say('its Call Connect Ack has another attribute than the Crypto Binding Request'),
  'attribute-length': say('the attribute of its Call Connect Ack has a wrong length'),
  length: say('its Call Connect Ack does not have 48 bytes'),
};

/** Message types by their names in MS-SSTP 2.2.2, without those that end a call. */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Call Connect Request',
  4: 'Call Connected',
  7: 'Call Disconnect Ack',
  9: 'Echo Response',
};

/** What an SSTP server sent in place of a Call Connect Ack as MS-SSTP 2.2 defines it; `null` if it is not known. */
export function sstpMisfit(evidence: EvidenceByStage['sstp']): Phrase | null {
  const { flaw, hashBits, version, messageType } = evidence;
  if (typeof messageType === 'number') {
    const message = MESSAGES[messageType] ?? `type ${messageType}`;
    return say('another message instead of the Call Connect Ack ({message})', { message });
  }
  if (typeof version === 'string') return say('SSTP version {version} instead of 1.0', { version });
  if (flaw === 'hash' && typeof hashBits === 'number')
    return say('its Call Connect Ack offers neither SHA-1 nor SHA-256 (hash bits {bits})', {
      bits: hashBits,
    });
  return typeof flaw === 'string' && Object.hasOwn(FLAWS, flaw) ? (FLAWS[flaw] ?? null) : null;
}
