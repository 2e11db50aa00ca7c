<#
.SYNOPSIS
Only for tests: reads the phonebooks below folders, like those of users' profiles. "swap": a folder of the path
that a link to another one replaces after the path has been checked. "held": a file or folder whose read never
ends. "observed": returns the paths that were read, instead of the phonebooks.
#>
param([string]$RequestBase64 = '', [switch]$RequestFromStdin)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# include: lib/wire/Wire.ps1
# include: lib/wire/Json.ps1
# include: lib/machine/Registry.ps1
# include: lib/evidence/ProfileSecret.ps1
# include: lib/settings/Phonebook.ps1

$nonce = ''
try {
    $json, $nonce = Read-P2SRequest $RequestBase64 $(if ($RequestFromStdin) { $input })
    $request = ConvertFrom-P2SJson $json
    if ($request['all'] -eq $true) { $books = @(Get-P2SPhonebooks @()) }
    else {
        if ($null -ne $request['swap']) {
            $find = ${function:Find-P2SInProfile}
            $script:swap = $request['swap']
            function Find-P2SInProfile($Folder, $Parts) {
                & $find $Folder $Parts
                if ($null -eq $script:swap) { return }
                [System.IO.Directory]::Move($script:swap['from'], $script:swap['from'] + '.away')
                $null = [System.IO.Directory]::CreateSymbolicLink($script:swap['from'], $script:swap['to'])
                $script:swap = $null
            }
        }
        if ($null -ne $request['held']) {
            $script:call = ${function:Invoke-P2SInTime}
            $script:held = $request['held']
            function Invoke-P2SInTime($Class, $Name, $Target) {
                $path = ([string]$Target).Replace('\', '/')
                if ($path -cne $script:held) { return & $script:call $Class $Name $Target }
                $script:P2SPhonebookMs = 50
                Wait-P2SInTime ([System.Threading.Tasks.TaskCompletionSource[object]]::new().Task)
            }
        }
        if ($request['observed'] -eq $true) {
            $script:call = ${function:Invoke-P2SInTime}
            $script:observed = @()
            function Invoke-P2SInTime($Class, $Name, $Target) {
                $script:observed += ConvertTo-P2SJsonText ([string]$Target).Replace('\', '/')
                & $script:call $Class $Name $Target
            }
        }
        if ($null -ne $request['budget']) { $script:P2SPhonebookBudget = $request['budget'] }
        if ($null -ne $request['count']) { $script:P2SPhonebookCount = $request['count'] }
        if ($null -ne $request['ms']) { $script:P2SPhonebookMs = $request['ms'] }
        $books = @(foreach ($folder in $request['folders']) { Get-P2SUserPhonebooks 'S-1-5-21-1' $folder })
        if ($request['observed'] -eq $true) { $books = $script:observed }
    }
    Format-P2SResult $nonce ('[' + ($books -join ',') + ']')
}
catch { Format-P2SError $nonce (Format-P2SFailure 'failed' 'target' (Get-P2SFailure $_)) }
finally { $env:PSModulePath = $script:P2SCallersModulePath }
