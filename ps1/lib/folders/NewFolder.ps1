# Creates folders that only the given accounts can write. Uses the .NET classes in Full Language, icacls.exe in
# Constrained Language Mode.

function Test-P2SSid($Text) { $Text -is [string] -and $Text -cmatch '\AS-1-[0-9]+(?:-[0-9]+)+\z' }

# Creates the folder with its own access list: full control for the SIDs, inherited by its content, and no access
# for others. Missing parent folders are readable by all users; for a user's run they are normal folders. False if
# something exists already.
#
# Creating a folder also succeeds if it exists, with the access list of its creator. So the folder is created under
# an unpredictable name, its list is verified, and only then it is renamed, which fails if the name is taken.
function New-P2SFolder([string]$Path, [string]$Owner, $Full, [bool]$Readable = $false) {
    if ((Format-P2SFolder $Path) -cnotmatch '"kind":"absent"') { return $false }
    New-P2SFolderAbove $Path $Owner $Full
    $new = (Get-P2SMakingPlace $Path $Owner) + '.' + [guid]::NewGuid().ToString('n')
    if ($script:P2SFullLanguage) {
        New-P2SListedFolder $new $Owner $Full $Readable
    }
    else {
        New-P2SFolderByIcacls $new $Owner $Full $Readable
    }
    try {
        # Wine and some network shares make the caller the owner of everything.
        if (-not (Test-P2SClosed (Get-P2SSddl $new $true) (@($Full) + $Owner + (Get-P2SUser).Sid))) {
            throw 'This file system does not keep the access list of a folder.'
        }
        if (@(Get-ChildItem -LiteralPath $new -Force).Count -ne 0) {
            throw 'The folder was not empty after it was created: another account wrote to it.'
        }
        Invoke-P2SPatiently {
            if ($script:P2SFullLanguage) {
                [System.IO.Directory]::Move($new, $Path)
            }
            else {
                Move-Item -LiteralPath $new -Destination $Path
            }
        }
        # If a folder exists by now, Move-Item moves into it.
        if (-not $script:P2SFullLanguage) {
            return (Format-P2SFolder ($Path + '\' + ($new -creplace '\A.*\\', ''))) -cmatch '"kind":"absent"'
        }
    }
    catch {
        Remove-Item -LiteralPath $new
        if ((Format-P2SFolder $Path) -cmatch '"kind":"absent"') { throw }
        return $false
    }
    $true
}

# Creates the missing parent folders. If another user creates one first, the later check of the whole path detects
# it.
function New-P2SFolderAbove([string]$Path, [string]$Owner, $Full) {
    $above = $Path -creplace '\\[^\\]+\z', ''
    # The root of a drive or a share.
    if ($above.Length -ge $Path.Length -or $above -cmatch '\A(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+)\z') { return }
    if ((Format-P2SFolder $above) -cnotmatch '"kind":"absent"') { return }
    if ($Owner -ceq $script:P2SAdministrators) { $null = New-P2SFolder $above $Owner $Full $true }
    else { $null = New-Item -Path $above -ItemType Directory }
}

# The path of a new folder before it has its list, up to the unpredictable part: the final path. With icacls.exe,
# in two steps, it is created below Program Files if others can write to the parent folder, as in C:\ProgramData: a
# user could replace it with a link between the steps, so that the list is set elsewhere.
function Get-P2SMakingPlace([string]$Path, [string]$Owner) {
    if ($script:P2SFullLanguage -or $Owner -cne $script:P2SAdministrators) { return $Path }
    foreach ($place in $Path, ($env:ProgramFiles + '\p2s-fix')) {
        if (Test-P2SClosed (Get-P2SSddl ($place -creplace '[^\\]+\z', '') $true) @($Owner, (Get-P2SUser).Sid)) {
            return $place
        }
    }
    throw 'Accounts that are not administrators can write to Program Files.'
}

# Uses two steps, so the folder must be empty after the second.
function New-P2SFolderByIcacls([string]$Path, [string]$Owner, $Full, [bool]$Readable) {
    $icacls = $env:SystemRoot + '\System32\icacls.exe'
    $null = New-Item -Path $Path -ItemType Directory
    $grants = @(foreach ($sid in $Full) { '*' + $sid + ':(OI)(CI)F' }) +
        $(if ($Readable) { '*S-1-5-32-545:(OI)(CI)RX' })
    $null = & $icacls $Path '/inheritance:r' '/grant:r' @grants
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the access list.' }
    $null = & $icacls $Path '/setowner' ('*' + $Owner)
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the owner.' }
}
