<#
.SYNOPSIS
Only for tests: the end of fetches over WinHTTP, with stand-in clients whose behaviour the test selects.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/path/revocation/Fetch.ps1

# Status and body cannot be read before they arrive, like those of the real client.
function New-TestClient($Fetch) {
    $client = [pscustomobject]@{ Fetch = $Fetch; Aborted = $false }
    $client | Add-Member ScriptProperty Status {
        if ($null -eq $this.Fetch['status']) { throw 'pending' } else { [int]$this.Fetch['status'] }
    }
    $client | Add-Member ScriptProperty ResponseBody {
        if ($null -eq $this.Fetch['body']) { throw 'pending' } else { , [byte[]]::new($this.Fetch['body']) }
    }
    $client | Add-Member ScriptMethod WaitForResponse { $null -ne $this.Fetch['over'] }
    $client | Add-Member ScriptMethod GetResponseHeader {
        if ($args[0] -eq 'Content-Length' -and $null -ne $this.Fetch['length']) { return [string]$this.Fetch['length'] }
        throw 'no such header'
    }
    $client | Add-Member ScriptMethod Abort { $this.Aborted = $true }
    $client
}

function Start-P2SFetch($Fetch, [int]$TimeoutMs, $Clock) {
    $entry = New-P2SFetchEntry $Fetch $Clock
    $entry.Client = New-TestClient $Fetch
    $entry
}

function Close-P2SFetch($Entry) { $script:ended += @($Entry.Client.Aborted) }

$nonce = ''
$script:ended = @()
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($null -ne $request['growth']) { $script:P2SMaxGrowth = [long]$request['growth'] }
    $fetches = @(Invoke-P2SFetches $request['fetches'] ([int]$request['timeoutMs']) ([long]$request['maxBytes']))
    $aborted = @(foreach ($one in $script:ended) { ConvertTo-P2SJsonFlag $one })
    Format-P2SResult $nonce ('{"fetches":[' + ($fetches -join ',') + '],"aborted":[' + ($aborted -join ',') + ']}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' '' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
