<#
.SYNOPSIS
Only for tests: what in scripts would not run on Windows PowerShell 5.1, or is not allowed in this project.
.DESCRIPTION
Walks the syntax trees of the scripts in a folder and prints one JSON array of texts. With a folder of .NET Framework
reference assemblies it also looks up every type and static member there.
#>
param([string]$Folder, [string]$ReferenceFolder = '')

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# Everything that the scripts may call, with the parameters they may use: 5.1 has them all.
$allowed = @{
    'Set-StrictMode'   = 'Version'
    'Set-Content'      = 'LiteralPath', 'Value', 'Encoding'
    'Get-Item'         = 'LiteralPath', 'ErrorAction'
    'New-Item'         = 'Path', 'Force'
    'Remove-Item'      = 'LiteralPath'
    'Get-ChildItem'    = 'LiteralPath', 'Name', 'ErrorAction'
    'Get-ItemProperty' = 'LiteralPath', 'ErrorAction'
    'Set-ItemProperty' = 'LiteralPath', 'Name', 'Value', 'Type'
    'Remove-ItemProperty' = 'LiteralPath', 'Name'
    'New-Object'       = @('ComObject')
    'Add-Type'         = @('TypeDefinition')
}
$newVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'PSNativeCommandUseErrorActionPreference'
$approved = (Get-Verb).Verb
$problems = [System.Collections.Generic.List[string]]::new()
$staticUses = [System.Collections.Generic.HashSet[string]]::new()

function Find-Ast($Ast, [type]$Type) { $Ast.FindAll({ param($Node) $Node -is $Type }.GetNewClosure(), $true) }

foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter *.ps1) {
    $tokens = $null
    $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
    $report = { param($Node, $What) $problems.Add($file.Name + ':' + $Node.Extent.StartLineNumber + ': ' + $What + ': ' + $Node.Extent.Text.Split("`n")[0].Trim()) }
    foreach ($parseError in $errors) { & $report $parseError 'parse error' }

    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.TernaryExpressionAst])) { & $report $node 'ternary' }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.PipelineChainAst])) { & $report $node 'pipeline chain' }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.MemberExpressionAst])) { if ($node.NullConditional) { & $report $node 'null-conditional' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.IndexExpressionAst])) { if ($node.NullConditional) { & $report $node 'null-conditional' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.BinaryExpressionAst])) {
        if ($node.Operator -eq 'QuestionQuestion') { & $report $node 'null-coalescing' }
        if ($node.Operator -eq 'DotDot' -and $node.Left.StaticType -eq [string]) { & $report $node 'character range' }
    }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.AssignmentStatementAst])) { if ($node.Operator -eq 'QuestionQuestionEquals') { & $report $node 'null-coalescing assignment' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.PipelineAst])) { if ($node.Background) { & $report $node 'background' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.ScriptBlockAst])) { if ($null -ne $node.CleanBlock) { & $report $node 'clean block' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.TypeDefinitionAst])) { & $report $node 'class: a parse error in Constrained Language Mode' }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.ConvertExpressionAst])) { if ($node.Type.TypeName.Name -eq 'pscustomobject') { & $report $node 'not allowed in Constrained Language Mode' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.AttributeAst])) { & $report $node 'attribute: makes the script an advanced one' }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.VariableExpressionAst])) { if ($node.VariablePath.UserPath -in $newVariables) { & $report $node 'variable of PowerShell 7' } }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.Ast])) {
        $text = $node -is [System.Management.Automation.Language.ExpandableStringExpressionAst] -or
            ($node -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $node.StringConstantType -like 'DoubleQuoted*')
        if ($text -and $node.Extent.Text -cmatch '`(?:u\{|e)') { & $report $node 'escape of PowerShell 7' }
    }
    foreach ($token in $tokens) { if ($token.Kind -eq 'Number' -and $token.Text -match '^0b|(?<!0x[0-9a-f]*)(?:u|us|uy|y|s|ul|n)$') { & $report $token 'number of PowerShell 7' } }

    $functions = @(Find-Ast $ast ([System.Management.Automation.Language.FunctionDefinitionAst]))
    foreach ($function in $functions) { if ($function.Name.Split('-')[0] -cnotin $approved) { & $report $function 'verb' } }
    foreach ($command in Find-Ast $ast ([System.Management.Automation.Language.CommandAst])) {
        $name = $command.GetCommandName()
        if ($command.InvocationOperator -eq 'Dot') { & $report $command 'dot-sourcing' }
        if ($null -eq $name -or $name -in $functions.Name) { continue }
        if (-not $allowed.ContainsKey($name)) { & $report $command 'command that is not on the list'; continue }
        foreach ($element in $command.CommandElements) {
            if ($element -is [System.Management.Automation.Language.CommandParameterAst] -and $element.ParameterName -notin $allowed[$name]) { & $report $command 'parameter that is not on the list' }
        }
    }
    foreach ($node in Find-Ast $ast ([System.Management.Automation.Language.MemberExpressionAst])) {
        if ($node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst]) {
            $null = $staticUses.Add($node.Expression.TypeName.FullName + '::' + $node.Member.Extent.Text)
        }
    }

    $help = $ast.GetHelpContent()
    if ($null -eq $help -or [string]::IsNullOrWhiteSpace($help.Synopsis) -or [string]::IsNullOrWhiteSpace($help.Description) -or $help.Examples.Count -eq 0) { $problems.Add($file.Name + ': help') }
    else { foreach ($parameter in $ast.ParamBlock.Parameters) { if (-not $help.Parameters.ContainsKey($parameter.Name.VariablePath.UserPath.ToUpper())) { $problems.Add($file.Name + ': help of ' + $parameter.Name) } } }
    $first = @($ast.EndBlock.Statements)[0..2].Extent.Text -join ' '
    if ($first -notmatch '^Set-StrictMode -Version 3\.0 \$ErrorActionPreference = ''Stop'' \$ProgressPreference = ''SilentlyContinue''$') { $problems.Add($file.Name + ': does not begin with strict mode and preferences') }
    if ($null -eq $ast.ScriptRequirements -or $ast.ScriptRequirements.RequiredPSVersion -ne '5.1') { $problems.Add($file.Name + ': #Requires -Version 5.1') }
}

if ($ReferenceFolder -ne '') {
    # Type name -> its members' names, from the metadata alone: these assemblies cannot be loaded here.
    $members = @{}
    foreach ($assembly in 'mscorlib.dll', 'System.dll', 'System.Core.dll') {
        $reader = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead((Join-Path $ReferenceFolder $assembly)))
        $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
        foreach ($handle in $metadata.TypeDefinitions) {
            $type = $metadata.GetTypeDefinition($handle)
            $names = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
            foreach ($method in $type.GetMethods()) { $null = $names.Add($metadata.GetString($metadata.GetMethodDefinition($method).Name)) }
            foreach ($field in $type.GetFields()) { $null = $names.Add($metadata.GetString($metadata.GetFieldDefinition($field).Name)) }
            $members[$metadata.GetString($type.Namespace) + '.' + $metadata.GetString($type.Name)] = $names
        }
        $reader.Dispose()
    }
    foreach ($use in $staticUses) {
        $typeName, $member = $use -split '::'
        $live = $typeName -as [type]
        # Types of PowerShell itself, and those that the scripts compile from C#.
        if ($typeName -like 'P2SFix.*' -or $typeName -eq 'NullString') { continue }
        $fullName = if ($null -eq $live) { $typeName } else { $live.FullName }
        if (-not $members.ContainsKey($fullName)) { $problems.Add("$use : no such type in .NET Framework"); continue }
        $known = $members[$fullName]
        $wanted = if ($member -eq 'new') { '.ctor' } else { $member }
        if (-not ($known.Contains($wanted) -or $known.Contains('get_' + $wanted))) { $problems.Add("$use : no such member in .NET Framework") }
    }
}

ConvertTo-Json -InputObject @($problems) -Compress
