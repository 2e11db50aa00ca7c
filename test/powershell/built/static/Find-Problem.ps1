<#
.SYNOPSIS
Only for tests: finds parts of scripts that do not run on Windows PowerShell 5.1, or are not allowed in this
project.
.DESCRIPTION
Checks the syntax trees of the scripts in a folder and prints one JSON array of texts. With a folder of .NET
Framework reference assemblies it also looks up every type and static member there.
#>
param([string]$Folder, [string]$ReferenceFolder = '')

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# Everything that the scripts may call, with the parameters they may use: 5.1 has them all.
$allowed = @{
    'Set-StrictMode'   = 'Version'
    'Get-Content'      = 'LiteralPath'
    'Set-Content'      = 'LiteralPath', 'Value', 'Encoding'
    'Write-Host'       = @()
    'Get-Item'         = 'LiteralPath', 'ErrorAction', 'Force'
    'Get-Acl'          = @('LiteralPath')
    'New-Item'         = 'Path', 'Force', 'ItemType'
    'Move-Item'        = 'LiteralPath', 'Destination'
    'Remove-Item'      = 'LiteralPath'
    'Get-ChildItem'    = 'LiteralPath', 'Name', 'ErrorAction', 'Force'
    'Get-ItemProperty' = 'LiteralPath', 'ErrorAction'
    'Rename-Item'      = 'LiteralPath', 'NewName'
    'Set-ItemProperty' = 'LiteralPath', 'Name', 'Value', 'Type'
    'Remove-ItemProperty' = 'LiteralPath', 'Name'
    'New-Object'       = 'ComObject', 'Property'
    'Write-Error'      = 'Message', 'ErrorAction'
    'Write-Verbose'    = @('Message')
    'Export-ModuleMember' = @('Function')
    'Add-Type'         = @('TypeDefinition')
    'Test-Path'        = 'LiteralPath', 'PathType'
    'Import-Module'    = @('Name')
    'Get-VpnConnection' = 'AllUserConnection', 'ErrorAction'
    'Start-Sleep'      = @('Milliseconds')
    'Join-Path'        = 'Path', 'ChildPath'
    'Get-Command'      = @('Name')
    'Import-Clixml'    = @('LiteralPath')
    'New-PSSessionOption' = 'OpenTimeout', 'CancelTimeout', 'OperationTimeout', 'MaximumReceivedObjectSize'
    # HostName, Subsystem, Options and ConnectingTimeout are of PowerShell 7: scripts test for them before use.
    'Invoke-Command'   = 'AsJob', 'ComputerName', 'Port', 'UseSSL', 'ConfigurationName', 'Credential', 'SessionOption',
        'ThrottleLimit',
        'ScriptBlock', 'ArgumentList', 'HostName', 'Subsystem', 'Options', 'ConnectingTimeout'
}
$script:ApprovedVerbs = (Get-Verb).Verb

# Keeps the nodes below each searched node: FindAll calls its block for every node, which is slow.
$script:Nodes = @{}

function Find-Ast($Ast, [string]$Type) {
    $searched = [type]('System.Management.Automation.Language.' + $Type)
    if (-not $script:Nodes.ContainsKey($Ast)) { $script:Nodes[$Ast] = @($Ast.FindAll({ $true }, $true)) }
    foreach ($node in $script:Nodes[$Ast]) { if ($node -is $searched) { $node } }
}

# File, line, problem, and the text itself.
function New-Problem($Node, [string]$What) {
    '{0}:{1}: {2}: {3}' -f $script:FileName, $Node.Extent.StartLineNumber, $What,
        $Node.Extent.Text.Split("`n")[0].Trim()
}

foreach ($part in 'Syntax', 'Commands', 'Types') { . "$PSScriptRoot/$part.ps1" }
if ($ReferenceFolder -ne '') { Open-Framework $ReferenceFolder }

$problems = foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter *.ps1) {
    $script:FileName = $file.Name
    $tokens = $null
    $errors = $null
    $script:Nodes.Clear()
    $ast = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
    foreach ($parseError in $errors) { New-Problem $parseError 'parse error' }
    Find-NewSyntax $ast $tokens
    Find-BannedSyntax $ast
    Find-CommandProblem $ast $allowed
    Find-FrameProblem $ast $file.Name
    if ($ReferenceFolder -ne '') { Find-TypeProblem $ast $ast.Extent.Text }
}
ConvertTo-Json -InputObject @($problems) -Compress
