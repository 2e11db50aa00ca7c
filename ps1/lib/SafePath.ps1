# Ways into folders that belong to somebody else.

# The path, where everything below the folder is what its name says: a junction that a user made in a profile would have
# an administrator's run read any file of the machine into a capture. Nothing where one of them is a link of any kind;
# throws where one is not there. Waits: its user may keep this from being seen, see Phonebook.ps1.
function Get-P2SPathWithoutLink([string]$Folder, [string[]]$Parts, [bool]$Waits = $false) {
    $path = $Folder
    foreach ($part in $Parts) {
        $path = [System.IO.Path]::Combine($path, $part)
        $attributes = if ($Waits) { Invoke-P2SInProfile ([System.IO.File]) 'GetAttributes' $path } else { [System.IO.File]::GetAttributes($path) }
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return }
    }
    $path
}
