# The VPN connections from Windows' own cmdlet. It reads the same phonebooks, and works where they cannot be opened
# as files.

$script:P2SVpnConnections = 64
$script:P2SVpnText = 256

# One line of JSON. If the module is missing, or fails, the reason is reported.
function Get-P2SVpnConnections {
    $unavailable = if ($script:P2SWindows) { 'no-command' } else { 'not-windows' }
    $hresult = $null
    $all = @()
    if ($script:P2SWindows) {
        # By its full path: modules in the system folder cannot be found by name here.
        $module = $env:SystemRoot + '\System32\WindowsPowerShell\v1.0\Modules\VpnClient\VpnClient.psd1'
        if (Test-P2SFile $module) {
            try {
                Import-Module -Name $module
                # The functions of a module do not see the preference of a script that another command calls.
                $own = @(Get-VpnConnection -ErrorAction Stop)
                $shared = @(Get-VpnConnection -AllUserConnection -ErrorAction Stop)
                $all = @(
                    foreach ($one in $own) { Format-P2SVpnConnection $one $false }
                    foreach ($one in $shared) { Format-P2SVpnConnection $one $true }
                )
                $unavailable = $null
            }
            catch {
                $unavailable = 'failed'
                $hresult = (Get-P2SFailure $_).HResult
                $all = @()
            }
        }
    }
    $isMore = $all.Count -gt $script:P2SVpnConnections
    $reported = @(if ($isMore) { $all[0..($script:P2SVpnConnections - 1)] } else { $all })
    -join ('{"unavailable":', (ConvertTo-P2SJsonText $unavailable), ',"hresult":', (ConvertTo-P2SJsonNumber $hresult),
        ',"sid":', (ConvertTo-P2SJsonText $(if ($null -eq $unavailable) { (Get-P2SUser).Sid })),
        ',"connections":[', ($reported -join ','),
        '],"omitted":', (ConvertTo-P2SJsonFlag $isMore), '}')
}

# In Full Language without a cmdlet, whose module is slow to load.
function Test-P2SFile([string]$Path) {
    if ($script:P2SFullLanguage) { return [System.IO.File]::Exists($Path) }
    Test-Path -LiteralPath $Path -PathType Leaf
}

function Format-P2SVpnConnection($Connection, [bool]$AllUsers) {
    '{"name":' + (ConvertTo-P2SJsonText (Limit-P2SText $Connection.Name)) +
        ',"server":' + (ConvertTo-P2SJsonText (Limit-P2SText $Connection.ServerAddress)) +
        ',"tunnelType":' + (ConvertTo-P2SJsonText (Limit-P2SText $Connection.TunnelType)) +
        ',"allUsers":' + (ConvertTo-P2SJsonFlag $AllUsers) + '}'
}

function Limit-P2SText($Text) {
    $string = [string]$Text
    if ($string.Length -gt $script:P2SVpnText) { $string.Substring(0, $script:P2SVpnText) } else { $string }
}
