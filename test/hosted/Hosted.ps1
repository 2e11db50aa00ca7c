# Shared functions of the checks on a hosted Windows. Each check dot-sources this file; it does not ship.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:Settings = 'Microsoft\Windows\CurrentVersion\Internet Settings'
$script:Proxy = '127.0.0.1:9'
$script:Installed = Join-Path $env:ProgramFiles 'p2s-fix'
$script:WindowsPowerShell = Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe'
$script:WindowsPowerShell32 = Join-Path $env:SystemRoot 'SysWOW64\WindowsPowerShell\v1.0\powershell.exe'
$script:PowerShell7 = Join-Path $env:ProgramFiles 'PowerShell\7\pwsh.exe'

function Assert-True([bool]$Condition, [string]$What) {
    if (-not $Condition) { throw ('FAILED: ' + $What) }
    Write-Host ('ok: ' + $What)
}

function Assert-Equal($Expected, $Actual, [string]$What) {
    $found = ': expected "' + $Expected + '", found "' + $Actual + '"'
    Assert-True ([string]$Expected -ceq [string]$Actual) ($What + $found)
}

# Installs the package as in README: for the machine, with its own node.exe beside it.
function Install-Program([string]$Package) {
    $null = New-Item -ItemType Directory -Force -Path $script:Installed
    Copy-Item -LiteralPath (Get-Command node.exe).Source -Destination (Join-Path $script:Installed 'node.exe')
    & npm.cmd install --global --prefix $script:Installed $Package
    Assert-Equal 0 $LASTEXITCODE 'npm installs the package for the machine'
}

# One command of the installed program: its exit code, and the one document of --json.
function Invoke-Program {
    $node = Join-Path $script:Installed 'node.exe'
    $program = Join-Path $script:Installed 'node_modules\p2s-fix\dist\cli.js'
    $text = (& $node $program @args '--json') -join "`n"
    $code = $LASTEXITCODE
    $document = $text | ConvertFrom-Json
    Assert-Equal $code $document.exitCode ('the document of p2s-fix ' + ($args -join ' ') + ' names its exit code')
    foreach ($one in $document.findings) { Write-Host ('  ' + $one.severity + ' ' + $one.code + ' ' + $one.store) }
    if ($document.PSObject.Properties['error']) { Write-Host ('  error: ' + $document.error.message) }
    [pscustomobject]@{ ExitCode = $code; Document = $document }
}

# The proxy settings as reg.exe exports them: both WinHTTP views, and the user's setting with its strings.
function Get-SettingsExport {
    $file = Join-Path $env:TEMP 'hosted-export.reg'
    $keys = "HKLM\SOFTWARE\$script:Settings\Connections", "HKLM\SOFTWARE\WOW6432Node\$script:Settings\Connections",
        "HKCU\Software\$script:Settings\Connections"
    $parts = foreach ($key in $keys) {
        if (-not (Test-Path -LiteralPath ('Registry::' + $key))) { $key + ' is absent'; continue }
        & (Join-Path $env:SystemRoot 'System32\reg.exe') export $key $file /y | Out-Null
        Assert-Equal 0 $LASTEXITCODE ('reg.exe exports ' + $key)
        Get-Content -LiteralPath $file -Encoding Unicode
    }
    $strings = Get-ItemProperty -LiteralPath ('Registry::HKEY_CURRENT_USER\Software\' + $script:Settings)
    $values = foreach ($name in 'ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL') {
        $name + '=' + $(if ($strings.PSObject.Properties[$name]) { $strings.$name } else { 'absent' })
    }
    (@($parts) + @($values)) -join "`n"
}

# The output of `reg query` for WinHTTP in one registry view, as text.
function Get-WinHttpText([int]$View) {
    $key = "HKLM\SOFTWARE\$script:Settings\Connections"
    $lines = & (Join-Path $env:SystemRoot 'System32\reg.exe') query $key /v WinHttpSettings "/reg:$View"
    Assert-Equal 0 $LASTEXITCODE ('reg query /reg:' + $View + ' shows WinHttpSettings')
    $hex = [regex]::Match(($lines -join ' '), 'REG_BINARY\s+([0-9A-F]+)').Groups[1].Value
    -join ([regex]::Matches($hex, '..') | ForEach-Object { [char][Convert]::ToInt32($_.Value, 16) })
}

# Creates a standard user of this machine, once; returns its credential.
function New-StandardUser([string]$Name) {
    $password = ConvertTo-SecureString -AsPlainText -Force ('P2s!' + [guid]::NewGuid().ToString('N'))
    $null = New-LocalUser -Name $Name -Password $password -AccountNeverExpires
    Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $Name -ErrorAction SilentlyContinue
    [pscredential]::new("$env:COMPUTERNAME\$Name", $password)
}

# Starts a command of cmd.exe or PowerShell as that user, from a folder that everybody may read.
function Start-AsUser([pscredential]$Credential, [string]$Program, [string]$Arguments, [switch]$Wait) {
    $options = @{
        FilePath         = $Program
        ArgumentList     = $Arguments
        Credential       = $Credential
        WorkingDirectory = $env:SystemRoot
        PassThru         = $true
    }
    $process = Start-Process @options
    if ($Wait) { $process.WaitForExit() }
    $process
}

# Waits until the block is true; a check that never becomes true fails.
function Wait-Until([int]$Seconds, [string]$What, [scriptblock]$Condition) {
    $end = [datetime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { throw ('FAILED: ' + $What + ' within ' + $Seconds + ' seconds') }
        Start-Sleep -Milliseconds 500
    }
    Write-Host ('ok: ' + $What)
}
