# Retries for files that another process holds open briefly: virus scanners and indexers read each new file.

# This many tries, 50 ms apart.
$script:P2SFileTries = 20
# Sharing violation, access denied, and the three errors of a replacement (winerror.h, 1175 to 1177).
$script:P2SFileBusy = -2147024864, -2147024891, -2147023721, -2147023720, -2147023719

# Runs the work, and retries it while another process holds the file or folder.
function Invoke-P2SPatiently([scriptblock]$Work) {
    for ($tries = 1; ; $tries++) {
        try { return & $Work }
        catch {
            if ($tries -ge $script:P2SFileTries -or (Get-P2SFailure $_).HResult -notin $script:P2SFileBusy) { throw }
            Start-Sleep -Milliseconds 50
        }
    }
}
