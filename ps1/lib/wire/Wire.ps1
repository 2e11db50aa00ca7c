# The protocol: one request in, JSON lines out, pure ASCII, the same bytes on Windows PowerShell 5.1 and PowerShell
# 7. Everything here works in Constrained Language Mode; faster .NET calls are used in Full Language only. JSON is
# written by hand: ConvertTo-Json differs between the editions and loads a module at every start.

$script:P2SLanguageMode = [string]$ExecutionContext.SessionState.LanguageMode
$script:P2SFullLanguage = $script:P2SLanguageMode -eq 'FullLanguage'
# Windows PowerShell has no such entry.
$script:P2SWindows = $PSVersionTable['Platform'] -ne 'Unix'
# Modules come only from PowerShell's own folder, never from one that a user can write. Restored at the end.
$script:P2SCallersModulePath = $env:PSModulePath
$env:PSModulePath = if ($script:P2SWindows) { $PSHOME + '\Modules' } else { $PSHOME + '/Modules' }

# Text as a JSON string; null as null. PowerShell compiles a whole function at its first call, and each kind of
# method call separately: code that is rarely needed at a start is its own function, and operators replace methods
# where possible, here and in the other files.
function ConvertTo-P2SJsonText($Text) {
    if ($null -eq $Text) { return 'null' }
    $string = [string]$Text
    if ($string -cmatch '[^ !#-~]') { return ConvertTo-P2SEscapedText $string }
    -join ('"', ($string -replace '\\', '\\'), '"')
}

function ConvertTo-P2SEscapedText([string]$String) {
    if ($String.Length -gt 1024 -and $script:P2SFullLanguage) { return ConvertTo-P2SLongEscapedText $String }
    $parts = foreach ($char in $String.ToCharArray()) {
        $code = [int]$char
        if ($code -eq 34) { '\"' }
        elseif ($code -eq 92) { '\\' }
        elseif ($code -lt 32 -or $code -gt 126) { '\u{0:x4}' -f $code }
        else { $char }
    }
    '"' + (-join $parts) + '"'
}

# Escapes every character at once: one by one, the content of a value that a user filled would take longer than a
# write may.
function ConvertTo-P2SLongEscapedText([string]$String) {
    $bytes = [byte[]]::new($String.Length * 2)
    [System.Buffer]::BlockCopy($String.ToCharArray(), 0, $bytes, 0, $bytes.Length)
    '"' + ((ConvertTo-P2SHex $bytes) -creplace '(..)(..)', '\u$2$1') + '"'
}

# True and false as JSON; null as null.
function ConvertTo-P2SJsonFlag($Flag) {
    if ($null -eq $Flag) { 'null' } elseif ($Flag) { 'true' } else { 'false' }
}

# A whole number as JSON; null as null.
function ConvertTo-P2SJsonNumber($Number) {
    if ($null -eq $Number) { 'null' } else { '' + [long]$Number }
}

function ConvertTo-P2SHex([byte[]]$Bytes) {
    if ($Bytes.Length -eq 0) { return '' }
    if ($script:P2SFullLanguage) {
        return ([System.BitConverter]::ToString($Bytes) -replace '-', '').ToLowerInvariant()
    }
    -join @(foreach ($byte in $Bytes) { '{0:x2}' -f $byte })
}

# A time in UTC as ISO 8601: by the culture-independent format, without the digits below milliseconds.
function ConvertTo-P2STime([datetime]$Utc) { $Utc.ToString('o') -creplace '[0-9]{4}Z\z', 'Z' }

# Base64 of ASCII text.
function ConvertFrom-P2SBase64([string]$Base64) {
    if (-not $script:P2SFullLanguage) { return ConvertFrom-P2SBase64ByHand $Base64 }
    [System.Text.Encoding]::ASCII.GetString([System.Convert]::FromBase64String($Base64))
}

# Used where [Convert] is not allowed.
function ConvertFrom-P2SBase64ByHand([string]$Base64) {
    $alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    $bits = 0
    $held = 0
    $chars = foreach ($char in $Base64.ToCharArray()) {
        $digit = $alphabet.IndexOf([char]$char)
        if ($digit -lt 0) { continue }
        $held = ($held * 64 + $digit) % 65536
        $bits += 6
        if ($bits -ge 8) {
            $bits -= 8
            [char](($held -shr $bits) % 256)
        }
    }
    -join $chars
}

# The request's JSON and its nonce; both '' when the script is run by hand.
function Read-P2SRequest([string]$Base64, $Lines) {
    $json = if ($Base64 -ne '') { ConvertFrom-P2SBase64 $Base64 } else { -join @($Lines) }
    $json
    if ($json -cmatch '"nonce"\s*:\s*"([0-9a-f]{32})"') { $Matches[1] } else { '' }
}

# Throws for arguments that a script does not have. PowerShell itself ignores them in a script of this kind: with
# -WhatIf, for example, a script would write.
function Assert-P2SNoOtherArgument($Arguments) {
    if (@($Arguments).Count -gt 0) { throw "This script has no parameter for: $Arguments" }
}

# Reply lines. When run by hand, without a nonce, only the result itself is printed.
function Format-P2SResult([string]$Nonce, [string]$Json) {
    if ($Nonce -eq '') { $Json } else { '{"nonce":"' + $Nonce + '","type":"result","result":' + $Json + '}' }
}

function Format-P2SError([string]$Nonce, [string]$ErrorJson) {
    if ($Nonce -eq '') { '{"error":' + $ErrorJson + '}' }
    else { '{"nonce":"' + $Nonce + '","type":"error","error":' + $ErrorJson + '}' }
}

# HRESULT and Win32 code of a failure: the innermost exception is the most specific. The registry classes convert
# ERROR_ACCESS_DENIED to a SecurityException with another code; the original code is returned.
function Get-P2SFailure($ErrorRecord) {
    $inner = $ErrorRecord.Exception
    while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
    $hresult = $inner.HResult
    if ($hresult -eq -2146233078) { $hresult = -2147024891 }
    $win32 = $null
    if ($hresult -ge -2147024896 -and $hresult -le -2146959361) { $win32 = $hresult + 2147024896 }
    @{ HResult = $hresult; Win32 = $win32; Id = [string]$ErrorRecord.FullyQualifiedErrorId; Message = $inner.Message }
}

function Format-P2SFailure([string]$Code, [string]$Target, $Failure) {
    '{"code":' + (ConvertTo-P2SJsonText $Code) +
        ',"message":' + (ConvertTo-P2SJsonText $Failure.Message) +
        ',"target":' + (ConvertTo-P2SJsonText $Target) +
        ',"hresult":' + (ConvertTo-P2SJsonNumber $Failure.HResult) +
        ',"win32":' + (ConvertTo-P2SJsonNumber $Failure.Win32) +
        ',"fullyQualifiedErrorId":' + (ConvertTo-P2SJsonText $Failure.Id) + '}'
}

# A refusal of p2s-fix itself, without an exception.
function Format-P2SRefusal([string]$Code, [string]$Message, [string]$Target) {
    Format-P2SFailure $Code $Target @{ HResult = $null; Win32 = $null; Id = $null; Message = $Message }
}
