import type { RootState } from '../../../core/findings/profile-currency.ts';
import type {
  MigrationAnswer,
  MigrationChange,
  NextProtocol,
  Outlook,
  RouteVerdict,
} from '../../../core/migration/model.ts';
import { ROUTE_TEXT } from '../route-text.ts';

/** The facts for the text of a change: `ports` and `host` as texts. */
export interface ChangeFacts extends Omit<MigrationChange, 'ports' | 'protocol'> {
  host: string;
  ports: string;
  protocol: string;
}

/** The texts of a move, in one language. */
export interface MigrationWords {
  /** Between two items of a list. */
  comma: string;
  title: (gateway: string, answer: string) => string;
  answers: Record<MigrationAnswer, string>;
  /** `not-possible` when no proxy was probed. */
  noAlternative: string;
  until: (day: string) => string;
  /** Above a table of the protocols. */
  sideBySide: string;
  gateway: string;
  notChecked: string;
  outlooks: Record<Outlook, string>;
  /** Follows an outlook. */
  notInProfile: string;
  through: (proxy: string) => string;
  routes: Record<RouteVerdict, string>;
  reasons: Readonly<Record<string, string>>;
  takesFragments: string;
  translated: (here: boolean) => string;
  profile: (files: string, roots: string, state: string) => string;
  roots: Record<RootState, (oldRootEnds: string | null) => string>;
  rootTrusted: (trusted: boolean) => string;
  clients: (windows: string, azureVpnClient: string, openVpn: string) => string;
  presence: (there: boolean | null) => string;
  toDo: string;
  /** Above the obstacles of OpenVPN where it is not needed. */
  besides: string;
  /** Half-open SAs that a probe leaves. */
  halfOpen: (count: number) => string;
  actors: Record<MigrationChange['to'], string>;
  /** `who: protocol: what, until.` */
  change: (who: string, protocol: string | null, deed: string, by: string | null) => string;
  deeds: Record<MigrationChange['code'], (facts: ChangeFacts) => string>;
}

export const PROTOCOL_NAMES: Record<NextProtocol, string> = { ikev2: 'IKEv2', openvpn: 'OpenVPN' };

export const MIGRATION_EN: MigrationWords = {
  comma: ', ',
  title: (gateway, answer) => `Move of ${gateway}: ${answer}`,
  answers: {
    ready: 'ready to move.',
    'ready-after-changes': 'ready after what is listed below.',
    'not-possible':
      'not possible from this computer: there is no direct route, and the proxy carries neither. Use another network, or ask for an exemption.',
    'not-known': 'not known from this computer.',
  },
  noAlternative:
    'not possible from this computer: there is no direct route. Use another network, or ask for an exemption.',
  until: (day) => `until ${day}`,
  sideBySide: 'SSTP, IKEv2 and OpenVPN side by side',
  gateway: 'Gateway',
  notChecked: 'not checked',
  outlooks: {
    works: 'reachable from this computer',
    'works-through-proxy': 'works through the proxy, with a client that supports one',
    blocked: 'not reachable from this computer',
    unknown: 'not known',
  },
  notInProfile: 'the profile does not name it',
  through: (proxy) => `through ${proxy}`,
  routes: Object.fromEntries(
    Object.entries(ROUTE_TEXT).map(([word, { seen }]) => [word, seen]),
  ) as MigrationWords['routes'],
  reasons: {
    'no-profile': 'no OpenVPN profile of this gateway was given',
    'profile-names-udp': 'its profile names UDP',
    'profile-names-other-port': 'its profile names another port; name the gateway with that one',
    'tls-crypt-v2': 'its profile has a key type that p2s-fix does not support',
    'key-file': 'its profile names a key in another file',
    digest: 'its profile names a digest that p2s-fix does not support',
  },
  takesFragments: 'takes fragments',
  translated: (here) => (here ? 'our address is translated' : 'our address is not translated'),
  profile: (files, roots, state) => `Profile  ${files}: expects ${roots} (${state})`,
  roots: {
    old: (end) => `an old root${end === null ? '' : `, valid until ${end}`}`,
    both: () => 'the old root and the new one',
    new: () => 'a root that is not an old one',
    unknown: () => "a root that is not known as one of Azure's",
  },
  rootTrusted: (trusted) => `The root that it shows is ${trusted ? '' : 'not '}trusted on this computer.`,
  clients: (windows, azure, openVpn) =>
    `Clients  Windows: ${windows}, Azure VPN Client: ${azure}, OpenVPN: ${openVpn}`,
  presence: (there) => (there === null ? 'not known' : there ? 'yes' : 'no'),
  toDo: 'To do:',
  besides: 'What blocks OpenVPN, which this move does not need:',
  halfOpen: (count) => `leaves ${count} half-open SA, which the gateway removes automatically`,
  actors: {
    'network-team': 'Network team',
    'proxy-team': 'Proxy team',
    'vpn-team': 'VPN team',
    admin: 'Administrator',
  },
  change: (who, protocol, deed, by) =>
    `${who}: ${protocol === null ? '' : `${protocol}: `}${deed}${by === null ? '' : `, before ${by}`}.`,
  deeds: {
    'allow-udp': ({ ports, host }) => `allow UDP ${ports} to ${host}, and the answers`,
    'allow-tcp': ({ ports, host }) => `allow TCP ${ports} to ${host} directly, without TLS inspection`,
    'pass-connect': ({ ports, host, via }) =>
      `allow CONNECT ${host}:${ports} through ${via}, without sign-in, and with bytes that are not TLS`,
    'enable-protocol': ({ protocol }) => `enable ${protocol} on the gateway, then check again`,
    'confirm-protocol': ({ protocol, via }) =>
      protocol === PROTOCOL_NAMES.openvpn
        ? `confirm that the gateway supports it, with the key of this profile; ${via === null ? 'a connection to its port is made' : `${via} grants a tunnel to its port`}, but no OpenVPN server with that key answers there`
        : 'confirm that the gateway supports it; a gateway without it also refuses or does not answer',
    'accept-proposal': ({ ports }) =>
      `have the gateway accept what Windows offers; it answers on UDP ${ports} and rejects that`,
    'confirm-point-to-site': ({ protocol }) =>
      `confirm that the gateway has ${protocol} for point-to-site; a gateway that has it only for site-to-site also answers`,
    'regenerate-profile': () => 'download a new VPN client package and redeploy it',
    'check-profile-key': () =>
      'the server that answers has a different key than the profile; download a new VPN client package',
    'client-with-proxy': ({ via }) =>
      `use the OpenVPN client with http-proxy ${via}; whether the Azure VPN Client supports a proxy is not documented`,
    'resolve-name': ({ host }) =>
      `check the name ${host}; if it is right, make sure that the name servers of this network resolve it`,
    'name-profile': () =>
      'give the OpenVPN profile with --profile; without its key the gateway does not reply',
  },
};
