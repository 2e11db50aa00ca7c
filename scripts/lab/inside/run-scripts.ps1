<#
.SYNOPSIS
Runs script files for a caller in this process, one after the other: to start PowerShell is most of what a script costs.
.DESCRIPTION
Each line that the caller sends is JSON: file, arguments (words as after -File, without -Name:value), input (the lines
of standard input, or null) and folder (the current one). Each answer is one line of JSON: exitCode, stdout, stderr.
Ends with the connection.
Each script has a runspace of its own, with the variables and preferences of a new PowerShell, and leaves no variable of
the environment; what belongs to the process, such as loaded types, stays for the next one. What a script writes to the
console itself comes before the rest of what it prints.
.PARAMETER Port
Where the caller listens, on 127.0.0.1.
#>
param([int]$Port)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Get-Quoted {
    param([string]$Text)
    "'$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text))'"
}

# A word such as -Name names a parameter, any other is text. $? is false after an exit code alone: not after a program
# that failed, nor after an error that the script survived.
function Get-CallText {
    param([object]$Call)
    $words = foreach ($word in $Call.arguments) {
        if ($word -match '^-[a-zA-Z]\w*$') { $word }
        else { Get-Quoted -Text $word }
    }
    $script = "& $(Get-Quoted -Text $Call.file) $($words -join ' ') *>&1"
    if ($null -ne $Call.input) { $script = "`$input | $script" }
    "Set-Location -LiteralPath $(Get-Quoted -Text $Call.folder)", $script, '$p2sEnded = $?' -join "`n"
}

# Runs the text in a new runspace; hands on what it prints, and last a hashtable with the exit code.
function Invoke-Text {
    param([string]$Text, [object[]]$Lines)
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $printed = New-Object System.Collections.Generic.List[psobject]
    $exitCode = 1
    try {
        $null = $shell.AddScript($Text)
        $shell.Invoke($Lines, $printed)
        $ended = $runspace.SessionStateProxy.GetVariable('p2sEnded')
        $exitCode = if ($ended) { 0 } else { $runspace.SessionStateProxy.GetVariable('LASTEXITCODE') }
    }
    catch [System.Management.Automation.MethodInvocationException] {
        $shell.Streams.Error.Add($_.Exception.InnerException.ErrorRecord)
    }
    finally {
        $printed
        $shell.Streams.Error
        $shell.Dispose()
        $runspace.Dispose()
    }
    @{ ExitCode = $exitCode }
}

function Restore-Environment {
    param([System.Collections.IDictionary]$Before)
    $now = [System.Environment]::GetEnvironmentVariables()
    foreach ($name in @($now.Keys) + @($Before.Keys)) {
        if ($now[$name] -cne $Before[$name]) { [System.Environment]::SetEnvironmentVariable($name, $Before[$name]) }
    }
}

function Invoke-Call {
    param([object]$Call)
    $before = [System.Environment]::GetEnvironmentVariables()
    $streams = @([System.Console]::In, [System.Console]::Out, [System.Console]::Error)
    $out = New-Object System.IO.StringWriter
    $errors = New-Object System.IO.StringWriter
    [System.Environment]::CurrentDirectory = $Call.folder
    [System.Console]::SetIn((New-Object System.IO.StringReader (@($Call.input) -join "`n")))
    [System.Console]::SetOut($out)
    [System.Console]::SetError($errors)
    try {
        foreach ($one in Invoke-Text -Text (Get-CallText -Call $Call) -Lines $Call.input) {
            if ($one -is [hashtable]) { $exitCode = $one.ExitCode }
            elseif ($one -is [System.Management.Automation.ErrorRecord]) { $errors.Write(($one | Out-String)) }
            else { $out.Write(($one | Out-String -Width 4096)) }
        }
    }
    finally {
        [System.Console]::SetIn($streams[0])
        [System.Console]::SetOut($streams[1])
        [System.Console]::SetError($streams[2])
        Restore-Environment -Before $before
    }
    return @{ exitCode = $exitCode; stdout = $out.ToString(); stderr = $errors.ToString() }
}

$client = New-Object System.Net.Sockets.TcpClient '127.0.0.1', $Port
$reader = New-Object System.IO.StreamReader $client.GetStream()
$writer = New-Object System.IO.StreamWriter $client.GetStream()
while ($null -ne ($line = $reader.ReadLine())) {
    $answer = Invoke-Call -Call (ConvertFrom-Json -InputObject $line -DateKind String)
    $writer.Write((ConvertTo-Json -Compress -InputObject $answer) + "`n")
    $writer.Flush()
}
$client.Dispose()
