# What this machine itself tells of VPN trouble: logged events, the user's certificates, kept revocation answers, and
# what its own cmdlet tells of VPN connections.

# One line of JSON. WithConnections: the cmdlet is asked, which takes its time. What this language mode or this system has no way to see is said, and the rest is empty.
function Get-P2SEvidence([bool]$WithConnections) {
    $unavailable = if (-not $script:P2SWindows) { 'not-windows' } elseif (-not $script:P2SFullLanguage) { 'language-mode' } else { $null }
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
    -join ('{"unavailable":', (ConvertTo-P2SJsonText $unavailable), ',"logs":[', ($logs -join ','), '],"events":[', ($events -join ','),
        '],"certificates":', $certificates, ',"crlCaches":[', ($caches -join ','), '],"vpnConnections":', $(if ($WithConnections) { Get-P2SVpnConnections } else { 'null' }), '}')
}
