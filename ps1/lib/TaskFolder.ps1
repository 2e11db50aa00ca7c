# The folder \p2s-fix of Task Scheduler's library. Any user may put a task or a folder of that name into the root of the
# library, and whoever owns one can change what it starts. By the COM object of Task Scheduler, since schtasks.exe shows no
# access lists; where there is none (Constrained Language Mode) schtasks.exe makes the folder together with the task.

$script:P2STaskFolder = 'p2s-fix'
$script:P2STaskSddl = 'D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
# Owner and access list; hidden tasks too.
$script:P2STaskInformation = 5
$script:P2SHiddenTasks = 1

# The root of the library; null where it cannot be asked.
function Get-P2STaskRoot {
    if (-not ($script:P2SFullLanguage -and $script:P2SWindows)) { return $null }
    try {
        $service = New-Object -ComObject 'Schedule.Service'
        $service.Connect()
        $service.GetFolder('\')
    }
    catch { $null }
}

function Find-P2STaskFolder($Root) {
    foreach ($folder in @($Root.GetFolders(0))) { if ($folder.Name -eq $script:P2STaskFolder) { return $folder } }
}

# Where Task Scheduler keeps its library as files.
function Get-P2STaskFiles { [Environment]::SystemDirectory + '\Tasks\' }

# Any user can make files and folders there. One that belongs to no task, and to no folder of tasks, would keep ours from being
# made, so it is renamed; its content is left alone.
function Move-P2SStrayTask {
    $path = (Get-P2STaskFiles) + $script:P2STaskFolder
    if ([System.IO.File]::Exists($path) -or [System.IO.Directory]::Exists($path)) {
        [System.IO.Directory]::Move($path, $path + '.' + [guid]::NewGuid().ToString('n'))
    }
}

# Whether a task or a folder of tasks is administrators' alone.
function Test-P2STaskClosed($Entry) {
    Test-P2SClosed $Entry.GetSecurityDescriptor($script:P2STaskInformation) @((Get-P2SUser).Sid)
}

# Makes the folder, for administrators alone, and deletes what others own or may change: a task in the root that has its
# name, the folder itself, tasks in it. False where Task Scheduler cannot be asked; throws where something stays.
function Initialize-P2STaskFolder($Root) {
    if ($null -eq $Root) { return $false }
    foreach ($task in @($Root.GetTasks($script:P2SHiddenTasks))) {
        if ($task.Name -eq $script:P2STaskFolder -and -not (Test-P2STaskClosed $task)) { $Root.DeleteTask($task.Name, 0) }
    }
    $folder = Find-P2STaskFolder $Root
    if ($null -ne $folder -and -not (Test-P2STaskClosed $folder)) {
        Remove-P2STasks $Root $folder
        $folder = $null
    }
    if ($null -eq $folder) {
        if (@(foreach ($task in @($Root.GetTasks($script:P2SHiddenTasks))) { if ($task.Name -eq $script:P2STaskFolder) { $task } }).Count -eq 0) { Move-P2SStrayTask }
        $folder = $Root.CreateFolder($script:P2STaskFolder, $script:P2STaskSddl)
    }
    # Somebody may have been quicker.
    if (-not (Test-P2STaskClosed $folder)) { throw 'The folder of tasks is not of administrators alone.' }
    foreach ($task in @($folder.GetTasks($script:P2SHiddenTasks))) {
        if (-not (Test-P2STaskClosed $task)) { $folder.DeleteTask($task.Name, 0) }
    }
    $true
}

# A folder with all that is in it.
function Remove-P2STasks($Above, $Folder) {
    foreach ($inner in @($Folder.GetFolders(0))) { Remove-P2STasks $Folder $inner }
    foreach ($task in @($Folder.GetTasks($script:P2SHiddenTasks))) { $Folder.DeleteTask($task.Name, 0) }
    $Above.DeleteFolder($Folder.Name, 0)
}

# The folder goes with the last task in it.
function Remove-P2STaskFolder($Root) {
    if ($null -eq $Root) { return }
    $folder = Find-P2STaskFolder $Root
    if ($null -eq $folder) { return }
    if (@($folder.GetTasks($script:P2SHiddenTasks)).Count + @($folder.GetFolders(0)).Count -eq 0) { $Root.DeleteFolder($folder.Name, 0) }
}
