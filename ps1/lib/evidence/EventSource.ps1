# The source "p2s-fix" of the Application log. It uses the messages of EventCreate.exe, which every Windows has and
# which show a text unmodified, for ids from 1 to 1000: reading an entry needs no message file of p2s-fix.

$script:P2SEventSource = 'p2s-fix'
$script:P2SEventKey = 'Registry::HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\EventLog\Application\' +
    $script:P2SEventSource
$script:P2SEventTypes = @{ information = 'Information'; warning = 'Warning'; error = 'Error' }

function Test-P2SEventSource { $null -ne (Get-Item -LiteralPath $script:P2SEventKey -ErrorAction SilentlyContinue) }

function Register-P2SEventSource {
    # -Force would empty an existing key.
    if (-not (Test-P2SEventSource)) { $null = New-Item -Path $script:P2SEventKey }
    $file = '%SystemRoot%\System32\EventCreate.exe'
    Set-ItemProperty -LiteralPath $script:P2SEventKey -Name 'EventMessageFile' -Value $file -Type ExpandString
    Set-ItemProperty -LiteralPath $script:P2SEventKey -Name 'TypesSupported' -Value 7 -Type DWord
    # EventCreate.exe writes only for a source with this value.
    Set-ItemProperty -LiteralPath $script:P2SEventKey -Name 'CustomSource' -Value 1 -Type DWord
}

function Unregister-P2SEventSource { if (Test-P2SEventSource) { Remove-Item -LiteralPath $script:P2SEventKey } }

# Returns 'null', or the reason why nothing was written, as JSON.
function Write-P2SEventEntry([int]$Id, [string]$Level, [string]$Text) {
    if (-not (Test-P2SEventSource)) { return '"no-source"' }
    if ($script:P2SFullLanguage) {
        [System.Diagnostics.EventLog]::WriteEntry($script:P2SEventSource, $Text,
            [System.Diagnostics.EventLogEntryType]$script:P2SEventTypes[$Level], $Id)
        return 'null'
    }
    # Windows PowerShell would treat a line on standard error as a failure, and does not escape quotation marks.
    $ErrorActionPreference = 'Continue'
    $eventCreate = $env:SystemRoot + '\System32\eventcreate.exe'
    $null = $null |
        & $eventCreate /ID $Id /L APPLICATION /SO $script:P2SEventSource /T $Level /D $Text.Replace('"', "'") 2>$null
    if ($LASTEXITCODE -eq 0) { 'null' } else { '"refused"' }
}
