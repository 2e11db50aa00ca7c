import { encodeMessage, IKE_SA_INIT, type IkePayload, PAYLOAD } from '../../../src/path/ike/message.ts';
import { type Endpoint, natHash } from '../../../src/path/ike/nat-detection.ts';
import {
  encodeKeyExchange,
  encodeNotify,
  encodeProposals,
  NOTIFY,
  type Proposal,
} from '../../../src/path/ike/payloads.ts';

export const RESPONDER_SPI = Buffer.from('a1a2a3a4a5a6a7a8', 'hex');
/** The proposal that a responder chooses. */
export const CHOICE: Proposal = {
  number: 1,
  transforms: [
    { type: 1, id: 12, keyBits: 256 },
    { type: 2, id: 5, keyBits: null },
    { type: 3, id: 12, keyBits: null },
    { type: 4, id: 14, keyBits: null },
  ],
};

export function notify(type: number, data: Uint8Array = Buffer.alloc(0)): IkePayload {
  return { type: PAYLOAD.notify, body: encodeNotify({ type, data }) };
}

/** A response to the request with this SPI; `change` adapts it for a test. */
export function response(
  spi: Uint8Array,
  payloads: readonly IkePayload[],
  change: Partial<Parameters<typeof encodeMessage>[0]> = {},
): Buffer {
  return encodeMessage({
    initiatorSpi: spi,
    responderSpi: RESPONDER_SPI,
    exchange: IKE_SA_INIT,
    fromInitiator: false,
    isResponse: true,
    messageId: 0,
    payloads,
    ...change,
  });
}

/** The payloads of a response that accepts; `ends` are the addresses of both ends as the responder sees them. */
export function acceptance(
  spi: Uint8Array,
  ends: { responder: Endpoint; initiator: Endpoint } | null = null,
  choice: Proposal = CHOICE,
): IkePayload[] {
  return [
    { type: PAYLOAD.sa, body: encodeProposals([choice]) },
    { type: PAYLOAD.ke, body: encodeKeyExchange({ group: 14, data: Buffer.alloc(256, 7) }) },
    { type: PAYLOAD.nonce, body: Buffer.alloc(32, 9) },
    ...(ends === null
      ? []
      : [
          notify(NOTIFY.natDetectionSourceIp, natHash(spi, RESPONDER_SPI, ends.responder)),
          notify(NOTIFY.natDetectionDestinationIp, natHash(spi, RESPONDER_SPI, ends.initiator)),
        ]),
    notify(NOTIFY.fragmentationSupported),
  ];
}
