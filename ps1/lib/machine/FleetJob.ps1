# Starts the jobs of a fleet. Over SSH one Invoke-Command job for each computer, over WinRM one for all computers
# with the same call. HostName and its related parameters exist in PowerShell 7.3 and later; they are checked
# before use.

function Test-P2SSshRemoting {
    $parameters = (Get-Command -Name Invoke-Command).Parameters
    $parameters.ContainsKey('HostName') -and $parameters.ContainsKey('Options')
}

# A credential from PowerShell's Export-Clixml; an empty one means the current account.
function Get-P2SFleetCredential($Path) {
    if ($null -eq $Path) { return [System.Management.Automation.PSCredential]::Empty }
    $credential = Import-Clixml -LiteralPath $Path
    if ($credential -isnot [System.Management.Automation.PSCredential]) { throw 'The file holds no credential.' }
    $credential
}

# The options of ssh, by ssh's own names. ssh never prompts, because nobody can answer.
function Get-P2SSshOptions($Computer, $Request) {
    $options = @{
        BatchMode = 'yes'
        LogLevel = 'ERROR'
        ConnectTimeout = [string]$Request['connectSeconds']
        ServerAliveInterval = '15'
        ServerAliveCountMax = '3'
    }
    $more = $Computer['sshOptions']
    foreach ($name in @($more.get_Keys())) { $options[$name] = $more[$name] }
    $options
}

function Start-P2SSshJob($Computer, $Call, $Request) {
    $options = Get-P2SSshOptions $Computer $Request
    $timeout = [int]$Request['connectSeconds'] * 1000
    Invoke-Command -AsJob -HostName $Computer['host'] -Subsystem $Computer['subsystem'] -Options $options `
        -ConnectingTimeout $timeout -ScriptBlock $Call.Script -ArgumentList $Call.Arguments
}

# Computers with the same connection and the same call.
function Start-P2SWinRmJob($Computers, $Call, $Request) {
    $first = $Computers[0]
    $connect = [int]$Request['connectSeconds'] * 1000
    $session = New-PSSessionOption -OpenTimeout $connect -CancelTimeout 5000 -OperationTimeout (
        [int]$Request['deadlineSeconds'] * 1000
    ) -MaximumReceivedObjectSize 64MB
    $names = @(foreach ($computer in $Computers) { $computer['host'] })
    Invoke-Command -AsJob -ComputerName $names -Port ([int]$first['port']) -UseSSL:([bool]$first['ssl']) `
        -ConfigurationName $first['configuration'] -Credential $Request['loadedCredential'] `
        -SessionOption $session -ThrottleLimit ([int]$Request['throttle']) `
        -ScriptBlock $Call.Script -ArgumentList $Call.Arguments
}

# The calls of the request: each a script beside this one, parsed once, with its own request.
function Read-P2SFleetCalls($Request) {
    foreach ($call in $Request['calls']) {
        if ($call['script'] -cnotmatch '\A[A-Z][A-Za-z]+-P2S[A-Za-z]+\z') {
            throw 'The request does not name a script by its name.'
        }
        # As Get-Command would find it, without loading modules first.
        $path = [System.IO.Path]::Combine($PSScriptRoot, $call['script'] + '.ps1')
        $file = $ExecutionContext.InvokeCommand.GetCommand($path, 'ExternalScript')
        @{ Script = $file.ScriptBlock; Arguments = @(foreach ($argument in $call['arguments']) { [string]$argument }) }
    }
}
