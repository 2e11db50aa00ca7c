/** The result of moving a gateway from SSTP to IKEv2 or OpenVPN. */
export const MIGRATION_EN = {
  'migration.title': 'Move of {gateway}: {answer}',
  'migration.until': 'until {date}',
  'migration.side-by-side': 'SSTP, IKEv2 and OpenVPN side by side',
  'migration.gateway': 'Gateway',
  'migration.not-checked': 'not checked',
  'migration-outlook.works': 'reachable from this computer',
  'migration-outlook.works-through-proxy': 'works through the proxy, with a client that supports one',
  'migration-outlook.blocked': 'not reachable from this computer',
  'migration-outlook.unknown': 'not known',
  'migration.not-in-profile': 'the profile does not name it',
  'migration.route': '{transport} {port}: {verdict}',
  'migration.route.proxy': '{transport} {port} through {proxy}: {verdict}',
  'migration-route.reachable': 'a valid answer of the server',
  'migration-route.silent': 'no reply',
  'migration-route.refused':
    'an ICMP "unreachable" or a TCP reset comes back, or this system forbids it: a firewall, or nothing listens there',
  'migration-route.unreachable':
    'there is no route to it from this computer, or, through a proxy, from the proxy (502, 503, 504)',
  'migration-route.dns-failed': 'its name does not resolve on this route',
  'migration-route.ikev1':
    'an IKEv1 responder answers: the port is open, and the gateway does not support IKEv2 there',
  'migration-route.turned-down':
    'an IKEv2 responder answers and rejects what is offered (NO_PROPOSAL_CHOSEN or another error)',
  'migration-route.not-ike': 'the answer is not IKEv2',
  'migration-route.proxy-unreachable': 'the proxy does not answer',
  'migration-route.proxy-auth-required': 'the proxy requires authentication (407)',
  'migration-route.proxy-refused': 'the proxy refuses CONNECT',
  'migration-route.proxy-wants-tls': 'the proxy grants CONNECT and stops bytes that are not TLS',
  'migration-route.gateway-speaks-sstp':
    'SSTP uses the port; a gateway cannot run both, so OpenVPN can be tested only after the switch',
  'migration-route.wrong-key': 'an OpenVPN server answers with a different key than the profile has',
  'migration-route.no-answer':
    'the connection ends at the first packet: another key, no OpenVPN, or a device on the route',
  'migration-route.not-openvpn': 'the answer is not an OpenVPN answer to our packet',
  'migration-route.not-tested': 'not tested',
  'migration-reason.no-profile': 'no OpenVPN profile of this gateway was given',
  'migration-reason.profile-names-udp': 'its profile names UDP',
  'migration-reason.profile-names-other-port':
    'its profile names another port; name the gateway with that one',
  'migration-reason.tls-crypt-v2': 'its profile has a key type that p2s-fix does not support',
  'migration-reason.key-file': 'its profile names a key in another file',
  'migration-reason.digest': 'its profile names a digest that p2s-fix does not support',
  'migration.takes-fragments': 'takes fragments',
  'migration.translated': 'our address is translated',
  'migration.not-translated': 'our address is not translated',
  'migration.half-open': 'leaves {count} half-open SA, which the gateway removes automatically',
  'migration.profile': 'Profile  {files}: expects {roots} ({state})',
  'migration-root.old': 'an old root',
  'migration-root.old.until': 'an old root, valid until {date}',
  'migration-root.both': 'the old root and the new one',
  'migration-root.new': 'a root that is not an old one',
  'migration-root.unknown': "a root that is not known as one of Azure's",
  'migration.root-trusted': 'The root that it shows is trusted on this computer.',
  'migration.root-given':
    'The root that it shows was given with --ca; whether this computer trusts it was not tested.',
  'migration.root-not-trusted': 'The root that it shows is not trusted on this computer.',
  'migration.clients': 'Clients  Windows: {windows}, Azure VPN Client: {azure}, OpenVPN: {openVpn}',
  'migration-client.yes': 'yes',
  'migration-client.no': 'no',
  'migration-client.not-known': 'not known',
  'migration.to-do': 'To do:',
  'migration.order': 'The order of the move:',
  'migration.order.ikev2':
    '1. VPN team: set the tunnel type "IKEv2 and SSTP" on the gateway. There is no downtime: Windows tries IKEv2 first and falls back to SSTP.',
  'migration.order.package':
    '2. Administrator: install the new VPN client package on each computer, which requires administrator rights.',
  'migration.order.openvpn':
    '3. OpenVPN last, and only if it is needed: it replaces SSTP on the gateway, cuts every SSTP client until it has the new package, and cannot be reversed, because SSTP cannot be enabled since {since}.',
  'migration.besides': 'What blocks OpenVPN, which this move does not need:',
} as const;
