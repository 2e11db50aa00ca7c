import { type Phrase, say } from '../model/say.ts';
import type { EvidenceByStage } from '../path/stage-evidence.ts';

type Evidence = EvidenceByStage['sstp'];

const FLAWS: Readonly<Record<Exclude<Evidence['flaw'], 'hash' | undefined>, Phrase>> = {
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
export function sstpMisfit({ flaw, hashBits = 0, version, messageType }: Evidence): Phrase | null {
  if (messageType !== undefined) {
    const message = MESSAGES[messageType] ?? `type ${messageType}`;
    return say('another message instead of the Call Connect Ack ({message})', { message });
  }
  if (version !== undefined) return say('SSTP version {version} instead of 1.0', { version });
  if (flaw === 'hash')
    return say('its Call Connect Ack offers neither SHA-1 nor SHA-256 (hash bits {bits})', {
      bits: hashBits,
    });
  return flaw === undefined ? null : FLAWS[flaw];
}
