/**
 * Evidence of a path check by stage. Each stage talks to one peer over one connection, so a peer's reply can be
 * read only if the stage is known. `checks.map(({ evidence }) => evidence.server)` does not compile: it would mix
 * the names of different servers. Values are `unknown`, because a check may come from a file. The interfaces are
 * closed on purpose: with an index signature or a type alias, they would be assignable to a plain record.
 */
export interface EvidenceByStage {
  dns: TcpEvidence;
  tcp: TcpEvidence;
  connect: ConnectEvidence;
  tls: TlsEvidence;
  certificate: CertificateEvidence;
  http: HttpEvidence;
  sstp: SstpEvidence;
  revocation: FetchEvidence;
}

/** Evidence of an unknown stage: no reply of a peer can be read from it. */
export type AnyEvidence = EvidenceByStage[keyof EvidenceByStage];

/** All fields of one stage's evidence, by name: for views that show the stage as well. */
export function fieldsOf(evidence: AnyEvidence): Record<string, unknown> {
  return { ...evidence };
}

/** Fields from this program and the system, at any stage. */
interface OwnEvidence {
  /** A stable code for why the stage did not pass. */
  reason?: unknown;
  detail?: unknown;
  errno?: unknown;
  hresult?: unknown;
  deadlineMs?: unknown;
  /** Bytes received before the deadline, and the elapsed time: slow, but not without a reply. */
  bytesReceived?: unknown;
  afterMs?: unknown;
  /** Milliseconds between the last of these bytes and the deadline. */
  quietMs?: unknown;
  /** Source of the result, if it is not the program itself. */
  client?: unknown;
  account?: unknown;
  decidedBy?: unknown;
  /** `proxy`, `gateway` or `server`: the peer of the DNS or TCP result. */
  of?: unknown;
  passedOver?: unknown;
  ofAnswer?: unknown;
  /** How far the direct route gets, if it was compared. */
  direct?: unknown;
  untriedWays?: unknown;
  /** The clock of the peer (ISO 8601). */
  date?: unknown;
}

/** The first bytes of an invalid reply, and the header of a valid one: texts of the sender. */
interface HttpAnswer {
  httpVersion?: unknown;
  httpStatus?: unknown;
  httpReason?: unknown;
  server?: unknown;
  squidError?: unknown;
  contentType?: unknown;
  locationHost?: unknown;
  began?: unknown;
  schemes?: unknown;
}

/** DNS and TCP results: of the proxy if `of` says so, else of the gateway. */
interface TcpEvidence extends OwnEvidence {
  host?: unknown;
  port?: unknown;
  address?: unknown;
  addresses?: unknown;
  /** The address of the gateway's name, if no VPN gateway has it. */
  reservedAddress?: unknown;
  attempts?: unknown;
}

/** From the proxy. */
interface ConnectEvidence extends OwnEvidence, HttpAnswer {
  target?: unknown;
  /** The status before, if a second answer replaced it. */
  granted?: unknown;
  withSstpVersion?: unknown;
  withoutSstpVersion?: unknown;
}

/** From the gateway, or from a server in its place. */
interface TlsEvidence extends OwnEvidence {
  /** The versions that the client offered, and the negotiated one. */
  offered?: unknown;
  protocol?: unknown;
  /** The version that an older Windows would use, if the Windows is not known and another one was negotiated. */
  untested?: unknown;
  cipher?: unknown;
  /** Result of a client with TLS 1.3 after a client without it was refused. */
  withTls13?: unknown;
  alpn?: unknown;
  withSstpVersion?: unknown;
  withoutSstpVersion?: unknown;
  direct?: unknown;
  page?: unknown;
  /** The certificate that Windows was looking for when the handshake timed out (reason `chain-slow`). */
  missingIssuer?: unknown;
}

/** From the gateway, or from a server in its place. */
interface CertificateEvidence extends OwnEvidence {
  reasons?: unknown;
  subject?: unknown;
  issuer?: unknown;
  serial?: unknown;
  san?: unknown;
  sha256?: unknown;
  validFrom?: unknown;
  validTo?: unknown;
  outOfDate?: unknown;
  /** The clock of this computer when the dates were judged (ISO 8601); only with `outOfDate`. */
  judgedAt?: unknown;
  /** Flaws above the leaf, in the authorities or weak algorithms: `reason` and `subject`. */
  chainFlaws?: unknown;
  matchedOn?: unknown;
  authorizationError?: unknown;
  trustedBy?: unknown;
  rootToldBy?: unknown;
  chainLength?: unknown;
  sent?: unknown;
  fetched?: unknown;
  top?: unknown;
  missingIssuer?: unknown;
  asProfileExpects?: unknown;
  /** The name is that of an Azure gateway. */
  azureName?: unknown;
  /** The issuer is missing, and no root of the profile issued the certificates that were sent. */
  notOfProfile?: unknown;
  direct?: unknown;
  inspectionSigns?: unknown;
}

/** From the gateway, or from a server in its place. */
interface HttpEvidence extends OwnEvidence, HttpAnswer {
  contentLength?: unknown;
  proxyHeaders?: unknown;
  page?: unknown;
}

/** From the gateway, or from a server in its place. */
interface SstpEvidence extends OwnEvidence {
  ack?: unknown;
  hashBits?: unknown;
  packet?: unknown;
  /** What does not fit in the Ack, the version, or the type of another message. */
  flaw?: unknown;
  version?: unknown;
  messageType?: unknown;
  /** Packets before the Ack, if none came. */
  echoRequests?: unknown;
  dataPackets?: unknown;
  sstpStatus?: unknown;
  sstpAttribute?: unknown;
  began?: unknown;
  page?: unknown;
}

/** From the server of one URL, or from the proxy in front of it. */
interface FetchEvidence extends OwnEvidence, HttpAnswer {
  kind?: unknown;
  position?: unknown;
  subject?: unknown;
  serial?: unknown;
  /** Only for a downloaded issuer. */
  issuer?: unknown;
  issuerSha256?: unknown;
  sha256?: unknown;
  baseSha256?: unknown;
  released?: unknown;
  /** Revoked with the reason certificateHold. */
  hold?: unknown;
  address?: unknown;
  bytes?: unknown;
  contentLength?: unknown;
  maxBytes?: unknown;
  thisUpdate?: unknown;
  nextUpdate?: unknown;
  method?: unknown;
  getRefused?: unknown;
  /** The name of the proxy on the route, if it answered from its cache. */
  cachedBy?: unknown;
  redirects?: unknown;
  redirectVia?: unknown;
  followed?: unknown;
  toHttps?: unknown;
  /** The redirects stay on the requested host. */
  sameHost?: unknown;
  contentEncoding?: unknown;
  entries?: unknown;
  /** The result of Windows' cache alone. */
  cacheOnly?: unknown;
}
