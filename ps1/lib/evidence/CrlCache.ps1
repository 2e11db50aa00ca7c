# CryptoAPI's cache of CRLs and OCSP answers: names and times of the files in CryptnetUrlCache\MetaData, for the
# current user and for the service accounts. A name begins with the MD5 of the URL. Opens no file.

$script:P2SCachedFiles = 300
$script:P2SCacheParts = 'AppData', 'LocalLow', 'Microsoft', 'CryptnetUrlCache', 'MetaData'

# One JSON object for each account.
function Get-P2SCrlCaches {
    if ($env:USERPROFILE) { Format-P2SCrlCache 'user' $env:USERPROFILE @() }
    if ($env:SystemRoot) {
        Format-P2SCrlCache 'S-1-5-18' $env:SystemRoot @('System32', 'config', 'systemprofile')
        Format-P2SCrlCache 'S-1-5-19' $env:SystemRoot @('ServiceProfiles', 'LocalService')
        Format-P2SCrlCache 'S-1-5-20' $env:SystemRoot @('ServiceProfiles', 'NetworkService')
    }
}

# Never throws: without an administrator's rights, access to the folders of services is denied, which is normal.
function Format-P2SCrlCache([string]$Account, [string]$Folder, [string[]]$Parts) {
    $state = 'unseen'
    $files = @()
    $omitted = $false
    try {
        $path = Get-P2SPathWithoutLink $Folder ($Parts + $script:P2SCacheParts)
        if ($path -eq '') { $state = 'absent' }
        elseif ($null -ne $path) {
            foreach ($file in ([System.IO.DirectoryInfo]::new($path)).EnumerateFiles()) {
                if ($files.Count -ge $script:P2SCachedFiles) { $omitted = $true; break }
                $files += $file
            }
            $state = 'present'
        }
    }
    catch { if ((Get-P2SFailure $_).Win32 -in 2, 3) { $state = 'absent' } }
    $listed = @(foreach ($file in $files) {
            '{"name":' + (ConvertTo-P2SJsonText $file.Name) +
                ',"at":"' + (ConvertTo-P2STime $file.LastWriteTimeUtc) + '"}'
        })
    '{"account":"' + $Account + '","state":"' + $state + '","files":[' + ($listed -join ',') +
        '],"omitted":' + (ConvertTo-P2SJsonFlag $omitted) + '}'
}

# The path, if nothing below the folder is a link of any kind; nothing if something is; '' if a part does not exist.
function Get-P2SPathWithoutLink([string]$Folder, [string[]]$Parts) {
    $path = $Folder
    foreach ($part in $Parts) {
        $path = [System.IO.Path]::Combine($path, $part)
        # That of nothing is -1, without the exception of GetAttributes, which is slow.
        $attributes = [int][System.IO.FileInfo]::new($path).Attributes
        if ($attributes -eq -1) { return '' }
        if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { return }
    }
    $path
}
