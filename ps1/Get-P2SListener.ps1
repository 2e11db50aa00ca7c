#Requires -Version 5.1

<#
.SYNOPSIS
Names the processes that listen on TCP ports of this computer, such as a proxy on loopback.
.DESCRIPTION
Calls GetExtendedTcpTable for IPv4 and IPv6. Writes nothing. If it cannot be called (Constrained Language Mode,
blocked by a virus scanner), "unavailable" has the reason: the output of netstat.exe is in the language of Windows.
.PARAMETER RequestBase64
For p2s-fix itself: the request, base64 of JSON with "ports", a list of numbers.
.PARAMETER RequestFromStdin
The request is on standard input.
.EXAMPLE
'{"ports":[8080,9000]}' | powershell.exe -NoProfile -ExecutionPolicy Bypass -File Get-P2SListener.ps1 -RequestFromStdin
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/evidence/TcpListener.ps1

$nonce = ''
$code = 'invalid-request'
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = if ($json -eq '') { @{ ports = @() } } else { ConvertFrom-P2SJson $json }
    if ($request['ports'] -isnot [array]) { throw 'The request has no list of ports.' }
    $ports = @(foreach ($port in $request['ports']) {
            if ($port -isnot [decimal] -or $port -lt 1 -or $port -gt 65535) {
                throw "The request has '$port' in place of a port."
            }
            [int]$port
        })
    $code = 'failed'
    $listeners = 'null'
    $state = Initialize-P2SNative
    if ($state -eq 'ready') {
        $found = @(foreach ($one in Get-P2STcpListeners $ports) {
                '{"port":' + $one.Port + ',"address":' + (ConvertTo-P2SJsonText $one.Address) + ',"pid":' + $one.Pid +
                ',"process":' + (ConvertTo-P2SJsonText $one.Process) + '}'
            })
        $listeners = '[' + ($found -join ',') + ']'
    }
    $unavailable = if ($state -eq 'ready') { $null } else { $state }
    Format-P2SResult $nonce ('{"listeners":' + $listeners +
        ',"unavailable":' + (ConvertTo-P2SJsonText $unavailable) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure $code '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
