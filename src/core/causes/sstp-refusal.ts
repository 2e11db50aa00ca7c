import type { EvidenceByStage } from '../path/stage-evidence.ts';

/** Status codes and attributes by their names in MS-SSTP 2.2.8 (AttribID, Status), the same in every language. */
const STATUS = [
  'NO_ERROR',
  'DUPLICATE_ATTRIBUTE',
  'UNRECOGNIZED_ATTRIBUTE',
  'INVALID_ATTRIB_VALUE_LENGTH',
  'VALUE_NOT_SUPPORTED',
  'UNACCEPTED_FRAME_RECEIVED',
  'RETRY_COUNT_EXCEEDED',
  'INVALID_FRAME_RECEIVED',
  'NEGOTIATION_TIMEOUT',
  'ATTRIB_NOT_SUPPORTED_IN_MSG',
  'REQUIRED_ATTRIBUTE_MISSING',
  'STATUS_INFO_NOT_SUPPORTED_IN_MSG',
];
const ATTRIBUTE = [
  'NO_ERROR',
  'ENCAPSULATED_PROTOCOL_ID',
  'STATUS_INFO',
  'CRYPTO_BINDING',
  'CRYPTO_BINDING_REQ',
];
const MESSAGE: Readonly<Record<string, string>> = {
  nak: 'Call Connect Nak',
  abort: 'Call Abort',
  disconnect: 'Call Disconnect',
};

/** The packet that an SSTP server refused the call with, with status and attribute; `null` when none did. */
export function sstpRefusal({ reason, sstpStatus, sstpAttribute }: EvidenceByStage['sstp']): string | null {
  const message = MESSAGE[reason ?? ''];
  if (message === undefined) return null;
  const parts = [
    message,
    ...named('status', 'ATTRIB_STATUS', STATUS, sstpStatus),
    ...named('attribute', 'SSTP_ATTRIB', ATTRIBUTE, sstpAttribute),
  ];
  return parts.join(', ');
}

function named(
  what: string,
  prefix: string,
  names: readonly string[],
  value: number | null = null,
): string[] {
  if (value === null) return [];
  const name = names[value];
  return [`${what} ${value}${name === undefined ? '' : ` ${prefix}_${name}`}`];
}
