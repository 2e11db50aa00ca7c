/** Record types (RFC 8446 5.1): change_cipher_spec, alert, handshake, application_data. */
const ALERT = 21;
const HANDSHAKE = 22;
const RECORD_TYPES = [20, ALERT, HANDSHAKE, 23];
const RECORD_HEADER = 5;
const SERVER_HELLO = 2;
const CLOSE_NOTIFY = 0;
const PROTOCOL_VERSION = 70;
const HANDSHAKE_FAILURE = 40;
const INSUFFICIENT_SECURITY = 71;
const UNRECOGNIZED_NAME = 112;
const WARNING = 1;
const TLS_1_2 = 0x0303;

/**
 * The reason of the `tls` stage in the first bytes of a server after a failed TLS 1.2 handshake; `null` if there
 * is none. `unrecognized_name` as a warning does not end the handshake (RFC 6066 3): servers send it and continue.
 */
export function reasonOfBytes(
  bytes: Uint8Array,
): 'not-tls' | 'old-tls' | 'unrecognized-name' | 'handshake-failure' | 'alert' | null {
  const view = Buffer.from(bytes);
  for (let at = 0; at < view.length; ) {
    const type = view[at] ?? 0;
    if (!RECORD_TYPES.includes(type) || (view[at + 1] ?? 3) !== 3) return 'not-tls';
    if (at + RECORD_HEADER > view.length) return null;
    const end = at + RECORD_HEADER + view.readUInt16BE(at + 3);
    const content = view.subarray(at + RECORD_HEADER, end);
    if (type === ALERT && content.length === 2) {
      const [level, description] = content;
      if (description === PROTOCOL_VERSION) return 'old-tls';
      if (description === CLOSE_NOTIFY) return null;
      if (description === HANDSHAKE_FAILURE || description === INSUFFICIENT_SECURITY)
        return 'handshake-failure';
      if (description !== UNRECOGNIZED_NAME) return 'alert';
      if (level !== WARNING) return 'unrecognized-name';
    }
    const hello = type === HANDSHAKE && content[0] === SERVER_HELLO && content.length >= 6;
    if (hello && content.readUInt16BE(4) < TLS_1_2) return 'old-tls';
    at = end;
  }
  return null;
}
