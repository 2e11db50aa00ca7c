# What was there before the first change, kept in the registry itself: below HKEY_LOCAL_MACHINE only administrators can
# write, and it works in every language mode. One value, JSON; gone again when it has been put back.

$script:P2SKeptName = 'BeforeFirstChange'

# For the machine (Sid is ''), or in the hive of an account.
function Get-P2SKeptKey([string]$Sid) {
    if ($Sid -eq '') { 'HKEY_LOCAL_MACHINE\SOFTWARE\p2s-fix\Backup' } else { 'HKEY_USERS\' + $Sid + '\Software\p2s-fix\Backup' }
}

# The writes that undo everything, the last change first. Expected is what a change of ours left.
function Read-P2SKept([string]$Key) {
    $value = Get-P2SStored $Key $script:P2SKeptName
    if ($null -eq $value -or $value['kind'] -ne 'string') { return }
    $kept = ConvertFrom-P2SJson $value['text']
    if ($kept['kind'] -ne 'p2s-fix-kept' -or $kept['schemaVersion'] -cnotmatch '\A1\.[0-9]+\z') { throw 'The backup in the registry has a version that is not known here.' }
    foreach ($write in $kept['writes']) { $write }
}

# What an account keeps speaks of its own hive. Whoever may write that hive must not have an administrator who undoes
# write anywhere else.
function Test-P2SKeptBelongs([string]$Key, $Kept) {
    if ($Key -notlike 'HKEY_USERS\*') { return $true }
    $own = 'HKEY_USERS\' + $Key.Split('\')[1] + '\*'
    foreach ($write in $Kept) { if ($write['key'] -notlike $own) { return $false } }
    $true
}

# Adds what these writes replace. What was there before the first of several changes counts.
function Add-P2SKept([string]$Key, $Writes) {
    $kept = @(Read-P2SKept $Key)
    foreach ($write in $Writes) {
        $known = @(foreach ($one in $kept) { if ($one['key'] -eq $write['key'] -and $one['name'] -eq $write['name']) { $one } })
        if ($known.Count -gt 0) { $known[0]['expected'] = $write['next'] }
        else {
            $kept = @(@{ id = $write['id']; key = $write['key']; name = $write['name']; expected = $write['next']; next = $write['expected']; removeKeyIfEmpty = $write['createsKey'] }) + $kept
        }
    }
    Set-P2SKept $Key $kept
}

function Set-P2SKept([string]$Key, $Writes) {
    if (@($Writes).Count -eq 0) { return Remove-P2SKept $Key }
    $items = foreach ($write in $Writes) {
        '{"id":' + (ConvertTo-P2SJsonText $write['id']) + ',"key":' + (ConvertTo-P2SJsonText $write['key']) + ',"name":' + (ConvertTo-P2SJsonText $write['name']) +
            ',"expected":' + (ConvertTo-P2SStoredJson $write['expected']) + ',"next":' + (ConvertTo-P2SStoredJson $write['next']) +
            ',"removeKeyIfEmpty":' + (ConvertTo-P2SJsonFlag ([bool]$write['removeKeyIfEmpty'])) + '}'
    }
    $json = '{"schemaVersion":"1.0","kind":"p2s-fix-kept","at":"' + (ConvertTo-P2STime ([datetime]::UtcNow)) + '","writes":[' + (@($items) -join ',') + ']}'
    if (@(Read-P2SKey $Key @())[0] -ne 'present') { New-P2SKey $Key }
    Set-P2SValue $Key $script:P2SKeptName @{ kind = 'string'; text = $json }
    # Read back before anything is changed: without it nothing could be put back.
    $stored = Get-P2SStored $Key $script:P2SKeptName
    if ($null -eq $stored -or -not $json.Equals($stored['text'])) { throw 'The backup in the registry cannot be read back.' }
}

function ConvertTo-P2SStoredJson($Value) {
    if ($null -eq $Value) { 'null' } else { '{' + (ConvertTo-P2SRequestText $Value) + '}' }
}

function Remove-P2SKept([string]$Key) {
    if (@(Read-P2SKey $Key @())[0] -ne 'present') { return }
    if ($null -ne (Read-P2SValue $Key $script:P2SKeptName).Text) { Remove-P2SValue $Key $script:P2SKeptName }
    if (Remove-P2SEmptyKey $Key) { $null = Remove-P2SEmptyKey $Key.Substring(0, $Key.LastIndexOf('\')) }
}
