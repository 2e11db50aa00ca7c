# Starts the jobs of a fleet. One job of Invoke-Command for each computer over SSH, one for all that are asked the same
# over WinRM. HostName and what belongs to it are PowerShell 7's (from 7.3 on); they are asked for before they are used.

function Test-P2SSshRemoting {
    $parameters = (Get-Command -Name Invoke-Command).Parameters
    $parameters.ContainsKey('HostName') -and $parameters.ContainsKey('Options')
}

# A credential as PowerShell's own Export-Clixml keeps it; the empty one means whoever runs this.
function Get-P2SFleetCredential($Path) {
    if ($null -eq $Path) { return [System.Management.Automation.PSCredential]::Empty }
    $credential = Import-Clixml -LiteralPath $Path
    if ($credential -isnot [System.Management.Automation.PSCredential]) { throw 'The file holds no credential.' }
    $credential
}

# What ssh is told, by the names of its own options. It never asks: there is nobody to answer.
function Get-P2SSshOptions($Computer, $Request) {
    $options = @{ BatchMode = 'yes'; LogLevel = 'ERROR'; ConnectTimeout = [string]$Request['connectSeconds']; ServerAliveInterval = '15'; ServerAliveCountMax = '3' }
    $more = $Computer['sshOptions']
    foreach ($name in @($more.get_Keys())) { $options[$name] = $more[$name] }
    $options
}

function Start-P2SSshJob($Computer, $Call, $Request) {
    $options = Get-P2SSshOptions $Computer $Request
    $timeout = [int]$Request['connectSeconds'] * 1000
    Invoke-Command -AsJob -HostName $Computer['host'] -Subsystem $Computer['subsystem'] -Options $options -ConnectingTimeout $timeout -ScriptBlock $Call.Script -ArgumentList $Call.Arguments
}

# Those that differ in nothing but their names and are asked the same.
function Start-P2SWinRmJob($Computers, $Call, $Request) {
    $first = $Computers[0]
    $connect = [int]$Request['connectSeconds'] * 1000
    $session = New-PSSessionOption -OpenTimeout $connect -CancelTimeout 5000 -OperationTimeout ([int]$Request['deadlineSeconds'] * 1000)
    $names = @(foreach ($computer in $Computers) { $computer['host'] })
    Invoke-Command -AsJob -ComputerName $names -Port ([int]$first['port']) -UseSSL:([bool]$first['ssl']) -ConfigurationName $first['configuration'] -Credential $Request['loadedCredential'] -SessionOption $session -ThrottleLimit ([int]$Request['throttle']) -ScriptBlock $Call.Script -ArgumentList $Call.Arguments
}

# The calls of the request: each a script beside this one, parsed once, and its own request.
function Read-P2SFleetCalls($Request) {
    foreach ($call in $Request['calls']) {
        if ($call['script'] -cnotmatch '\A[A-Z][A-Za-z]+-P2S[A-Za-z]+\z') { throw 'The request names a script by something else than its name.' }
        # As Get-Command would find it, without the modules that it loads first.
        $file = $ExecutionContext.InvokeCommand.GetCommand([System.IO.Path]::Combine($PSScriptRoot, $call['script'] + '.ps1'), 'ExternalScript')
        @{ Script = $file.ScriptBlock; Arguments = @(foreach ($argument in $call['arguments']) { [string]$argument }) }
    }
}
