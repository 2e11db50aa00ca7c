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

# How Invoke-P2SInProfile calls a function: its method, and the types of the call and of its task.
$script:P2SProfileCalls = @{}
# After a call that did not end, each call has its own thread: those of the pool that wait are not replaced in time.
$script:P2SProfileTask = [System.Threading.Tasks.TaskCreationOptions]::None

# Calls a .NET function that takes only a path, with the limit of Wait-P2SProfile. The caller sets
# P2SProfileMsLeft.
function Invoke-P2SInProfile([type]$Class, [string]$Name, [string]$Path) {
    if ($script:P2SProfileMsLeft -le 0) { throw 'A user prevents a file from being read.' }
    $id = $Class.Name + '.' + $Name
    $known = $script:P2SProfileCalls[$id]
    if ($null -eq $known) {
        $method = $Class.GetMethod($Name, [type[]]@([string]))
        $gives = '[' + $method.ReturnType.FullName + ']'
        $known = $method, [type]('System.Func' + $gives), [type]('System.Threading.Tasks.Task' + $gives)
        $script:P2SProfileCalls[$id] = $known
    }
    $method, $shape, $taskShape = $known
    $task = $taskShape::new([System.Delegate]::CreateDelegate($shape, $Path, $method), $script:P2SProfileTask)
    $task.Start()
    Wait-P2SProfile $task
}

# Returns the result of a call on a file or folder that a user owns; throws when the time for the profile is over.
# The user can delay such a call without limit: with an oplock, or with a file or folder that is downloaded when it
# is read.
function Wait-P2SProfile($Call) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if (-not $Call.Wait([int]$script:P2SProfileMsLeft)) {
        $script:P2SProfileMsLeft = 0
        $script:P2SProfileTask = [System.Threading.Tasks.TaskCreationOptions]::LongRunning
        throw 'A user prevents a file from being read.'
    }
    # A wait can end slightly before its limit; the rest would be enough for the next file.
    $script:P2SProfileMsLeft -= $clock.ElapsedMilliseconds
    $Call.Result
}
