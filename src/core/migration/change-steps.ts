import { type Step, step } from '../causes/rule.ts';
import { isAzureGateway } from '../findings/path/gateway.ts';
import { hostOfGateway } from '../model/check.ts';
import { neutralise } from '../model/neutralise.ts';
import { inARow, type Phrase, say } from '../model/say.ts';
import type { MigrationChange, NextProtocol } from './model.ts';

/** The same in every language. */
export const PROTOCOL_NAMES: Readonly<Record<NextProtocol, string>> = { ikev2: 'IKEv2', openvpn: 'OpenVPN' };

/** The step of one change, for the list of a report and for the letter; an unknown change of a later version as its code. */
export function changeStep(change: MigrationChange, gateway: string): Step {
  const { code, to, protocol, via, by } = change;
  const host = neutralise(hostOfGateway(gateway), 260);
  const values = { host, proxy: neutralise(via ?? ''), ports: change.ports.map(String) };
  const [action, ...notes] = Object.hasOwn(ACTIONS, code)
    ? ACTIONS[code]({ ...values, protocol, isThroughProxy: via !== null })
    : [neutralise(code)];
  const named = protocol === null ? action : inARow(PROTOCOL_NAMES[protocol], ': ', action);
  const owner = to === 'admin' ? 'administrator' : to;
  return step(
    owner,
    by === null ? named : say('{action}, before {date}', { action: named, date: by }),
    ...notes,
  );
}

interface Values {
  host: string;
  /** Empty without one. */
  proxy: string;
  ports: readonly string[];
  protocol: NextProtocol | null;
  isThroughProxy: boolean;
}

/** What has to be done, and then whole sentences about it. */
type Action = (values: Values) => readonly [action: Phrase, ...notes: Phrase[]];

const ACTIONS: Readonly<Record<MigrationChange['code'], Action>> = {
  'allow-udp': (v) => [
    say('allow UDP {ports} to {host}, and the answers', v),
    say('Where addresses are not translated, also IP protocol 50 (ESP).'),
  ],
  'allow-tcp': (v) => [
    say('allow TCP {ports} to {host} directly, without TLS inspection', v),
    say('Its first bytes are not TLS, so no rule may require TLS there.'),
  ],
  'pass-connect': (v) => [
    say('allow CONNECT {host}:{ports} through {proxy}, without authentication and without TLS inspection', v),
    say('The bytes in the tunnel are not TLS.'),
  ],
  'enable-protocol': ({ host, protocol }) => {
    if (!isAzureGateway({ host }) || protocol === null) return [say('enable it on the gateway')];
    return ENABLED_ON_AZURE[protocol];
  },
  'confirm-protocol': () => [
    say('confirm that the gateway supports it'),
    say('A gateway without it also refuses or does not answer.'),
  ],
  'accept-proposal': (v) => [
    say('have the gateway accept what Windows offers'),
    say('It answers on UDP {ports} and rejects that.', v),
  ],
  'confirm-point-to-site': () => [
    say('confirm that the gateway has it for point-to-site'),
    say('A gateway that has it only for site-to-site also answers.'),
  ],
  'regenerate-profile': () => [say('download a new VPN client package and redeploy it')],
  'replace-key': () => [
    say('download a new VPN client package'),
    say('The server that answers has a different key than the profile.'),
  ],
  'compare-key': ({ proxy, isThroughProxy }) => [
    say('compare the key of the profile with that of the gateway, and check that OpenVPN is enabled there'),
    isThroughProxy
      ? say('{proxy} grants a tunnel to its port, but no OpenVPN server with that key answers there.', {
          proxy,
        })
      : say('A connection to its port is made, but no OpenVPN server with that key answers there.'),
  ],
  'add-key': () => [
    say('download a VPN client package with the key of the gateway'),
    say('The profile has no key (tls-auth, tls-crypt); a server that requires one ends the connection.'),
  ],
  'embed-key': () => [
    say('copy the key into the profile, as its block <tls-auth> or <tls-crypt>'),
    say('The profile names a key in another file, which p2s-fix does not read.'),
  ],
  'client-with-proxy': (v) => [
    say('use the OpenVPN client with http-proxy {proxy}', v),
    say('Whether the Azure VPN Client supports a proxy is not documented.'),
  ],
  'resolve-name': (v) =>
    v.isThroughProxy
      ? [
          say('run this command again on a network without the proxy {proxy}', v),
          say('Nothing has to be corrected: {host} resolves behind that proxy, through which SSTP works.', v),
          say('IKEv2 uses no proxy.'),
        ]
      : [
          say(
            'check the name {host}; if it is right, make sure that the name servers of this network resolve it',
            v,
          ),
        ],
  'name-profile': () => [
    say('give the OpenVPN profile with --profile'),
    say('Without its key the gateway does not reply.'),
  ],
};

const ENABLED_ON_AZURE: Readonly<Record<NextProtocol, readonly [Phrase, Phrase]>> = {
  ikev2: [
    say('set the tunnel type "IKEv2 and SSTP" on the gateway'),
    say('There is no downtime: Windows tries IKEv2 first and falls back to SSTP.'),
  ],
  openvpn: [
    say('enable it on the gateway'),
    say('This cuts every SSTP client until it has the new package, and cannot be reversed.'),
  ],
};
