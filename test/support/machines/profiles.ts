/** Profiles in Azure's format, with the contents that a test needs. */
export const SECRET = `${'5ec7e7'.repeat(85)}5e`;

export interface SettingsText {
  server: string;
  /** Default `SSTP,IkeV2`; `null` leaves the element out. */
  types?: string | null;
  vnetId?: string;
  /** Base64 of the roots. Two make the newer schema. */
  certificates?: readonly string[];
  /** Common names of the roots. */
  rootNames?: readonly string[];
  schema?: 'older' | 'newer';
}

/** VpnSettings.xml in the older or newer schema. */
export function vpnSettings(text: SettingsText): string {
  const { server, types = 'SSTP,IkeV2', certificates = [], rootNames = [] } = text;
  const newer = (text.schema ?? (certificates.length > 1 ? 'newer' : 'older')) === 'newer';
  const list = (name: string, values: readonly string[], older: string) =>
    newer
      ? `  <${name}>${values.map((value) => `\n    <string>${value}</string>`).join('')}\n  </${name}>`
      : values.map((value) => `  <${older}>${value}</${older}>`).join('\n');
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<VpnProfile xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    '    xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    `  <VpnServer>${server}</VpnServer>`,
    ...(types === null ? [] : [`  <VpnType>${types}</VpnType>`]),
    list('CaCerts', certificates, 'CaCert'),
    list('ServerCertsRootCn', rootNames, 'ServerCertRootCn'),
    list('ServerCertsIssuerCn', rootNames, 'ServerCertIssuerCn'),
    '  <Routes>10.0.0.0/16,192.168.0.0/24</Routes>',
    ...(text.vnetId === undefined ? [] : [`  <VnetId>${text.vnetId}</VnetId>`]),
    '  <Auth>EapTls</Auth>',
    '</VpnProfile>',
    '',
  ].join('\r\n');
}

/** azurevpnconfig.xml, with the secret that must never appear in output. */
export function azureVpnConfig({
  servers,
  hashes = [],
}: {
  servers: readonly string[];
  hashes?: readonly string[];
}): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<AzVpnProfile xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
    xmlns="http://schemas.datacontract.org/2004/07/">
  <any i:nil="true" />
  <clientauth>
    <aad>
      <audience>00000000-0000-0000-0000-000000000000</audience>
      <issuer>https://sts.windows.net/x/</issuer>
    </aad>
    <type>aad</type>
  </clientauth>
  <protocolconfig>
    <sslprotocolConfig>
      <transportprotocol>tcp</transportprotocol>
    </sslprotocolConfig>
  </protocolconfig>
  <serverlist>
${servers.map((fqdn) => `    <ServerEntry>\n      <displayname i:nil="true" />\n      <fqdn>${fqdn}</fqdn>\n    </ServerEntry>`).join('\n')}
  </serverlist>
  <servervalidation>
${hashes.map((hash) => `    <Cert>\n      <hash>${hash}</hash>\n    </Cert>`).join('\n')}
    <serversecret>${SECRET}</serversecret>
    <type>cert</type>
  </servervalidation>
  <version>1</version>
</AzVpnProfile>
`;
}

/** An OpenVPN profile as Azure writes it. */
export function openVpnProfile(host: string, caPem: string): string {
  return `client
remote ${host} 443
verify-x509-name ${host} name
remote-cert-tls server

dev tun
proto tcp
# The TLS key
key-direction 1
<tls-auth>
-----BEGIN OpenVPN Static key V1-----
${SECRET}
-----END OpenVPN Static key V1-----
</tls-auth>
<ca>
${caPem}</ca>
<key>
$PRIVATEKEY
</key>
`;
}

/** ProfileXML of Always On VPN. */
export function alwaysOnProfile(servers: string, protocol: string): string {
  return `<VPNProfile>
  <AlwaysOn>true</AlwaysOn>
  <NativeProfile>
    <Servers>${servers}</Servers>
    <NativeProtocolType>${protocol}</NativeProtocolType>
  </NativeProfile>
</VPNProfile>`;
}

export function base64Of(der: Uint8Array): string {
  return Buffer.from(der).toString('base64');
}

/** The file that `openvpn --genkey` writes. */
export function staticKeyFile(hex: string): string {
  const lines = hex.match(/.{1,32}/g) ?? [];
  const mark = (word: string) => `-----${word} OpenVPN Static key V1-----`;
  return ['#', '# 2048 bit OpenVPN static key', '#', mark('BEGIN'), ...lines, mark('END'), ''].join('\n');
}
