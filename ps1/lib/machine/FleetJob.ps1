# Starts the jobs of a fleet: one for all computers with the same call.

# A credential from PowerShell's Export-Clixml; an empty one means the current account.
function Get-P2SFleetCredential($Path) {
    if ($null -eq $Path) { return [System.Management.Automation.PSCredential]::Empty }
    $credential = Import-Clixml -LiteralPath $Path
    if ($credential -isnot [System.Management.Automation.PSCredential]) { throw 'The file holds no credential.' }
    $credential
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
