<#
.SYNOPSIS
Only for tests: listens on a free port of 127.0.0.1, prints "port N.", and waits.
#>
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
$listener.Start()
# Wine has the owner of a socket only after the process itself has used it; the read fails, as expected.
$listener.Server.Blocking = $false
try { $null = $listener.Server.Receive([byte[]]::new(1)) } catch [System.Net.Sockets.SocketException] { $null = $_ }
"port $($listener.LocalEndpoint.Port)."
Start-Sleep -Seconds 170
