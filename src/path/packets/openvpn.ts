import type { Gateway, Route } from '../../core/model/check.ts';
import type { ControlKey } from '../../core/security/control-key.ts';
import { controlWrap } from '../openvpn/control-wrap.ts';
import { ANSWER_MS, type OpenVpnOutcome, probeOpenVpn } from '../openvpn/probe.ts';
import { clientReset } from '../openvpn/reset.ts';
import { replayOf } from '../transcript/replay.ts';
import { rememberedRandom } from './random.ts';
import type { ExchangeTranscript } from './transcript.ts';

export interface OpenVpnPacketOptions {
  gateway: Gateway;
  route: Route;
  key: ControlKey;
  /** Milliseconds for the whole exchange, and for name and connection alone. */
  deadlineMs: number;
  connectMs?: number;
  /**
   * Skipped if an earlier exchange of the same proxy list connected; the list starts at one that is not `isNext`.
   */
  isNext?: boolean;
  wallClock: () => Date;
  randomBytes: (count: number) => Uint8Array;
}

/** One exchange of the request of Send-P2SPacket.ps1. The packet is already sealed: the key stays here. */
export interface ExchangeRequest {
  host: string;
  port: number;
  proxy: { host: string; port: number } | null;
  packet: string;
  enoughBytes: number;
  answerMs: number;
  deadlineMs: number;
  connectMs: number;
  isNext: boolean;
}

export interface PreparedOpenVpn {
  request: ExchangeRequest;
  /** Judges the replies with the same code as this process's own probe; `null`: the exchange was skipped. */
  judge(seen: ExchangeTranscript): Promise<OpenVpnOutcome | null>;
}

/** An acknowledgement of one packet, and its session. */
const ACKNOWLEDGEMENT_BYTES = 4 + 8;
/** A replay never waits; this only limits the cost of a forged transcript. */
const REPLAY_MS = 60_000;

/** A HARD_RESET_CLIENT for the target computer to send, directly or through a proxy. */
export function prepareOpenVpn(options: OpenVpnPacketOptions): PreparedOpenVpn {
  const { gateway, route, key, deadlineMs, connectMs = deadlineMs, isNext = false } = options;
  const { wallClock, randomBytes } = options;
  const random = rememberedRandom(randomBytes);
  const packet = clientReset(controlWrap(key), random.first(8), wallClock().getTime() / 1000);
  return {
    request: {
      ...{ host: gateway.host, port: gateway.port, proxy: route.proxy, isNext },
      ...{ deadlineMs, connectMs, answerMs: ANSWER_MS },
      packet: packet.toString('base64'),
      // The answer is as long as the packet, and acknowledges it.
      enoughBytes: packet.length + ACKNOWLEDGEMENT_BYTES,
    },
    judge: async (seen) => {
      if (isNext && seen.resolve === null && seen.connect === null) return null;
      const dialer = replayOf({ ...seen, ...{ tls: null, inside: null, further: [] } });
      const again = { dialer, now: () => dialer.now?.() ?? 0, randomBytes: random.again() };
      return probeOpenVpn({ gateway, route, key, deadlineMs: REPLAY_MS, wallClock, ...again });
    },
  };
}
