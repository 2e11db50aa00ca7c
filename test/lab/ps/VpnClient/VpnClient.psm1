# Only for tests: replaces Windows' module of that name, which the lab does not have.
function Get-VpnConnection {
    [CmdletBinding()]
    param([switch]$AllUserConnection)

    $file = if ($AllUserConnection) { 'all.json' } else { 'user.json' }
    $path = $PSScriptRoot + '\' + $file
    if (-not (Test-Path -LiteralPath $path)) { return Write-Error -Message 'The VPN service is not there.' }
    Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
}
