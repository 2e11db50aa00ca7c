# Ways into folders that belong to somebody else.

# The path, where everything below the folder is what its name says: a junction that a user made in a profile would have
# an administrator's run read any file of the machine into a capture. Nothing where one of them is a link of any kind;
# throws where one is not there.
function Get-P2SPathWithoutLink([string]$Folder, [string[]]$Parts) {
    $path = $Folder
    foreach ($part in $Parts) {
        $path = [System.IO.Path]::Combine($path, $part)
        if (([System.IO.File]::GetAttributes($path) -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return }
    }
    $path
}
