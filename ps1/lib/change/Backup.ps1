# The values from before the first change, saved in the registry itself: only administrators can write below
# HKEY_LOCAL_MACHINE, and it works in every language mode. One JSON value, removed after it is restored.

$script:P2SBackupName = 'BeforeFirstChange'

# For the machine (Sid is ''), or in the hive of an account.
function Get-P2SBackupKey([string]$Sid) {
    if ($Sid -eq '') {
        'HKEY_LOCAL_MACHINE\SOFTWARE\p2s-fix\Backup'
    }
    else {
        'HKEY_USERS\' + $Sid + '\Software\p2s-fix\Backup'
    }
}

# The writes that undo all changes, the last change first. Expected is the value that our change wrote. Throws if the
# backup cannot be read: without it, undo would report success, and a change would replace the first values.
function Read-P2SBackup([string]$Key) {
    $found = Read-P2SValue $Key $script:P2SBackupName
    if ($null -ne $found.Failure) { throw 'The backup in the registry cannot be read.' }
    if ($null -eq $found.Text) { return }
    $value = ConvertFrom-P2SJson ('{' + $found.Text + '}')
    if ($value['kind'] -ne 'string') { return }
    $backup = ConvertFrom-P2SJson $value['text']
    if ($backup['kind'] -ne 'p2s-fix-kept' -or $backup['schemaVersion'] -cnotmatch '\A1\.[0-9]+\z') {
        throw 'The backup in the registry has a version that is not supported.'
    }
    foreach ($write in $backup['writes']) { $write }
}

# An account's backup may only name its own hive. A user who can write that hive must not make an administrator who
# runs undo write anywhere else.
function Test-P2SBackupBelongs([string]$Key, $Backup) {
    if ($Key -notlike 'HKEY_USERS\*') { return $true }
    $own = 'HKEY_USERS\' + $Key.Split('\')[1] + '\*'
    foreach ($write in $Backup) { if ($write['key'] -notlike $own) { return $false } }
    $true
}

# Adds the values that these writes replace. After several changes, the value from before the first one counts.
function Add-P2SBackup([string]$Key, $Writes) {
    $backup = @(Read-P2SBackup $Key)
    foreach ($write in $Writes) {
        $known = @(foreach ($one in $backup) {
                if ($one['key'] -eq $write['key'] -and $one['name'] -eq $write['name']) { $one }
            })
        if ($known.Count -gt 0) { $known[0]['expected'] = $write['next'] }
        else { $backup = @(Get-P2SPlannedReversal $write) + $backup }
    }
    Set-P2SBackup $Key $backup
}

function Set-P2SBackup([string]$Key, $Writes) {
    if (@($Writes).Count -eq 0) { return Remove-P2SBackup $Key }
    $items = foreach ($write in $Writes) {
        '{"id":' + (ConvertTo-P2SJsonText $write['id']) + ',"key":' + (ConvertTo-P2SJsonText $write['key']) +
            ',"name":' + (ConvertTo-P2SJsonText $write['name']) +
            ',"expected":' + (ConvertTo-P2SStoredJson $write['expected']) +
            ',"next":' + (ConvertTo-P2SStoredJson $write['next']) +
            ',"removeKeyIfEmpty":' + (ConvertTo-P2SJsonFlag ([bool]$write['removeKeyIfEmpty'])) + '}'
    }
    $json = '{"schemaVersion":"1.0","kind":"p2s-fix-kept","at":"' + (ConvertTo-P2STime ([datetime]::UtcNow)) +
        '","writes":[' + (@($items) -join ',') + ']}'
    if (@(Read-P2SKey $Key @())[0] -ne 'present') { New-P2SKey $Key }
    Set-P2SValue $Key $script:P2SBackupName @{ kind = 'string'; text = $json }
    # Verified before anything is changed: without the backup nothing could be restored.
    $stored = Get-P2SStored $Key $script:P2SBackupName
    if ($null -eq $stored -or -not $json.Equals($stored['text'])) {
        throw 'The backup in the registry cannot be read back.'
    }
}

function ConvertTo-P2SStoredJson($Value) {
    if ($null -eq $Value) { 'null' } else { '{' + (ConvertTo-P2SRequestText $Value) + '}' }
}

function Remove-P2SBackup([string]$Key) {
    if (@(Read-P2SKey $Key @())[0] -ne 'present') { return }
    if ($null -ne (Read-P2SValue $Key $script:P2SBackupName).Text) { Remove-P2SValue $Key $script:P2SBackupName }
    if (Remove-P2SEmptyKey $Key) { $null = Remove-P2SEmptyKey $Key.Substring(0, $Key.LastIndexOf('\')) }
}
