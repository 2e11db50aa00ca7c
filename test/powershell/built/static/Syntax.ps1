# Only for tests: the part of Find-Problem.ps1 that checks the syntax of a script.

$script:NewVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle',
    'PSNativeCommandUseErrorActionPreference',
    'PSNativeCommandArgumentPassing', 'EnabledExperimentalFeatures'
# Entries of $PSVersionTable that 5.1 does not have: a missing property is an error in strict mode, a missing key is
# null.
$script:NewVersionEntries = 'OS', 'Platform', 'GitCommitId'

# Variables that PowerShell sets itself: assigned ones read as those, and some lose their value at once.
$script:AutomaticVariables = '_', 'args', 'error', 'event', 'eventargs', 'eventsubscriber', 'executioncontext', 'false',
    'foreach', 'home', 'host', 'input', 'matches', 'myinvocation', 'pid', 'profile', 'psboundparameters',
    'pscmdlet', 'pscommandpath', 'psculture', 'pshome', 'psitem', 'psscriptroot', 'pssenderinfo', 'psuiculture',
    'psversiontable', 'pwd', 'sender', 'shellid', 'stacktrace', 'switch', 'this', 'true'

# Syntax that the parser of PowerShell 7 accepts, and that of 5.1 refuses or reads differently.
function Find-NewSyntax($Ast, $Tokens) {
    foreach ($node in Find-Ast $Ast TernaryExpressionAst) { New-Problem $node 'ternary' }
    foreach ($node in Find-Ast $Ast PipelineChainAst) { New-Problem $node 'pipeline chain' }
    foreach ($node in @(Find-Ast $Ast MemberExpressionAst) + @(Find-Ast $Ast IndexExpressionAst)) {
        if ($node.NullConditional) { New-Problem $node 'null-conditional' }
    }
    foreach ($node in Find-Ast $Ast InvokeMemberExpressionAst) {
        if ($null -ne $node.GenericTypeArguments) { New-Problem $node 'type arguments of a method' }
    }
    foreach ($node in Find-Ast $Ast BinaryExpressionAst) {
        if ($node.Operator -eq 'QuestionQuestion') { New-Problem $node 'null-coalescing' }
        if ($node.Operator -eq 'DotDot' -and $node.Left.StaticType -eq [string]) { New-Problem $node 'character range' }
        if ($node.Operator -in 'Ireplace', 'Creplace' -and (Find-Ast $node.Right ScriptBlockExpressionAst)) {
            New-Problem $node 'replacement by script block'
        }
    }
    foreach ($node in Find-Ast $Ast AssignmentStatementAst) {
        if ($node.Operator -eq 'QuestionQuestionEquals') { New-Problem $node 'null-coalescing assignment' }
    }
    foreach ($node in Find-Ast $Ast PipelineAst) { if ($node.Background) { New-Problem $node 'background' } }
    foreach ($node in Find-Ast $Ast ScriptBlockAst) {
        if ($null -ne $node.CleanBlock) { New-Problem $node 'clean block' }
    }
    foreach ($node in Find-Ast $Ast VariableExpressionAst) {
        if ($node.VariablePath.UserPath -in $script:NewVariables) { New-Problem $node 'variable of PowerShell 7' }
    }
    foreach ($node in Find-Ast $Ast MemberExpressionAst) {
        if ($node.Expression.Extent.Text -eq '$PSVersionTable' -and
            $node.Member.Extent.Text -in $script:NewVersionEntries) {
            New-Problem $node 'entry of PowerShell 7'
        }
    }
    foreach ($node in @(Find-Ast $Ast ExpandableStringExpressionAst) + @(Find-Ast $Ast StringConstantExpressionAst)) {
        if ($node.StringConstantType -like 'DoubleQuoted*' -and $node.Extent.Text -cmatch '`(?:u\{|e)') {
            New-Problem $node 'escape of PowerShell 7'
        }
    }
    foreach ($node in Find-Ast $Ast ConstantExpressionAst) {
        if ($node.StaticType -ne [string] -and $node.Extent.Text -match '^0b|(?<!0x[0-9a-f]*)(?:u|us|uy|y|s|ul|n)$') {
            New-Problem $node 'number of PowerShell 7'
        }
    }
    for ($i = 1; $i -lt $Tokens.Count; $i++) {
        if ($Tokens[$i].Kind -eq 'Pipe' -and $Tokens[$i - 1].Kind -in 'NewLine', 'Comment') {
            New-Problem $Tokens[$i] 'pipe at the beginning of a line'
        }
    }
}

# Syntax that both accept and this project forbids: it fails in Constrained Language Mode, or differs in the two.
function Find-BannedSyntax($Ast) {
    foreach ($node in Find-Ast $Ast TypeDefinitionAst) {
        New-Problem $node 'class or enum: a parse error in Constrained Language Mode'
    }
    foreach ($node in Find-Ast $Ast UsingStatementAst) { New-Problem $node 'using' }
    foreach ($node in Find-Ast $Ast ConvertExpressionAst) {
        if ($node.Type.TypeName.Name -eq 'pscustomobject') {
            New-Problem $node 'not allowed in Constrained Language Mode'
        }
    }
    foreach ($node in Find-Ast $Ast AttributeAst) { New-Problem $node 'attribute: makes the script an advanced one' }
    # 5.1 turns each line of a redirected error stream into an error, and writes files in UTF-16.
    foreach ($node in Find-Ast $Ast RedirectionAst) {
        $around = $node.Parent
        while ($null -ne $around.Parent -and
            $around -isnot [System.Management.Automation.Language.FunctionDefinitionAst]) {
            $around = $around.Parent
        }
        $harmless = $node.Extent.Text -eq '2>$null' -and
            $around.Extent.Text -match '(?m)^\s*\$ErrorActionPreference = ''Continue''\s*$'
        if (-not $harmless) { New-Problem $node 'redirection' }
    }
    # .NET Framework has no Split by text: it reads the text as a set of characters.
    foreach ($node in Find-Ast $Ast InvokeMemberExpressionAst) {
        $first = @($node.Arguments)[0]
        if ($node.Member.Extent.Text -eq 'Split' -and
            $first -is [System.Management.Automation.Language.StringConstantExpressionAst] -and
            $first.Value.Length -gt 1) {
            New-Problem $node 'split by text'
        }
    }
    $assigned = @(foreach ($node in Find-Ast $Ast AssignmentStatementAst) { $node.Left }) +
        @(foreach ($node in Find-Ast $Ast ForEachStatementAst) { $node.Variable }) +
        @(foreach ($node in Find-Ast $Ast ParameterAst) { $node.Name })
    foreach ($left in $assigned) {
        foreach ($variable in Find-Ast $left VariableExpressionAst) {
            $isTarget = $variable.Parent -isnot [System.Management.Automation.Language.MemberExpressionAst] -and
                $variable.Parent -isnot [System.Management.Automation.Language.IndexExpressionAst]
            if ($isTarget -and $variable.VariablePath.UserPath -in $script:AutomaticVariables) {
                New-Problem $variable 'assigned automatic variable'
            }
        }
    }
    foreach ($function in Find-Ast $Ast FunctionDefinitionAst) {
        if ($function.Name.Split('-')[0] -cnotin $script:ApprovedVerbs) { New-Problem $function 'verb' }
    }
}

# The beginning and the help of every script.
function Find-FrameProblem($Ast, [string]$File) {
    $help = $Ast.GetHelpContent()
    if ($null -eq $help -or [string]::IsNullOrWhiteSpace($help.Synopsis) -or
        [string]::IsNullOrWhiteSpace($help.Description) -or $help.Examples.Count -eq 0) {
        "${File}: help"
    }
    elseif ($null -ne $Ast.ParamBlock) {
        foreach ($parameter in $Ast.ParamBlock.Parameters) {
            if (-not $help.Parameters.ContainsKey($parameter.Name.VariablePath.UserPath.ToUpper())) {
                "${File}: help of $($parameter.Name)"
            }
        }
    }
    $first = @($Ast.EndBlock.Statements | Select-Object -First 3 | ForEach-Object { $_.Extent.Text }) -join ' '
    if ($first -cne ('Set-StrictMode -Version 3.0 $ErrorActionPreference = ''Stop'' ' +
            '$ProgressPreference = ''SilentlyContinue''')) {
        "${File}: does not begin with strict mode and preferences"
    }
    if ($null -eq $Ast.ScriptRequirements -or $Ast.ScriptRequirements.RequiredPSVersion -ne '5.1') {
        "${File}: #Requires -Version 5.1"
    }
    $bytes = [System.Text.Encoding]::Latin1.GetString([System.IO.File]::ReadAllBytes($Ast.Extent.File))
    if ($bytes -cmatch '[^\t\n\r -~]') { "${File}: not ASCII" }
}
