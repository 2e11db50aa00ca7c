/** IPv4 in four decimal numbers. */
export const isIPv4 = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);

/** IPv6 with or without a zone, as the URL standard's host parser reads it. */
export function isIPv6(text: string): boolean {
  const address = /^([0-9a-f:.]+)(?:%[0-9a-z.:-]+)?$/i.exec(text)?.[1];
  return address?.includes(':') === true && URL.canParse(`http://[${address}]/`);
}

export const isIP = (text: string): 0 | 4 | 6 => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);

type Family = 'ipv4' | 'ipv6';

/** Subnets, for the functions of a PAC file. */
export class BlockList {
  #subnets: { net: bigint; length: number; family: Family }[] = [];

  addSubnet(net: string, length: number, family: Family): void {
    this.#subnets.push({ net: numberOf(net, family), length, family });
  }

  check(address: string, family: Family): boolean {
    return this.#subnets.some((subnet) => {
      if (subnet.family !== family) return false;
      const shift = BigInt((family === 'ipv4' ? 32 : 128) - subnet.length);
      return numberOf(address, family) >> shift === subnet.net >> shift;
    });
  }
}

function numberOf(address: string, family: Family): bigint {
  if (family === 'ipv4') return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // The URL standard shortens it: hexadecimal groups, at most one gap.
  const host = new URL(`http://[${address.replace(/%.*/, '')}]/`).hostname.slice(1, -1);
  const [head = [], tail = []] = host.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = [
    ...head,
    ...Array<string>(host.includes('::') ? 8 - head.length - tail.length : 0).fill('0'),
    ...tail,
  ];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** A page has no socket: no stream is one. */
export class Socket {}
