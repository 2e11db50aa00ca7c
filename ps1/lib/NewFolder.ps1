# Makes folders that nobody else can write. By the .NET classes in Full Language, by icacls.exe in Constrained Language
# Mode.

function Test-P2SSid($Text) { $Text -is [string] -and $Text -cmatch '\AS-1-[0-9]+(?:-[0-9]+)+\z' }

# Makes the folder with an access list of its own: full control for the SIDs, inherited by what is made in it, nothing for
# anybody else. Folders above it that are missing can be read by all users; for a user's run they are as any other. False
# when there is something already.
#
# A call to make a folder succeeds where there is one, with the access list of whoever made that. So it is made under a
# name that nobody can foretell, its list is read back, and only then it is renamed, which fails where something is.
function New-P2SFolder([string]$Path, [string]$Owner, $Full, [bool]$Readable = $false) {
    if ((Format-P2SFolder $Path) -cnotmatch '"kind":"absent"') { return $false }
    New-P2SFolderAbove $Path $Owner $Full
    $new = (Get-P2SMakingPlace $Path $Owner) + '.' + [guid]::NewGuid().ToString('n')
    if ($script:P2SFullLanguage) { New-P2SListedFolder $new $Owner $Full $Readable } else { New-P2SFolderByIcacls $new $Owner $Full $Readable }
    try {
        # Wine and some network shares make everything the property of who asks.
        if (-not (Test-P2SClosed (Get-P2SSddl $new $true) (@($Full) + $Owner + (Get-P2SUser).Sid))) { throw 'This file system does not keep the access list of a folder.' }
        if (@(Get-ChildItem -LiteralPath $new -Force).Count -ne 0) { throw 'Somebody put something into the folder while it was made.' }
        Invoke-P2SPatiently { if ($script:P2SFullLanguage) { [System.IO.Directory]::Move($new, $Path) } else { Move-Item -LiteralPath $new -Destination $Path } }
        # Where there is a folder by now Move-Item moves into it.
        if (-not $script:P2SFullLanguage) { return (Format-P2SFolder ($Path + '\' + ($new -creplace '\A.*\\', ''))) -cmatch '"kind":"absent"' }
    }
    catch {
        Remove-Item -LiteralPath $new
        if ((Format-P2SFolder $Path) -cmatch '"kind":"absent"') { throw }
        return $false
    }
    $true
}

# The folders above that are missing. Who is quicker here is found out when the whole way is looked at.
function New-P2SFolderAbove([string]$Path, [string]$Owner, $Full) {
    $above = $Path -creplace '\\[^\\]+\z', ''
    # The root of a drive or a share.
    if ($above.Length -ge $Path.Length -or $above -cmatch '\A(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+)\z') { return }
    if ((Format-P2SFolder $above) -cnotmatch '"kind":"absent"') { return }
    if ($Owner -ceq $script:P2SAdministrators) { $null = New-P2SFolder $above $Owner $Full $true }
    else { $null = New-Item -Path $above -ItemType Directory }
}

# What a new folder is called before it has its list, up to the part that nobody can foretell: as its place. In two steps it
# is made below Program Files where others may write to what is made beside that place, as in C:\ProgramData: who opens it
# in between could make a link of it, and have the list set elsewhere.
function Get-P2SMakingPlace([string]$Path, [string]$Owner) {
    if ($script:P2SFullLanguage -or $Owner -cne $script:P2SAdministrators) { return $Path }
    foreach ($place in $Path, ($env:ProgramFiles + '\p2s-fix')) {
        if (Test-P2SClosed (Get-P2SSddl ($place -creplace '[^\\]+\z', '') $true) @($Owner, (Get-P2SUser).Sid)) { return $place }
    }
    throw 'Others than administrators can write to Program Files.'
}

# In two steps, so it has to be empty after the second.
function New-P2SFolderByIcacls([string]$Path, [string]$Owner, $Full, [bool]$Readable) {
    $icacls = $env:SystemRoot + '\System32\icacls.exe'
    $null = New-Item -Path $Path -ItemType Directory
    $grants = @(foreach ($sid in $Full) { '*' + $sid + ':(OI)(CI)F' }) + $(if ($Readable) { '*S-1-5-32-545:(OI)(CI)RX' })
    $null = & $icacls $Path '/inheritance:r' '/grant:r' @grants
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the access list.' }
    $null = & $icacls $Path '/setowner' ('*' + $Owner)
    if ($LASTEXITCODE -ne 0) { throw 'icacls.exe could not set the owner.' }
}
