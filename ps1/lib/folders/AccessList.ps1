# Reads from SDDL who besides administrators may change a Windows object. Works in every language mode.

# By SIDs, as an access list names them.
$script:P2SAdministrators = 'S-1-5-32-544'
$script:P2SSystem = 'S-1-5-18'
$script:P2SSidNames = @{ SY = 'S-1-5-18'; BA = 'S-1-5-32-544' }
$script:P2STrustedInstaller = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
# Of a domain and of a computer: usual in profiles of company computers.
$script:P2SOtherAdministrators = '\A(?:LA|DA|EA|S-1-5-21-[0-9]+-[0-9]+-[0-9]+-(?:500|512|519))\z'

# Rights that change neither an object nor what is in it, as letters and as bits (MS-DTYP 2.5.1.1, winnt.h).
$script:P2SReadRights = @{ Names = 'FR|FX|GR|GX|RC|CC|SW|WP|LO'; Bits = 0xA01200A9L }
# Also those to add something: of a folder above, only the rights to replace what is below it count.
$script:P2SAddRights = @{ Names = 'FR|FX|GR|GX|RC|CC|SW|WP|LO|DC|LC|RP|CR|FW|GW'; Bits = 0xE01201BFL }
# The root of a drive can be neither deleted nor renamed.
$script:P2SRootRights = @{ Names = $script:P2SAddRights.Names + '|SD'; Bits = 0xE01301BFL }

# The account that owns the object or has more than these rights, as SDDL names it; nothing if only administrators,
# SYSTEM and TrustedInstaller do. Own: the SID of an account that is trusted too, with administrators of its domain; ''
# for none. 'unknown': there is no list, or it cannot be parsed. Rights for the creator or owner (CO, OW) count like
# the owner. Deny entries are ignored.
function Find-P2SOther([string]$Sddl, [string]$Own, $Rights = $script:P2SReadRights) {
    if ($Sddl -cnotmatch '\AO:([A-Z]{2}|S(?:-[0-9]+)+)(?:G:[-A-Z0-9]+)?D:([A-Z]*)((?:\([^()]*\))*)(?:S:.*)?\z') {
        return 'unknown'
    }
    $owner, $flags, $entries = $Matches[1], $Matches[2], $Matches[3]
    if ($flags -cmatch 'NO_ACCESS_CONTROL') { return 'unknown' }
    if (-not (Test-P2STrusted $owner $Own)) { return $owner }
    foreach ($match in [regex]::Matches($entries, '\(([^()]*)\)')) {
        $parts = $match.Groups[1].Value.Split(';')
        if ($parts[0] -ceq 'D') { continue }
        if ($parts.Count -ne 6 -or $parts[0] -cne 'A') { return 'unknown' }
        # What is created in a folder of administrators inherits such an entry; a folder above has it only for others.
        if ($Rights.Bits -ne $script:P2SReadRights.Bits -and $parts[1] -cmatch '\A(?:..)*IO') { continue }
        if ($parts[5] -cin 'CO', 'OW', 'S-1-3-0', 'S-1-3-4') { continue }
        if (-not (Test-P2STrusted $parts[5] $Own) -and -not (Test-P2SRights $parts[2] $Rights)) { return $parts[5] }
    }
}

function Test-P2STrusted([string]$Sid, [string]$Own) {
    if ($script:P2SSidNames.ContainsKey($Sid)) { $Sid = $script:P2SSidNames[$Sid] }
    if ($Sid -cin $script:P2SAdministrators, $script:P2SSystem, $script:P2STrustedInstaller) { return $true }
    $Own -ne '' -and ($Sid -ceq $Own -or $Sid -cmatch $script:P2SOtherAdministrators)
}

# Whether the rights of an entry, letters or a number, are only these.
function Test-P2SRights([string]$Text, $Rights) {
    if ($Text -cmatch ('\A(?:' + $Rights.Names + ')*\z')) { return $true }
    if ($Text -cnotmatch '\A0x[0-9a-f]{1,8}\z') { return $false }
    ([long]$Text -band (-bnot $Rights.Bits)) -eq 0
}

# The rights that others may have on a folder above a trusted one.
function Get-P2SRightsAbove([string]$Path) {
    if ($Path -cmatch '\A(?:[A-Za-z]:|\\\\[^\\]+\\[^\\]+)\\\z') { $script:P2SRootRights } else { $script:P2SAddRights }
}
