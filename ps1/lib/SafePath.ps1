# Paths in folders that belong to other users.

# The path, if nothing below the folder is a link: with a junction in a profile, a user could make an
# administrator's run read any file of the computer into a capture. Nothing if one of them is a link of any kind;
# throws if one does not exist. Waits: limits the time, because a user can delay the call; see Wait-P2SProfile.
function Get-P2SPathWithoutLink([string]$Folder, [string[]]$Parts, [bool]$Waits = $false) {
    $path = $Folder
    foreach ($part in $Parts) {
        $path = [System.IO.Path]::Combine($path, $part)
        $attributes = if ($Waits) {
            Invoke-P2SInProfile ([System.IO.File]) 'GetAttributes' $path
        }
        else {
            [System.IO.File]::GetAttributes($path)
        }
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return }
    }
    $path
}

# Calls a .NET function that takes only a path, with the limit of Wait-P2SProfile. The caller sets
# P2SProfileMsLeft.
function Invoke-P2SInProfile([type]$Class, [string]$Name, [string]$Path) {
    if ($script:P2SProfileMsLeft -le 0) { throw 'A user keeps a file from being read.' }
    $method = $Class.GetMethod($Name, [type[]]@([string]))
    $gives = '[' + $method.ReturnType.FullName + ']'
    $call = [System.Delegate]::CreateDelegate([type]('System.Func' + $gives), $Path, $method)
    $shape = [type]('System.Threading.Tasks.Task' + $gives)
    $task = $shape::new($call, [System.Threading.Tasks.TaskCreationOptions]::LongRunning)
    $task.Start()
    Wait-P2SProfile $task
}

# Returns the result of a call on a file or folder that a user owns; throws when the time for the profile is over.
# The user can delay such a call without limit: with an oplock, or with a file or folder that is downloaded when it
# is read.
function Wait-P2SProfile($Call) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $ended = $Call.Wait([int]$script:P2SProfileMsLeft)
    # A wait can end slightly before its limit; the rest would be enough for the next file.
    $script:P2SProfileMsLeft = if ($ended) { $script:P2SProfileMsLeft - $clock.ElapsedMilliseconds } else { 0 }
    if (-not $ended) { throw 'A user keeps a file from being read.' }
    $Call.Result
}
