# This computer's local evidence of VPN problems: logged events, the user's certificates, cached revocation
# answers, and the output of its VPN connection cmdlet.

# One line of JSON. WithConnections: also runs the cmdlet, which is slow. If this language mode or system cannot
# read the evidence, the reason is reported, and the rest is empty.
function Get-P2SEvidence([bool]$WithConnections) {
    $unavailable = if (-not $script:P2SWindows) {
        'not-windows'
    }
    elseif (-not $script:P2SFullLanguage) {
        'language-mode'
    }
    else {
        $null
    }
    $logs = @()
    $events = @()
    $certificates = 'null'
    $caches = @()
    if ($null -eq $unavailable) {
        foreach ($source in $script:P2SEventSources) {
            $read = Read-P2SEventLog $source
            $logs += $read.State
            $events += $read.Events
        }
        $certificates = Get-P2SCertificates
        $caches = @(Get-P2SCrlCaches)
    }
    $connections = if ($WithConnections) { Get-P2SVpnConnections } else { 'null' }
    -join ('{"unavailable":', (ConvertTo-P2SJsonText $unavailable), ',"logs":[', ($logs -join ','),
        '],"events":[', ($events -join ','),
        '],"certificates":', $certificates, ',"crlCaches":[', ($caches -join ','),
        '],"vpnConnections":', $connections, '}')
}
