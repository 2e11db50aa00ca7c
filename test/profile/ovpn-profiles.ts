import { SECRET, staticKeyFile } from '../support/machines/profiles.ts';

const KEY = staticKeyFile(SECRET).trim();
export const block = (name: string, content = KEY) => `<${name}>\n${content}\n</${name}>`;

/** Profiles in the forms of openvpn(8), and the servers that OpenVPN reads. */
export const PROFILES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'without a port': ['remote h\nproto tcp', ['h 1194 tcp none']],
  'with a port for all, the last one': [
    'rport 2000\nremote h\nremote i 443\nport 1300\nproto tcp-client',
    ['h 1300 tcp none', 'i 443 tcp none'],
  ],
  'with comments': [
    'remote h 443 tcp # note\nremote i 443 # note\nremote j 444 ;tcp\n;remote k 1\n# remote l 1',
    ['h 443 tcp none', 'i 443 udp none', 'j 444 udp none'],
  ],
  'with quotes, tabs and dashes': [
    `remote "h" 443 'tcp4'\n\t--remote\ti "444"\ttcp6-client\n'remote' j`,
    ['h 443 tcp none', 'i 444 tcp none', 'j 1194 udp none'],
  ],
  'with a backslash at the end of a line': [
    'setenv FOLDER C:\\\\vpn\\\nremote h 443 tcp \\\nsetenv OTHER a\\\r\nremote i 444 tcp\n',
    ['h 443 tcp none', 'i 444 tcp none'],
  ],
  'with a direction before an inline key': [
    `remote h 443 tcp\ntls-auth [inline] 1\n${block('tls-auth')}`,
    ['h 443 tcp tls-auth 1'],
  ],
  'with a direction by itself': [
    `remote h 443 tcp\n  ${block('tls-auth').replace('\n</', '\n  </')} # end\nkey-direction 0`,
    ['h 443 tcp tls-auth 0'],
  ],
  'with connections': [
    [
      ...['port 1200', 'remote outside 443', `<connection> # first\nremote h1\n  </connection>`],
      ...['port 1400', '<connection>\nremote h2 444 tcp4\nport 445\n</connection>'],
      '<connection>\nremote h3\nrport 446\nproto tcp\n</connection>',
      '<connection>\nproto tcp\nremote h4 447 udp\n</connection>',
      'proto tcp',
    ].join('\n'),
    ['h1 1200 udp none', 'h2 445 tcp none', 'h3 446 tcp none', 'h4 447 udp none'],
  ],
  'with a key for some connections': [
    [
      `<connection>\nremote h1 443 tcp\nkey-direction 0\n</connection>`,
      `<connection>\nremote h2 443 tcp\nkey-direction 1\n${block('tls-auth')}\n</connection>`,
      `<connection>\nremote h3 443 tcp\n${block('tls-auth')}\nkey-direction 1\n</connection>`,
      `<connection>\nremote h4 443 tcp\n${block('tls-crypt')}\n</connection>`,
      `key-direction 1\n${block('tls-auth')}`,
    ].join('\n'),
    ['h1 443 tcp tls-auth 1', 'h2 443 tcp tls-auth not set', 'h3 443 tcp tls-auth 1', 'h4 443 tcp tls-crypt'],
  ],
};
