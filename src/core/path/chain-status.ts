export const CHAIN_MODES = ['offline', 'online'] as const;

/** One result of Windows' own chain engine for one chain of certificates. */
export interface ChainCheck {
  /** The id of the chain in the request. */
  id: string;
  /** `offline`: from the cache only; `online`: with a live revocation check if the cache has no answer. */
  mode: (typeof CHAIN_MODES)[number];
  /** X509ChainStatusFlags of the whole chain. */
  flags: number;
  /** Why no chain was built, else `null`. */
  hresult: number | null;
  durationMs: number;
  /** From the leaf to the end of the chain. */
  elements: readonly ChainElement[];
}

export interface ChainElement {
  /** SHA-1, upper-case hex. */
  thumbprint: string;
  flags: number;
  /** A certificate that the engine added, if requested; `null` for those from the gateway. */
  der: Uint8Array | null;
}

/**
 * The bits of X509ChainStatusFlags (those of CERT_TRUST_STATUS, wincrypt.h), each with its HRESULT in CryptoAPI,
 * the most severe first.
 */
const STATUSES = [
  { flag: 0x4, name: 'Revoked', hresult: 0x80092010 },
  { flag: 0x400_0000, name: 'ExplicitDistrust', hresult: 0x800b0111 },
  { flag: 0x8, name: 'NotSignatureValid', hresult: 0x80096004 },
  { flag: 0x20, name: 'UntrustedRoot', hresult: 0x800b0109 },
  { flag: 0x1_0000, name: 'PartialChain', hresult: 0x800b010a },
  { flag: 0x80, name: 'Cyclic', hresult: 0x800b010a },
  { flag: 0x1, name: 'NotTimeValid', hresult: 0x800b0101 },
  { flag: 0x2, name: 'NotTimeNested', hresult: 0x800b0102 },
  { flag: 0x10, name: 'NotValidForUsage', hresult: 0x800b0110 },
  { flag: 0x100, name: 'InvalidExtension', hresult: 0x800b0105 },
  { flag: 0x800_0000, name: 'HasNotSupportedCriticalExtension', hresult: 0x800b0105 },
  { flag: 0x200, name: 'InvalidPolicyConstraints', hresult: 0x800b0113 },
  { flag: 0x200_0000, name: 'NoIssuanceChainPolicy', hresult: 0x800b0113 },
  { flag: 0x400, name: 'InvalidBasicConstraints', hresult: 0x80096019 },
  { flag: 0x800, name: 'InvalidNameConstraints', hresult: 0x800b0114 },
  { flag: 0x1000, name: 'HasNotSupportedNameConstraint', hresult: 0x800b0114 },
  { flag: 0x2000, name: 'HasNotDefinedNameConstraint', hresult: 0x800b0114 },
  { flag: 0x4000, name: 'HasNotPermittedNameConstraint', hresult: 0x800b0114 },
  { flag: 0x8000, name: 'HasExcludedNameConstraint', hresult: 0x800b0114 },
  { flag: 0x10_0000, name: 'HasWeakSignature', hresult: 0x80096004 },
  { flag: 0x100_0000, name: 'OfflineRevocation', hresult: 0x80092013 },
  { flag: 0x40, name: 'RevocationStatusUnknown', hresult: 0x80092012 },
] as const;

/** ExplicitDistrust, NotSignatureValid, UntrustedRoot, PartialChain, Cyclic: no chain to a trusted root. */
const ROOT_FLAGS = 0x400_0000 | 0x8 | 0x20 | 0x1_0000 | 0x80;

export const REVOKED = 0x4;
const OFFLINE = 0x100_0000;
const UNKNOWN = 0x40;
/** The bits about revocation; the others are about the certificates themselves. */
export const REVOCATION_FLAGS = REVOKED | OFFLINE | UNKNOWN;

/** CRYPT_E_REVOCATION_OFFLINE: no list and no responder was reached. */
export function isRevocationOffline(flags: number): boolean {
  return (flags & OFFLINE) !== 0;
}

/** The chain ends in a root that Windows does not have, or before a root. */
export function lacksRoot(flags: number): boolean {
  return (flags & (0x20 | 0x1_0000)) !== 0;
}

/** The chain ends in a root that Windows trusts, even if its certificates have other flaws. */
export function endsInTrustedRoot({ hresult, flags, elements }: ChainCheck): boolean {
  return hresult === null && elements.length > 0 && (flags & ROOT_FLAGS) === 0;
}

/**
 * The result without the "server offline" bit of certificates without revocation URLs (by SHA-1, upper-case hex):
 * the engine sets it in addition to the "no check" bit, although there is no server.
 */
export function withoutAddresses(check: ChainCheck, sha1s: ReadonlySet<string>): ChainCheck {
  if (check.elements.length === 0) return check;
  const elements = check.elements.map((element) => {
    const unasked = sha1s.has(element.thumbprint) && (element.flags & UNKNOWN) !== 0;
    return unasked ? { ...element, flags: element.flags & ~OFFLINE } : element;
  });
  const isOffline = elements.some(({ flags }) => isRevocationOffline(flags));
  return { ...check, elements, flags: isOffline ? check.flags : check.flags & ~OFFLINE };
}

/** The names of the bits, the most severe first. Bits without a name are written as `0x…`. */
export function chainStatusNames(flags: number): string[] {
  const known = STATUSES.filter(({ flag }) => (flags & flag) !== 0);
  const rest = known.reduce((left, { flag }) => left & ~flag, flags);
  return [...known.map(({ name }): string => name), ...(rest === 0 ? [] : [`0x${hex(rest)}`])];
}

/** The HRESULT of the most severe bit as `0x80092013`; `null` if no bit is set. */
export function chainHresult(flags: number): string | null {
  const mostSevere = STATUSES.find(({ flag }) => (flags & flag) !== 0);
  return mostSevere === undefined ? null : hresultText(mostSevere.hresult);
}

/** An HRESULT, signed or not, as `0x` and eight digits. */
export function hresultText(hresult: number): string {
  return `0x${hex(hresult).padStart(8, '0')}`;
}

function hex(number: number): string {
  return (number >>> 0).toString(16);
}
