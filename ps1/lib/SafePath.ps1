# Ways into folders that belong to somebody else.

# The path, where everything below the folder is what its name says: a junction that a user made in a profile would have
# an administrator's run read any file of the machine into a capture. Nothing where one of them is a link of any kind;
# throws where one is not there. Waits: its user may keep this from being seen, see Phonebook.ps1.
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

# What a function of .NET gives that takes a path alone, as Wait-P2SProfile has it. The caller sets P2SProfileMsLeft.
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

# What a call gives that looks at what a user owns; throws when the time of the profile is over. Its user can have such a call
# wait for as long as a program of theirs likes: with an oplock on a file or a folder, or with one that is fetched when it is
# looked at.
function Wait-P2SProfile($Call) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $ended = $Call.Wait([int]$script:P2SProfileMsLeft)
    $script:P2SProfileMsLeft -= $clock.ElapsedMilliseconds
    if (-not $ended) { throw 'A user keeps a file from being read.' }
    $Call.Result
}
