<#
.SYNOPSIS
Runs script files for a caller in this process, one after the other: to start PowerShell is most of what a script costs.
.DESCRIPTION
Each line that the caller sends is JSON: file, arguments (words as after -File), input (the lines of standard input) and
folder (the current one). Each answer is one line of JSON: exitCode, stdout, stderr. Ends with the connection.
What a process keeps, such as loaded types, stays for the next script. The exit code of a script that does not name one
is that of the last program it ran.
.PARAMETER Port
Where the caller listens, on 127.0.0.1.
#>
param([int]$Port)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# The call as -File makes it: a word such as -Name names a parameter, any other is text.
function Get-CallText {
    param([object]$Call)
    $words = foreach ($word in $Call.arguments) {
        if ($word -match '^-[a-zA-Z]\w*$') { $word }
        else { "'$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($word))'" }
    }
    $file = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Call.file)
    $line = "& '$file' $($words -join ' ') *>&1"
    if ($null -eq $Call.input) { return $line }
    return "`$P2SCall.input | $line"
}

# Runs a script with the settings that a new PowerShell has, and hands on what it prints.
function Invoke-AsNew {
    param([object]$P2SCall)
    $text = Get-CallText -Call $P2SCall
    Set-StrictMode -Off
    $ErrorActionPreference = 'Continue'
    $global:LASTEXITCODE = 0
    . ([scriptblock]::Create($text))
}

function Invoke-Call {
    param([object]$Call)
    Set-Location -LiteralPath $Call.folder
    [System.Environment]::CurrentDirectory = $Call.folder
    $streams = @([System.Console]::In, [System.Console]::Out, [System.Console]::Error)
    $out = New-Object System.IO.StringWriter
    $errors = New-Object System.IO.StringWriter
    [System.Console]::SetIn((New-Object System.IO.StringReader (@($Call.input) -join "`n")))
    [System.Console]::SetOut($out)
    [System.Console]::SetError($errors)
    try {
        Invoke-AsNew -P2SCall $Call | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $errors.Write(($_ | Out-String)) }
            else { $out.Write(($_ | Out-String -Width 4096)) }
        }
        $exitCode = $global:LASTEXITCODE
    }
    catch {
        $errors.Write(($_ | Out-String))
        $exitCode = 1
    }
    finally {
        [System.Console]::SetIn($streams[0])
        [System.Console]::SetOut($streams[1])
        [System.Console]::SetError($streams[2])
    }
    return @{ exitCode = $exitCode; stdout = $out.ToString(); stderr = $errors.ToString() }
}

$client = New-Object System.Net.Sockets.TcpClient '127.0.0.1', $Port
$reader = New-Object System.IO.StreamReader $client.GetStream()
$writer = New-Object System.IO.StreamWriter $client.GetStream()
while ($null -ne ($line = $reader.ReadLine())) {
    $answer = Invoke-Call -Call (ConvertFrom-Json -InputObject $line)
    $writer.Write((ConvertTo-Json -Compress -InputObject $answer) + "`n")
    $writer.Flush()
}
$client.Dispose()
