# Reads from SDDL who owns a Windows object and who may change it. Works in every language mode.

# By SIDs, as an access list names them.
$script:P2SAdministrators = 'S-1-5-32-544'
$script:P2SSystem = 'S-1-5-18'
$script:P2SSidNames = @{ SY = 'S-1-5-18'; BA = 'S-1-5-32-544' }
$script:P2STrustedInstaller = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'

# True when only these SIDs, administrators and the system own the object or may change it. Rights for the creator
# or owner (CO, OW) count like the owner. Deny entries are ignored; without a list, or with one that cannot be
# parsed, the object is open.
function Test-P2SClosed([string]$Sddl, $Trusted) {
    $known = @($Trusted) + $script:P2SAdministrators + $script:P2SSystem + $script:P2STrustedInstaller + 'CO' + 'OW' +
        'S-1-3-0' + 'S-1-3-4'
    # The one account that a list can name by an abbreviation.
    if (@($Trusted) -cmatch '-500\z') { $known += 'LA' }
    if ($Sddl -cnotmatch '\AO:([A-Z]{2}|S(?:-[0-9]+)+)(?:G:[-A-Z0-9]+)?D:([A-Z]*)((?:\([^()]*\))*)(?:S:.*)?\z') {
        return $false
    }
    $owner, $flags, $entries = $Matches[1], $Matches[2], $Matches[3]
    if ($flags -cmatch 'NO_ACCESS_CONTROL' -or (Get-P2SSidText $owner) -notin $known) { return $false }
    foreach ($match in [regex]::Matches($entries, '\(([^()]*)\)')) {
        $parts = $match.Groups[1].Value.Split(';')
        if ($parts[0] -ceq 'D') { continue }
        if ($parts.Count -ne 6 -or $parts[0] -cne 'A') { return $false }
        if ((Get-P2SSidText $parts[5]) -notin $known -and -not (Test-P2SReadOnlyRights $parts[2])) { return $false }
    }
    $true
}

function Get-P2SSidText([string]$Sid) {
    if ($script:P2SSidNames.ContainsKey($Sid)) { $script:P2SSidNames[$Sid] } else { $Sid }
}

# Read, execute and synchronize only: as letters, or as a number (MS-DTYP 2.5.1.1).
function Test-P2SReadOnlyRights([string]$Rights) {
    if ($Rights -cmatch '\A(?:FR|FX|GR|GX|RC)*\z') { return $true }
    if ($Rights -cnotmatch '\A0x[0-9a-f]{1,8}\z') { return $false }
    # Generic read and execute, read control, synchronize, list, read, traverse.
    ([long]$Rights -band (-bnot 0xA01200A9L)) -eq 0
}
