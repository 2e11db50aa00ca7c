<#
.SYNOPSIS
Only for tests: the parts that collect evidence, on records and folders that the test makes.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/evidence/EventLog.ps1
# include: lib/evidence/Certificates.ps1
# include: lib/evidence/CrlCache.ps1

# A record of the event log, with the properties that are read.
function New-TestRecord($Data) {
    $properties = @(foreach ($value in $Data) { [pscustomobject]@{ Value = $value } })
    $time = [datetime]::new(2026, 1, 2, 3, 4, 5, 6, [System.DateTimeKind]'Utc').ToLocalTime()
    [pscustomobject]@{ ProviderName = 'RasClient'; Id = 20227; TimeCreated = $time; Properties = $properties }
}

function Add-TestCertificate([string]$Path, [string]$Base64, [string]$Password) {
    $location, $name = $Path.Split('\')
    $bytes = [System.Convert]::FromBase64String($Base64)
    $certificate = if ($Password -ne '') {
        [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes, $Password)
    }
    else { [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes) }
    $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($name, $location)
    $store.Open('ReadWrite')
    $store.Add($certificate)
    $store.Dispose()
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    switch ($request['do']) {
        'events' {
            $untimed = New-TestRecord @('a')
            $untimed.TimeCreated = $null
            $records = @(
                New-TestRecord @('{C}', 'CONTOSO\user', ('VPN ' + [char]0x6771), '-2146885613')
                New-TestRecord @(1..20)
                New-TestRecord @('x' * 600)
                New-TestRecord @(, [byte[]](1..100))
                New-TestRecord @([uint32]4294967295, [long]-1, $null, [datetime]'2026-01-02')
                New-TestRecord @()
                $untimed
            )
            $lists = foreach ($culture in $request['cultures']) {
                [System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::new($culture)
                '[' + (@(foreach ($record in $records) { Format-P2SEvent 'Application' $record }) -join ',') + ']'
            }
            Format-P2SResult $nonce ('[' + (@($lists) -join ',') + ']')
        }
        'query' {
            Format-P2SResult $nonce ('[' +
                (@(foreach ($source in $script:P2SEventSources) { (Read-P2SEventLog $source).State }) -join ',') + ']')
        }
        'certificates' {
            foreach ($one in $request['put']) {
                Add-TestCertificate $one['store'] $one['base64'] ([string]$one['password'])
            }
            Format-P2SResult $nonce (Get-P2SCertificates)
        }
        'cache' { Format-P2SResult $nonce (Format-P2SCrlCache 'user' $request['folder'] @()) }
    }
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
