# Only for tests: the part of Find-Problem.ps1 that checks the calls of a script.

# Programs below %SystemRoot%\System32 that may be started, by full path.
$script:Programs = 'reg.exe', 'icacls.exe', 'netsh.exe', 'eventcreate.exe', 'schtasks.exe'
# Programs whose failure is a result: over remoting, Windows PowerShell ends a script for a line on standard error.
$script:Answering = 'netsh.exe', 'eventcreate.exe', 'schtasks.exe'
# The 64-bit PowerShell, from the 32-bit one, for a script that Intune starts.
$script:NativePowerShell = "`$env:SystemRoot + '\Sysnative\WindowsPowerShell\v1.0\powershell.exe'"
$script:SystemProgram = '^\(?\$env:SystemRoot \+ ''\\System32\\([a-z]+\.exe)''\)?$'

function Find-CommandProblem($Ast, [hashtable]$Allowed) {
    $functions = @(foreach ($function in Find-Ast $Ast FunctionDefinitionAst) { $function.Name })
    foreach ($command in Find-Ast $Ast CommandAst) {
        if ($command.InvocationOperator -eq 'Dot') { New-Problem $command 'dot-sourcing' }
        $name = $command.GetCommandName()
        if ($null -eq $name) {
            $script:Called = ''
            if (-not (Test-DynamicCommand $command.CommandElements[0])) {
                New-Problem $command 'call of what is not known'
            }
            elseif ($script:Called -in $script:Answering -and $command.Redirections.Count -eq 0) {
                New-Problem $command 'standard error of a program'
            }
            continue
        }
        if ($name -in $functions) { continue }
        if (-not $Allowed.ContainsKey($name)) { New-Problem $command 'command that is not on the list'; continue }
        foreach ($element in $command.CommandElements) {
            if ($element -is [System.Management.Automation.Language.CommandParameterAst]) {
                if ($element.ParameterName -notin $Allowed[$name]) {
                    New-Problem $command 'parameter that is not on the list'
                }
            }
            elseif ($element -is [System.Management.Automation.Language.VariableExpressionAst] -and $element.Splatted) {
                New-Problem $command 'splatting hides parameters'
            }
        }
        # The names of encodings differ between the two; this one is the same.
        if ($command.Extent.Text -match '-Encoding\s+(?!Ascii\b)') { New-Problem $command 'encoding' }
    }
}

# A script block or one of the programs, also as a variable to which the same function assigns nothing else, or as
# a parameter that accepts only a script block.
function Test-DynamicCommand($Called) {
    $values = @($Called)
    if ($Called -is [System.Management.Automation.Language.VariableExpressionAst]) {
        $around = $Called.Parent
        while ($null -ne $around.Parent -and
            $around -isnot [System.Management.Automation.Language.FunctionDefinitionAst]) {
            $around = $around.Parent
        }
        $parameters = @(foreach ($node in Find-Ast $around ParameterAst) {
                if ($node.Name.Extent.Text -eq $Called.Extent.Text -and $node.StaticType -eq [scriptblock]) { $node }
            })
        if ($parameters.Count -eq 1) { return $true }
        $values = @(foreach ($node in Find-Ast $around AssignmentStatementAst) {
                if ($node.Left.Extent.Text -eq $Called.Extent.Text) { $node.Right }
            })
    }
    if ($values.Count -eq 0) { return $false }
    foreach ($value in $values) {
        if ($value.Extent.Text -match '^\{[\s\S]*\}$' -or $value.Extent.Text -ceq $script:NativePowerShell) { continue }
        if ($value.Extent.Text -cnotmatch $script:SystemProgram -or $Matches[1] -notin $script:Programs) {
            return $false
        }
        $script:Called = $Matches[1]
    }
    $true
}
