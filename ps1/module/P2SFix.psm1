# The module P2SFix: four functions on top of the parts that the p2s-fix scripts share.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/wire/JsonWrite.ps1
# include: lib/machine/Registry.ps1
# include: lib/change/RegistryWrite.ps1
# include: lib/wire/NativeCall.ps1
# include: lib/settings/NativeWrite.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/Folder.ps1
# include: lib/change/WriteLock.ps1
# include: lib/machine/User.ps1
# include: lib/change/Write.ps1
# include: lib/change/WriteAll.ps1
# include: lib/settings/Blob.ps1
# include: lib/settings/Lists.ps1
# include: lib/settings/BlobChange.ps1
# include: lib/settings/Policy.ps1
# include: lib/settings/Mirror.ps1
# include: lib/settings/StorePlan.ps1
# include: lib/settings/SameSetting.ps1
# include: lib/change/Backup.ps1
# include: lib/settings/Align.ps1
# include: lib/wire/Typed.ps1
# include: lib/change/Resource.ps1
# include: lib/path/transport/Talk.ps1
# include: lib/path/transport/Pump.ps1
# include: lib/path/transport/Dial.ps1
# include: lib/path/transport/HttpHead.ps1
# include: lib/path/transport/TlsFlight.ps1
# include: lib/path/transport/Tls.ps1
# include: lib/path/Sstp.ps1
# include: lib/change/Again.ps1
# include: lib/path/transport/Connect.ps1
# include: lib/path/Tunnel.ps1
# include: lib/path/revocation/Der.ps1
# include: lib/path/revocation/Chain.ps1
# include: lib/path/revocation/RevocationFetch.ps1
# include: lib/path/PathRequest.ps1
# include: lib/path/PathProbe.ps1
# include: lib/path/revocation/Fetch.ps1
# include: lib/path/revocation/CertificateChain.ps1
# include: lib/path/PathByHand.ps1
# include: lib/settings/DesiredParts.ps1

# The parts use only PowerShell's own modules while a script runs; a session that loads this module keeps its own
# path.
$env:PSModulePath = $script:P2SCallersModulePath

function Get-P2SProxy {
    <#
    .SYNOPSIS
    Shows the WinINET setting of the current user and both WinHTTP views.
    .DESCRIPTION
    Reads the registry unmodified and writes nothing. One object for each setting: Store, Present (empty if it
    cannot be read), Proxy, Bypass, Pac, AutoDetect, ManagedBy (the policy that manages it), Unreadable (a damaged
    value). A proxy that is stored but disabled is not shown.
    .EXAMPLE
    Get-P2SProxy | Format-Table Store, Proxy, Bypass, ManagedBy
    .OUTPUTS
    An object for each setting.
    #>
    [CmdletBinding()]
    param()

    foreach ($type in 'WinInetProxy', 'WinHttpProxy') {
        foreach ($target in @(Get-P2SResourceTargets $type @{ proxy = $null } (Get-P2SOwnSid $type))) {
            $plan = Get-P2SStorePlan $target
            if ($plan.State -ne 'not-here') { ConvertTo-P2SStoreObject $type $plan }
        }
    }
}

function Test-P2SProxy {
    <#
    .SYNOPSIS
    Tests whether the proxy settings are in the desired state: true or false.
    .DESCRIPTION
    Without a state: whether WinHTTP matches the WinINET setting of the current user, or of the computer while a
    policy makes that one apply. With one: whether both have it, or those that -Store names. Writes nothing;
    -Verbose shows which setting differs.
    .PARAMETER Proxy
    HOST:PORT, or http=HOST:PORT;https=HOST:PORT.
    .PARAMETER Bypass
    Entries separated by semicolons; without it, the existing list counts as correct.
    .PARAMETER Pac
    URL of a PAC file, which only WinINET can store.
    .PARAMETER Direct
    No proxy.
    .PARAMETER Store
    WinInet, WinHttp or both.
    .EXAMPLE
    Test-P2SProxy
    .EXAMPLE
    Test-P2SProxy -Proxy proxy.contoso.example:8080 -Bypass '<local>'
    .OUTPUTS
    True or false.
    #>
    [CmdletBinding(DefaultParameterSetName = 'Follow')]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Proxy')][string]$Proxy,
        [Parameter(ParameterSetName = 'Proxy')][AllowEmptyString()][string]$Bypass,
        [Parameter(Mandatory = $true, ParameterSetName = 'Pac')][string]$Pac,
        [Parameter(Mandatory = $true, ParameterSetName = 'Direct')][switch]$Direct,
        [Parameter(ParameterSetName = 'Proxy')]
        [Parameter(ParameterSetName = 'Direct')]
        [ValidateSet('WinInet', 'WinHttp')][string[]]$Store = @('WinInet', 'WinHttp')
    )

    $right = $true
    foreach ($part in @(Get-P2SDesiredParts $PSBoundParameters $PSCmdlet.ParameterSetName $Store)) {
        foreach ($target in $part.Targets) {
            $plan = Get-P2SStorePlan $target
            Write-Verbose -Message ($plan.Id + ': ' + $plan.State + $(if ($null -ne $plan.By) { ', ' + $plan.By }))
            if ($plan.State -eq 'unseen') { throw (Get-P2SUnseenText $plan) }
            if ($plan.State -notin 'aligned', 'not-here') { $right = $false }
        }
    }
    $right
}

function Repair-P2SProxy {
    <#
    .SYNOPSIS
    Applies the desired state of the proxy settings, or restores the earlier values.
    .DESCRIPTION
    Without a state: WinHTTP gets the equivalent of the WinINET setting of the current user, or of the computer
    while a policy makes that one apply. With one: both get it, or those that -Store names. Saves the current values
    in the registry before its first change, compares before each write, verifies, and restores everything if a
    value does not take effect. Does not write settings that a policy manages. WinHTTP needs an administrator; open
    VPN connections keep the old setting until they reconnect.
    .PARAMETER Proxy
    HOST:PORT, or http=HOST:PORT;https=HOST:PORT.
    .PARAMETER Bypass
    Entries separated by semicolons; without it, the existing list stays.
    .PARAMETER Pac
    URL of a PAC file, which only WinINET can store.
    .PARAMETER Direct
    No proxy.
    .PARAMETER Undo
    Restores the values from before the first change, of the settings that -Store names.
    .PARAMETER Store
    WinInet, WinHttp or both.
    .EXAMPLE
    Repair-P2SProxy -WhatIf
    .EXAMPLE
    Repair-P2SProxy -Proxy proxy.contoso.example:8080 -Bypass '<local>' -Store WinHttp
    .EXAMPLE
    Repair-P2SProxy -Undo
    .OUTPUTS
    An object for WinINET and one for WinHTTP: Store, State (aligned, repaired, undone, nothing-kept), Changed.
    #>
    [CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Follow')]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Proxy')][string]$Proxy,
        [Parameter(ParameterSetName = 'Proxy')][AllowEmptyString()][string]$Bypass,
        [Parameter(Mandatory = $true, ParameterSetName = 'Pac')][string]$Pac,
        [Parameter(Mandatory = $true, ParameterSetName = 'Direct')][switch]$Direct,
        [Parameter(Mandatory = $true, ParameterSetName = 'Undo')][switch]$Undo,
        [Parameter(ParameterSetName = 'Proxy')]
        [Parameter(ParameterSetName = 'Direct')]
        [Parameter(ParameterSetName = 'Undo')]
        [ValidateSet('WinInet', 'WinHttp')][string[]]$Store = @('WinInet', 'WinHttp')
    )

    if ($Undo) {
        foreach ($type in $Store) {
            if ($PSCmdlet.ShouldProcess($type, 'Restore the values from before the first change')) {
                Invoke-P2SRepairPart $type { Restore-P2SOriginal (Get-P2SBackupKey (Get-P2SOwnSid ($type + 'Proxy'))) }
            }
        }
        return
    }
    foreach ($part in @(Get-P2SDesiredParts $PSBoundParameters $PSCmdlet.ParameterSetName $Store)) {
        if ($PSCmdlet.ShouldProcess($part.Store, $part.Description)) {
            Invoke-P2SRepairPart $part.Store {
                Invoke-P2SAlign $part.Targets (Get-P2SBackupKey (Get-P2SOwnSid ($part.Store + 'Proxy')))
            }
        }
    }
}

function Test-P2SPath {
    <#
    .SYNOPSIS
    Tests the path of an SSTP VPN from this computer, through the proxy to the gateway and to its revocation URLs.
    .DESCRIPTION
    Connects like the SSTP client up to the Call Connect Ack, ends the call cleanly, and fetches the CRL and OCSP
    URLs of the gateway's certificates. Windows fetches missing issuers. Does not sign in, writes nothing. Needs Full
    Language Mode.
    .PARAMETER Gateway
    HOST or HOST:PORT of the VPN gateway.
    .PARAMETER Proxy
    HOST:PORT of the proxy to the gateway. Default: the proxy that Windows selects for the current user.
    .PARAMETER Direct
    Use no proxy.
    .PARAMETER RevocationProxy
    HOST:PORT of the proxy to the revocation URLs, or "direct". Default: the computer's own WinHTTP client.
    .PARAMETER DeadlineSeconds
    The time limit of all stages of the tunnel together, of each revocation URL, and of Windows' own download of missing
    issuers.
    .EXAMPLE
    Test-P2SPath -Gateway azuregateway-example.vpn.azure.com
    .OUTPUTS
    An object: Gateway, Works, Verdict (works, proxy-auth-required, out-of-reach, not-sstp,
    revocation-unreachable), Text.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, Position = 0)][string]$Gateway,
        [string]$Proxy = '',
        [switch]$Direct,
        [string]$RevocationProxy = '',
        [ValidateRange(1, 3600)][int]$DeadlineSeconds = 15
    )

    if (-not $script:P2SFullLanguage) { throw 'The probe needs Full Language Mode: it holds a TLS connection.' }
    $request = New-P2SHandRequest $Gateway $Proxy ([bool]$Direct) $RevocationProxy $DeadlineSeconds $true
    Assert-P2SPathRequest $request
    $verdict = Get-P2SHandVerdict $request
    New-Object psobject -Property (
        [ordered]@{ Gateway = $Gateway; Works = $verdict.Works; Verdict = $verdict.Word; Text = $verdict.Text }
    )
}

Export-ModuleMember -Function 'Get-P2SProxy', 'Test-P2SProxy', 'Repair-P2SProxy', 'Test-P2SPath'
