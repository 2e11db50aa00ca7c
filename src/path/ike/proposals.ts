import { type Proposal, TRANSFORM, type Transform } from './payloads.ts';

/**
 * The algorithms that the probe offers. Azure's page on cryptographic requirements states that its default IKE
 * policies use Diffie-Hellman group 2, and lists groups 14, 19, 20 and 24, AES and AES-GCM, SHA-1, SHA-256 and
 * SHA-384 for custom policies. That Windows' own client by default offers AES-CBC with SHA-1, SHA-256 or SHA-384
 * and group 2 is general knowledge, without a source. Group 24 is left out: a responder that requires it asks for
 * it, which also proves the route.
 */
export const OFFER: readonly Proposal[] = [
  {
    number: 1,
    transforms: [
      ...ofType(TRANSFORM.encryption, [12], 256),
      ...ofType(TRANSFORM.prf, [5, 6, 2]),
      ...ofType(TRANSFORM.integrity, [12, 13, 2]),
      ...ofType(TRANSFORM.group, [14, 19, 20, 2]),
    ],
  },
  {
    number: 2,
    transforms: [
      ...ofType(TRANSFORM.encryption, [20], 256),
      ...ofType(TRANSFORM.prf, [6, 5]),
      ...ofType(TRANSFORM.group, [14, 19, 20, 2]),
    ],
  },
];

/** IANA, "IKEv2 Parameters": names of what is offered. */
const NAMES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [TRANSFORM.encryption]: { 12: 'AES-CBC', 20: 'AES-GCM-16' },
  [TRANSFORM.prf]: { 2: 'PRF-HMAC-SHA1', 5: 'PRF-HMAC-SHA2-256', 6: 'PRF-HMAC-SHA2-384' },
  [TRANSFORM.integrity]: { 2: 'HMAC-SHA1-96', 12: 'HMAC-SHA2-256-128', 13: 'HMAC-SHA2-384-192' },
  [TRANSFORM.group]: { 2: 'MODP-1024', 14: 'MODP-2048', 19: 'ECP-256', 20: 'ECP-384' },
};

function ofType(type: number, ids: readonly number[], keyBits: number | null = null): Transform[] {
  return ids.map((id) => ({ type, id, keyBits }));
}

/**
 * Whether a responder's choice is part of {@link OFFER}: the proposal number, and exactly one offered transform of
 * each type (RFC 7296 section 2.7).
 */
export function isOffered({ number, transforms }: Proposal): boolean {
  const offered = OFFER.find((one) => one.number === number)?.transforms ?? [];
  const types = new Set(offered.map(({ type }) => type));
  return (
    types.size > 0 &&
    transforms.length === types.size &&
    [...types].every((type) => transforms.some((one) => one.type === type)) &&
    transforms.every((one) =>
      offered.some(({ type, id, keyBits }) => type === one.type && id === one.id && keyBits === one.keyBits),
    )
  );
}

/** `AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048`. */
export function proposalText({ transforms }: Proposal): string {
  const order = [TRANSFORM.encryption, TRANSFORM.integrity, TRANSFORM.prf, TRANSFORM.group];
  return [...transforms]
    .sort((a, b) => order.indexOf(a.type as 1) - order.indexOf(b.type as 1))
    .map(transformText)
    .join('/');
}

/** `MODP-2048`, or `group 24` for one that is not offered. */
export function groupText(group: number): string {
  return NAMES[TRANSFORM.group]?.[group] ?? `group ${group}`;
}

function transformText({ type, id, keyBits }: Transform): string {
  return `${NAMES[type]?.[id] ?? `${type}:${id}`}${keyBits === null ? '' : `-${keyBits}`}`;
}
