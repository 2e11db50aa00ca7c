import type { RootState } from '../../../core/findings/profile-currency.ts';
import type {
  MigrationAnswer,
  MigrationChange,
  NextProtocol,
  Outlook,
  RouteVerdict,
} from '../../../core/migration/model.ts';
import { ROUTE_TEXT } from '../route-text.ts';

/** What a change is told with: `ports` and `host` as texts. */
export interface ChangeFacts extends Omit<MigrationChange, 'ports' | 'protocol'> {
  host: string;
  ports: string;
  protocol: string;
}

/** The words of a move in one language. */
export interface MigrationWords {
  /** Between two of a list. */
  comma: string;
  title: (gateway: string, answer: string) => string;
  answers: Record<MigrationAnswer, string>;
  /** `not-possible` where no proxy was probed. */
  noWayOut: string;
  until: (day: string) => string;
  /** Over a table of the protocols. */
  sideBySide: string;
  gateway: string;
  notChecked: string;
  outlooks: Record<Outlook, string>;
  /** Said behind an outlook. */
  notInProfile: string;
  through: (proxy: string) => string;
  ways: Record<RouteVerdict, string>;
  reasons: Readonly<Record<string, string>>;
  takesFragments: string;
  translated: (here: boolean) => string;
  profile: (files: string, roots: string, state: string) => string;
  roots: Record<RootState, (oldRootEnds: string | null) => string>;
  rootTrusted: (trusted: boolean) => string;
  clients: (windows: string, azureVpnClient: string, openVpn: string) => string;
  presence: (there: boolean | null) => string;
  toDo: string;
  /** Over what stops OpenVPN where it is not needed. */
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
      'not possible from here: there is no direct way out, and the proxy carries neither. Another network, or an exemption.',
    'not-known': 'not known from here.',
  },
  noWayOut: 'not possible from here: there is no direct way out. Another network, or an exemption.',
  until: (day) => `until ${day}`,
  sideBySide: 'SSTP, IKEv2 and OpenVPN side by side',
  gateway: 'Gateway',
  notChecked: 'not checked',
  outlooks: {
    works: 'gets through from here',
    'works-through-proxy': 'works through the proxy, for a client that can go through one',
    blocked: 'does not get through',
    unknown: 'not known',
  },
  notInProfile: 'the profile does not name it',
  through: (proxy) => `through ${proxy}`,
  ways: Object.fromEntries(
    Object.entries(ROUTE_TEXT).map(([word, { seen }]) => [word, seen]),
  ) as MigrationWords['ways'],
  reasons: {
    'no-profile': 'no OpenVPN profile of this gateway was given',
    'profile-names-udp': 'its profile names UDP',
    'profile-names-other-port': 'its profile names another port; name the gateway with that one',
    'tls-crypt-v2': 'its profile has a key of a kind that is not spoken here',
    'key-file': 'its profile names a key in another file',
    digest: 'its profile names a digest that is not known here',
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
  rootTrusted: (trusted) => `The root that it shows is ${trusted ? '' : 'not '}trusted here.`,
  clients: (windows, azure, openVpn) =>
    `Clients  Windows: ${windows}, Azure VPN Client: ${azure}, OpenVPN: ${openVpn}`,
  presence: (there) => (there === null ? 'not known' : there ? 'yes' : 'no'),
  toDo: 'To do:',
  besides: 'What stops OpenVPN, which this move does not need:',
  halfOpen: (count) => `leaves ${count} half-open SA, which the gateway forgets by itself`,
  actors: {
    'network-team': 'Network team',
    'proxy-team': 'Proxy team',
    'vpn-team': 'VPN team',
    admin: 'Admin',
  },
  change: (who, protocol, deed, by) =>
    `${who}: ${protocol === null ? '' : `${protocol}: `}${deed}${by === null ? '' : `, before ${by}`}.`,
  deeds: {
    'allow-udp': ({ ports, host }) => `allow UDP ${ports} to ${host}, and the answers`,
    'allow-tcp': ({ ports, host }) => `allow TCP ${ports} to ${host} directly, without TLS inspection`,
    'pass-connect': ({ ports, host, via }) =>
      `let CONNECT ${host}:${ports} through ${via} pass, without sign-in, and with bytes that are not TLS`,
    'enable-protocol': ({ protocol }) => `enable ${protocol} on the gateway, then check again`,
    'confirm-protocol': ({ protocol, via }) =>
      protocol === PROTOCOL_NAMES.openvpn
        ? `confirm that the gateway has it, with the key of this profile; ${via === null ? 'a connection to its port is made' : `${via} grants a tunnel to its port`}, and nothing answers there as OpenVPN with that key`
        : 'confirm that the gateway has it; one that has it not refuses or does not answer either',
    'accept-proposal': ({ ports }) =>
      `have the gateway accept what Windows offers; it answers on UDP ${ports} and turns that down`,
    'confirm-point-to-site': ({ protocol }) =>
      `confirm that the gateway has ${protocol} for point-to-site; one that has it for site-to-site alone answers as well`,
    'regenerate-profile': () => 'generate the VPN client package anew and have it installed',
    'check-profile-key': () =>
      'what answers has another key than the profile; generate the VPN client package anew',
    'client-with-proxy': ({ via }) =>
      `use the OpenVPN client with http-proxy ${via}; whether the Azure VPN Client can go through a proxy is not documented`,
    'resolve-name': ({ host }) =>
      `check the name ${host}; where it is right, have it resolved by the name servers here`,
    'name-profile': () =>
      'give the OpenVPN profile with --profile; without its key the gateway answers nothing',
  },
};
