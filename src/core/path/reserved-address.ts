import { ipVersion } from '../model/ip-version.ts';

/** IPv4 prefixes of no server: this computer, its link, documentation, tests, multicast, reserved (RFC 6890). */
const RESERVED: readonly (readonly [prefix: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Prefixes of private networks and of carriers, where no Azure gateway is (RFC 1918, RFC 6598). */
const PRIVATE: typeof RESERVED = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
/** The same in IPv6: `::`, `::1`, link-local, multicast, documentation; and unique local addresses. */
const RESERVED_6 = /^(?:::1?$|fe[89ab]|ff|2001:db8:)/i;
const PRIVATE_6 = /^f[cd]/i;

/** Whether no VPN gateway has the address. */
export function isReservedAddress(address: string, isAzure: boolean): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const bare = mapped ?? address;
  if (ipVersion(bare) === 6) return RESERVED_6.test(bare) || (isAzure && PRIVATE_6.test(bare));
  if (ipVersion(bare) !== 4) return false;
  return [...RESERVED, ...(isAzure ? PRIVATE : [])].some(
    ([prefix, bits]) => firstBits(bare, bits) === firstBits(prefix, bits),
  );
}

function firstBits(address: string, bits: number): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> (32 - bits);
}
