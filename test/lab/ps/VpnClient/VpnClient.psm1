# Only for tests: stands where Windows has its module of that name, which the lab has not.
function Get-VpnConnection([switch]$AllUserConnection) {
    $file = if ($AllUserConnection) { 'all.json' } else { 'user.json' }
    $path = $PSScriptRoot + '\' + $file
    if (-not (Test-Path -LiteralPath $path)) { throw 'The VPN service is not there.' }
    Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
}
