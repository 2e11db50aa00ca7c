# What somebody else holds open for a moment: a virus scanner or an indexer looks into each new file.

# 50 ms, this many times.
$script:P2SFileTries = 20
# Sharing violation, access denied, and the three ways in which a replacement can stop (winerror.h, 1175 to 1177).
$script:P2SFileBusy = -2147024864, -2147024891, -2147023721, -2147023720, -2147023719

# Does it, and does it again where the file or folder is held just now.
function Invoke-P2SPatiently([scriptblock]$Work) {
    for ($tries = 1; ; $tries++) {
        try { return & $Work }
        catch {
            if ($tries -ge $script:P2SFileTries -or (Get-P2SFailure $_).HResult -notin $script:P2SFileBusy) { throw }
            Start-Sleep -Milliseconds 50
        }
    }
}
