import { type ControlKey, SecretBytes } from '../../../src/core/security/control-key.ts';
import { type InitAnswer, readInit } from '../../../src/path/ike/init.ts';
import { NOTIFY } from '../../../src/path/ike/payloads.ts';
import { controlWrap } from '../../../src/path/openvpn/control-wrap.ts';
import { createFrameReader, framed, readServerReset } from '../../../src/path/openvpn/reset.ts';
import { acceptance, CHOICE, notify, response } from '../../path/ike/answers.ts';
import { serverReset } from '../../path/openvpn/answers.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated } from './mutate.ts';

const SPI = Buffer.from('0102030405060708', 'hex');
const LOCAL = { address: '192.0.2.10', port: 50_000 };
const REMOTE = { address: '198.51.100.1', port: 500 };
const IKE_REQUEST = { spi: SPI, group: 14, keyShare: Buffer.alloc(256), local: LOCAL, remote: REMOTE };
const IKE_ANSWERS = [
  response(SPI, acceptance(SPI)),
  response(SPI, acceptance(SPI, { responder: REMOTE, initiator: LOCAL })),
  response(SPI, acceptance(SPI, null, { ...CHOICE, number: 2 })),
  response(SPI, [notify(NOTIFY.cookie, Buffer.alloc(20, 5))]),
  response(SPI, [notify(NOTIFY.invalidKePayload, Buffer.from([0, 19]))]),
  response(SPI, [notify(NOTIFY.noProposalChosen)]),
];

const STATIC_KEY = new SecretBytes(Buffer.alloc(256, 3));
const KEYS: readonly ControlKey[] = [
  { kind: 'none' },
  { kind: 'tls-auth', key: STATIC_KEY, direction: 1, digest: 'sha256' },
  { kind: 'tls-auth', key: STATIC_KEY, direction: null, digest: 'sha512' },
  { kind: 'tls-crypt', key: STATIC_KEY },
];
const OPENVPN_ANSWERS = KEYS.flatMap((key) => [
  framed(serverReset(key, SPI)),
  framed(serverReset(key, SPI, { first: 5 << 3 })),
]);
const ANSWERS = ['reset', 'bad-hmac', 'other-packet', 'not-openvpn'];

/** Checks the guarantees of a valid answer, whatever it was made from. */
function checkIkeAnswer(answer: InitAnswer): void {
  if (!/^[0-9a-f]{16}$/.test(answer.responderSpi)) throw new Error('an SPI that is none');
  if (answer.notifies.length > 64) throw new Error('notifications without end');
  if (answer.kind === 'cookie' && answer.cookie.length > 64) throw new Error('a cookie without end');
  if (answer.kind === 'accepted' && !/^[A-Z0-9/-]{10,100}$/.test(answer.proposal))
    throw new Error(`a proposal that was not made: ${answer.proposal}`);
}

/** Answers of servers on the route, and at its end. */
export const NETWORK_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'answers to an IKE_SA_INIT',
    codes: [],
    make: (random) => mutated(random, IKE_ANSWERS),
    run(bytes) {
      const read = readInit(bytes, IKE_REQUEST);
      if (read.kind === 'answer') checkIkeAnswer(read.answer);
    },
  }),
  target({
    name: 'answers of an OpenVPN server',
    codes: [],
    make: (random) => mutated(random, OPENVPN_ANSWERS),
    run(bytes, random) {
      const key = random.pick(KEYS);
      const frames = createFrameReader();
      const [first, rest] = [bytes.subarray(0, 20), bytes.subarray(20)];
      const packets = [first, rest].flatMap((part) => frames.push(part) ?? []);
      if (packets.length > bytes.length / 16) throw new Error('more packets than there are bytes for');
      for (const packet of packets) {
        const answer = readServerReset(packet, controlWrap(key), SPI);
        if (!ANSWERS.includes(answer)) throw new Error(`an answer that is none: ${answer}`);
        // Only an owner of the key can seal a packet.
        const own = OPENVPN_ANSWERS.some((one) => one.subarray(2).equals(packet));
        if (answer === 'reset' && key.kind !== 'none' && !own) throw new Error('a forged answer is taken');
      }
    },
  }),
];
