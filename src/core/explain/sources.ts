const LEARN = 'https://learn.microsoft.com/en-us';
const HICKS = 'https://directaccess.richardhicks.com';
const HEADERS =
  'https://github.com/microsoft/win32metadata/tree/main/generation/WinSDK/RecompiledIdlHeaders/um';

/** Sources of the tables of codes and deadlines. */
export const SOURCES = pages({
  rras: {
    title: 'Routing and Remote Access Error Codes',
    url: `${LEARN}/windows/win32/rras/routing-and-remote-access-error-codes`,
  },
  raserror: { title: 'Windows SDK, RasError.h', url: HEADERS },
  mprerror: { title: 'Windows SDK, MprError.h', url: `${HEADERS}/MprError.h` },
  winhttp: {
    title: 'WinHTTP error messages (Winhttp.h)',
    url: `${LEARN}/windows/win32/winhttp/error-messages`,
  },
  'com-errors': {
    title: 'COM Error Codes (Security and Setup)',
    url: `${LEARN}/windows/win32/com/com-error-codes-4`,
  },
  'trust-values': {
    title: 'Certificate and Trust Return Values',
    url: `${LEARN}/windows/win32/seccrypto/certificate-and-trust-return-values`,
  },
  sspi: { title: 'SSPI Status Codes', url: `${LEARN}/windows/win32/secauthn/sspi-status-codes` },
  sockets: {
    title: 'Windows Sockets Error Codes',
    url: `${LEARN}/windows/win32/winsock/windows-sockets-error-codes-2`,
  },
  win32: { title: 'System Error Codes', url: `${LEARN}/windows/win32/debug/system-error-codes` },
  'com-generic': {
    title: 'COM Error Codes (Generic)',
    url: `${LEARN}/windows/win32/com/com-error-codes-1`,
  },
  dotnet: {
    title: '.NET: how to map HRESULTs and exceptions',
    url: `${LEARN}/dotnet/framework/interop/how-to-map-hresults-and-exceptions`,
  },
  'win32-1000': {
    title: 'System Error Codes (1000-1299)',
    url: `${LEARN}/windows/win32/debug/system-error-codes--1000-1299-`,
  },
  'wu-network': {
    title: 'WUA Networking Error Codes',
    url: `${LEARN}/windows/win32/wua_sdk/wua-networking-error-codes-`,
  },
  'wu-components': {
    title: 'Windows Update error codes by component',
    url: `${LEARN}/windows/deployment/update/windows-update-error-reference`,
  },
  'delivery-optimization': {
    title: 'Delivery Optimization Return Values',
    url: `${LEARN}/windows/win32/delivery_optimization/do-return-values`,
  },
  'hybrid-join': {
    title: 'Troubleshoot Microsoft Entra hybrid joined devices',
    url: `${LEARN}/azure/active-directory/devices/troubleshoot-hybrid-join-windows-current`,
  },
  'schannel-events': {
    title: 'Schannel Events',
    url: `${LEARN}/previous-versions/windows/it-pro/windows-server-2012-R2-and-2012/dn786445(v=ws.11)`,
  },
  'schannel-alerts': {
    title: 'Schannel Error Codes for TLS and SSL Alerts',
    url: `${LEARN}/windows/win32/secauthn/schannel-error-codes-for-tls-and-ssl-alerts`,
  },
  capi2: {
    title: 'Troubleshooting PKI Problems on Windows Vista (events of CAPI2)',
    url: 'https://technet.microsoft.com/library/cc749296.aspx',
  },
  'netsh-winhttp': {
    title: 'Netsh commands for WinHTTP',
    url: `${LEARN}/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/cc731131(v=ws.10)`,
  },
  'netsh-advproxy': {
    title: 'Netsh.exe commands (WinHTTP)',
    url: `${LEARN}/windows/win32/winhttp/netsh-exe-commands`,
  },
  'hicks-26h1': {
    title: 'Richard Hicks: Always On VPN with PEAP Fails in Windows 11 26H1',
    url: `${HICKS}/category/peap/`,
  },
  bits: { title: 'BITS return values', url: `${LEARN}/windows/win32/bits/bits-return-values` },
  'kb-947031': {
    title: 'KB 947031: SSTP-based connection failures',
    url: 'https://mskb.pkisolutions.com/kb/947031',
  },
  'kb-2980672': {
    title: 'KB 2980672: error 0x80092013',
    url: 'https://support.microsoft.com/en-us/help/2980672',
  },
  'ras-events': {
    title: 'RAS Connection Establishment Issues (events 20220, 20227)',
    url: 'https://technet.microsoft.com/library/3060ebb9-d91a-4f85-903f-dc865bd0692c',
  },
  'sstp-events': {
    title: 'RRAS Secure Socket Tunneling Protocol (events of RasSstp)',
    url: 'https://technet.microsoft.com/en-us/library/dd349022(v=ws.10).aspx',
  },
  'sstp-event-4': {
    title: 'Event ID 4 - RRAS Secure Socket Tunneling Protocol',
    url: 'https://technet.microsoft.com/en-us/library/dd315775(v=ws.10).aspx',
  },
  'azure-troubleshoot': {
    title: 'Troubleshoot Azure point-to-site connection problems',
    url: `${LEARN}/azure/vpn-gateway/vpn-gateway-troubleshoot-vpn-point-to-site-connection-problems`,
  },
  'azure-root-migration': {
    title: 'About gateway root certificate migration and P2S VPN profile updates',
    url: `${LEARN}/azure/vpn-gateway/point-to-site-about-gateway-certificate-migration`,
  },
  'azure-update-499923': {
    title: 'Azure Updates 499923: SSTP on VPN Gateway will be retired on March 31, 2027',
    url: 'https://azure.microsoft.com/en-us/updates?id=499923',
  },
  'hicks-expired': {
    title: 'Richard Hicks: Always On VPN Error -2146762495',
    url: `${HICKS}/tag/event-id-20227/`,
  },
  'hicks-13801': {
    title: 'Richard Hicks: Always On VPN Error 13801',
    url: `${HICKS}/2021/12/13/always-on-vpn-error-13801/`,
  },
  'hicks-13806': { title: 'Richard Hicks: Always On VPN Error 13806', url: `${HICKS}/tag/pki/` },
  'hicks-853': {
    title: 'Richard Hicks: Troubleshooting Always On VPN Error 853',
    url: `${HICKS}/tag/20227/page/2/`,
  },
  'jpaz-798': {
    title: 'jpaztech: error 798 of Azure point-to-site connections (in Japanese)',
    url: 'https://jpaztech.github.io/blog/archive/p2s-vpn-error798/',
  },
  'jpaz-tls': {
    title: 'jpaztech: TLS versions of Azure point-to-site connections, July 2018 (in Japanese)',
    url: 'https://jpaztech.github.io/blog/archive/p2s-tls-announcement-july-2018/',
  },
});

/** As `byId`: the type has only the ids. */
function pages<Id extends string>(table: Readonly<Record<Id, { title: string; url: string }>>) {
  return table;
}

export type SourceId = keyof typeof SOURCES;
export const SOURCE_IDS = Object.keys(SOURCES) as SourceId[];
