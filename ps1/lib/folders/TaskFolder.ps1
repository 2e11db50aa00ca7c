# The folder \p2s-fix of Task Scheduler's library. Any user can create a task or a folder of that name in the root
# of the library, and its owner can change what it starts. Uses Task Scheduler's COM object, because schtasks.exe
# shows no access lists; without it (Constrained Language Mode) schtasks.exe creates the folder together with the
# task.

$script:P2STaskFolder = 'p2s-fix'
$script:P2STaskSddl = 'D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
# Owner and access list; includes hidden tasks.
$script:P2STaskInformation = 5
$script:P2SHiddenTasks = 1

# The root of the library; null if it is not available.
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

# The folder of Task Scheduler's library files.
function Get-P2STaskFiles { [Environment]::SystemDirectory + '\Tasks\' }

# Whether only administrators can change a task or a task folder.
function Test-P2STaskClosed($Entry) {
    $null -eq (Find-P2SOther $Entry.GetSecurityDescriptor($script:P2STaskInformation) (Get-P2SUser).Sid)
}

# Creates the folder, for administrators only, and deletes entries that others own or may change: a task in the
# root with its name, the folder itself, tasks in it. False if Task Scheduler is not available; throws if an entry
# cannot be deleted.
function Initialize-P2STaskFolder($Root) {
    if ($null -eq $Root) { return $false }
    foreach ($task in @($Root.GetTasks($script:P2SHiddenTasks))) {
        if ($task.Name -eq $script:P2STaskFolder -and -not (Test-P2STaskClosed $task)) {
            $Root.DeleteTask($task.Name, 0)
        }
    }
    $folder = Find-P2STaskFolder $Root
    if ($null -ne $folder -and -not (Test-P2STaskClosed $folder)) {
        Remove-P2STasks $Root $folder
        $folder = $null
    }
    if ($null -eq $folder) {
        try { $folder = $Root.CreateFolder($script:P2STaskFolder, $script:P2STaskSddl) }
        catch {
            # Any user can create a file or a folder there, which belongs to no task.
            $path = (Get-P2STaskFiles) + $script:P2STaskFolder
            if (-not (Test-Path -LiteralPath $path)) { throw }
            throw "Something else is in the place of the folder of tasks. Remove it: $path"
        }
    }
    # Another user may have created it first.
    if (-not (Test-P2STaskClosed $folder)) {
        throw 'Accounts that are not administrators can change the folder of tasks.'
    }
    foreach ($task in @($folder.GetTasks($script:P2SHiddenTasks))) {
        if (-not (Test-P2STaskClosed $task)) { $folder.DeleteTask($task.Name, 0) }
    }
    $true
}

# Deletes a folder with all its content.
function Remove-P2STasks($Above, $Folder) {
    foreach ($inner in @($Folder.GetFolders(0))) { Remove-P2STasks $Folder $inner }
    foreach ($task in @($Folder.GetTasks($script:P2SHiddenTasks))) { $Folder.DeleteTask($task.Name, 0) }
    $Above.DeleteFolder($Folder.Name, 0)
}

# Deletes the folder with its last task.
function Remove-P2STaskFolder($Root) {
    if ($null -eq $Root) { return }
    $folder = Find-P2STaskFolder $Root
    if ($null -eq $folder) { return }
    if (@($folder.GetTasks($script:P2SHiddenTasks)).Count + @($folder.GetFolders(0)).Count -eq 0) {
        $Root.DeleteFolder($folder.Name, 0)
    }
}
