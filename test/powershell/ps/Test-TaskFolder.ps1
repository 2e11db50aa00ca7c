<#
.SYNOPSIS
Only for tests: a library of Task Scheduler to which another user has added folders and tasks.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/folders/AccessList.ps1
# include: lib/folders/TaskFolder.ps1

function Get-P2STaskFiles { $script:files }
function Get-P2SUser { @{ Sid = 'S-1-5-21-1-2-3-1001' } }

# Like ITaskFolder and IRegisteredTask: a folder that is not empty stays; tasks and folders share their names.
function New-Entry([string]$Name, [string]$Sddl) {
    $entry = New-Object psobject -Property @{
        Name = $Name
        Sddl = $Sddl
        Tasks = [System.Collections.ArrayList]@()
        Folders = [System.Collections.ArrayList]@()
    }
    $methods = @{
        GetSecurityDescriptor = { param($What) if ($What -ne 5) { throw 'owner and list' }; $this.Sddl }
        GetTasks = { param($Flags) if ($Flags -ne 1) { throw 'hidden ones too' }; $this.Tasks.ToArray() }
        GetFolders = { param($Flags) $this.Folders.ToArray() }
        DeleteTask = {
            param($Name, $Flags) foreach ($one in $this.Tasks.ToArray()) {
                if ($one.Name -eq $Name) { $this.Tasks.Remove($one) }
            }
        }
        DeleteFolder = {
            param($Name, $Flags)
            foreach ($one in $this.Folders.ToArray()) {
                if ($one.Name -ne $Name) { continue }
                if ($one.Tasks.Count + $one.Folders.Count -gt 0) { throw 'not empty' }
                $this.Folders.Remove($one)
            }
        }
        CreateFolder = {
            param($Name, $Sddl)
            foreach ($one in $this.Tasks.ToArray() + $this.Folders.ToArray()) {
                if ($one.Name -eq $Name) { throw 'already there' }
            }
            if ($null -ne $script:files -and (Test-Path -LiteralPath ($script:files + $Name))) {
                throw 'a file of somebody'
            }
            $made = New-Entry $Name ('O:BA' + $Sddl)
            $null = $this.Folders.Add($made)
            $made
        }
    }
    foreach ($method in $methods.Keys) {
        Add-Member -InputObject $entry -MemberType ScriptMethod -Name $method -Value $methods[$method]
    }
    $entry
}

function Add-Entries($Entry, $Described) {
    foreach ($name in $Described['tasks'].Keys) {
        $null = $Entry.Tasks.Add((New-Entry $name $Described['tasks'][$name]))
    }
    foreach ($name in $Described['folders'].Keys) {
        $folder = New-Entry $name $Described['folders'][$name]['sddl']
        Add-Entries $folder $Described['folders'][$name]
        $null = $Entry.Folders.Add($folder)
    }
}

function Format-Entry($Entry) {
    $tasks = foreach ($task in $Entry.Tasks) {
        (ConvertTo-P2SJsonText $task.Name) + ':' + (ConvertTo-P2SJsonText $task.Sddl)
    }
    $folders = foreach ($folder in $Entry.Folders) {
        (ConvertTo-P2SJsonText $folder.Name) + ':' + (Format-Entry $folder)
    }
    '{"sddl":' + (ConvertTo-P2SJsonText $Entry.Sddl) + ',"tasks":{' + (@($tasks) -join ',') +
        '},"folders":{' + (@($folders) -join ',') + '}}'
}

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    $script:files = $request['files']
    $root = New-Entry '\' 'O:BAD:(A;;FA;;;BA)'
    Add-Entries $root $request['library']
    $null = Initialize-P2STaskFolder $root
    $ready = Format-Entry $root
    Remove-P2STaskFolder $root
    Format-P2SResult $nonce ('{"ready":' + $ready +
        ',"gone":' + (ConvertTo-P2SJsonFlag ($null -eq (Find-P2STaskFolder $root))) + '}')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
