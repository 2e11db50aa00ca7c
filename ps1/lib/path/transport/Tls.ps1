# TLS by the system's own SslStream, which judges nothing here: every certificate is accepted and returned. A pipe
# of this process connects it to the socket, and this code moves the bytes. So the first bytes from the server are
# known: they distinguish errors that SslStream reports only by their texts.

# Two ends of one pipe: what is written to one is read from the other.
function New-P2SPipe($Talk) {
    $name = 'p2s-fix-' + [guid]::NewGuid().ToString('N')
    $direction = [System.IO.Pipes.PipeDirection]::InOut
    $asynchronous = [System.IO.Pipes.PipeOptions]::Asynchronous
    $outer = [System.IO.Pipes.NamedPipeServerStream]::new($name, $direction, 1,
        [System.IO.Pipes.PipeTransmissionMode]::Byte, $asynchronous)
    $null = $Talk.Opened.Add($outer)
    $inner = [System.IO.Pipes.NamedPipeClientStream]::new('.', $name, $direction, $asynchronous)
    $null = $Talk.Opened.Add($inner)
    $inner.Connect(5000)
    $outer.WaitForConnection()
    $outer
    $inner
}

# A validation callback that accepts, and keeps the DER of the sent certificates and SslStream's own verdict. It
# runs on SslStream's thread, where a script block cannot run: so it is an expression that the runtime compiles,
# without a compiler or a file.
function New-P2SCertificateKeeper($Kept) {
    $from = [System.Linq.Expressions.Expression]::Parameter([object], 'sender')
    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate]
    $leaf = [System.Linq.Expressions.Expression]::Parameter($certificate, 'leaf')
    $chain = [System.Linq.Expressions.Expression]::Parameter([System.Security.Cryptography.X509Certificates.X509Chain],
        'chain')
    $policyErrors = [System.Linq.Expressions.Expression]::Parameter([System.Net.Security.SslPolicyErrors], 'errors')
    # chain.ChainPolicy.ExtraStore.Cast<X509Certificate2>().Select(one => one.RawData).ToArray()
    $type = [System.Security.Cryptography.X509Certificates.X509Certificate2]
    $sent = [System.Linq.Expressions.Expression]::Property([System.Linq.Expressions.Expression]::Property($chain,
        'ChainPolicy'), 'ExtraStore')
    $typed = [System.Linq.Expressions.Expression]::Call([System.Linq.Enumerable], 'Cast', [type[]]@($type),
        [System.Linq.Expressions.Expression[]]@($sent))
    $one = [System.Linq.Expressions.Expression]::Parameter($type, 'one')
    $der = [System.Linq.Expressions.Expression]::Lambda([System.Linq.Expressions.Expression]::Property($one, 'RawData'),
        [System.Linq.Expressions.ParameterExpression[]]@($one))
    $ders = [System.Linq.Expressions.Expression]::Call([System.Linq.Enumerable], 'Select', [type[]]@($type, [byte[]]),
        [System.Linq.Expressions.Expression[]]@($typed, $der))
    $array = [System.Linq.Expressions.Expression]::Call([System.Linq.Enumerable], 'ToArray', [type[]]@([byte[]]),
        [System.Linq.Expressions.Expression[]]@($ders))
    $list = [System.Linq.Expressions.Expression]::Constant($Kept)
    $keepSent = [System.Linq.Expressions.Expression]::Call($list, 'Add', $null,
        [System.Linq.Expressions.Expression[]]@($array))
    $boxed = [System.Linq.Expressions.Expression]::Convert($policyErrors, [object])
    $keepErrors = [System.Linq.Expressions.Expression]::Call($list, 'Add', $null,
        [System.Linq.Expressions.Expression[]]@($boxed))
    $accept = [System.Linq.Expressions.Expression]::Constant($true)
    $body = [System.Linq.Expressions.Expression]::Block([System.Linq.Expressions.Expression[]]@($keepErrors,
        $keepSent, $accept))
    $parameters = [System.Linq.Expressions.ParameterExpression[]]@($from, $leaf, $chain, $policyErrors)
    [System.Linq.Expressions.Expression]::Lambda([System.Net.Security.RemoteCertificateValidationCallback], $body,
        $parameters).Compile()
}

# Starts the handshake. A system that lacks an issuer or a root fetches it while it builds the chain (AIA, Windows'
# list of roots), within the handshake and until the deadline. PowerShell 7 and later can disable this, Windows
# PowerShell cannot.
function Start-P2SHandshake($Ssl, [string]$HostName) {
    $tls12 = [System.Security.Authentication.SslProtocols]::Tls12
    $policy = [System.Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
    $options = 'System.Net.Security.SslClientAuthenticationOptions' -as [type]
    $canKeepOut = $null -ne $policy.GetType().GetProperty('DisableCertificateDownloads') -and
    $null -ne $options -and $null -ne $options.GetProperty('CertificateChainPolicy')
    if (-not $canKeepOut) { return $Ssl.AuthenticateAsClientAsync($HostName, $null, $tls12, $false) }
    $policy.DisableCertificateDownloads = $true
    $policy.RevocationMode = 'NoCheck'
    # serverAuth.
    $null = $policy.ApplicationPolicy.Add([System.Security.Cryptography.Oid]::new('1.3.6.1.5.5.7.3.1'))
    $asked = $options::new()
    $asked.TargetHost = $HostName
    $asked.EnabledSslProtocols = $tls12
    $asked.CertificateChainPolicy = $policy
    $Ssl.AuthenticateAsClientAsync($asked, [System.Threading.CancellationToken]::None)
}

# The TLS 1.2 handshake of an SSTP client on a connected stream; Early was received with the proxy's head and
# belongs to TLS. Returns the known facts and, if it succeeded, the stream inside.
function Connect-P2STls($Talk, $Stream, [string]$HostName, [byte[]]$Early) {
    $outer, $inner = New-P2SPipe $Talk
    $inward = New-P2SPump $Stream $outer ([System.IO.MemoryStream]::new())
    $Talk.Pumps += $inward, (New-P2SPump $outer $Stream $null)
    if ($Early.Length -gt 0) {
        Add-P2SSeen $inward $Early $Early.Length
        Send-P2SBytes $Talk $outer $Early
    }
    $kept = New-P2SList
    $ssl = [System.Net.Security.SslStream]::new($inner, $false, (New-P2SCertificateKeeper $kept))
    $null = $Talk.Opened.Add($ssl)
    $outward = $Talk.Pumps[-1]
    try { $task = Start-P2SHandshake $ssl $HostName.TrimEnd('.') }
    # A system with TLS 1.2 disabled fails at once.
    catch { $task = [System.Threading.Tasks.Task]::FromException($_.Exception) }
    $end = Wait-P2STask $Talk $task
    $sent = @(if ($end -eq 'done') { Get-P2SSentCertificates $ssl $kept }
        elseif ($end -eq 'timeout') { Read-P2SFlight $inward.Seen.ToArray() })
    # The side that had to send next: after a whole flight of the server, the client.
    $isClient = $sent.Length -gt 0 -and $inward.MovedAt -gt $outward.MovedAt
    @{
        endMs         = Get-P2SElapsed $Talk
        end           = $end
        bytesReceived = $inward.Count
        received      = [System.Convert]::ToBase64String($inward.Seen.ToArray())
        socketEnd     = $inward.End
        socketError   = $inward.SocketError
        failures      = @(if ($end -eq 'failed') { Get-P2SFailures $task })
        protocol      = $(if ($end -eq 'done') { [int]$ssl.SslProtocol })
        policyErrors  = $(if ($kept.Count -gt 0) { [int]$kept[0] })
        awaits        = $(if ($isClient) { 'client' } else { 'server' })
        certificates  = $sent
    }
    if ($end -eq 'done') { , $ssl }
}

# Type and HRESULT of the exceptions of a task, the outermost first.
function Get-P2SFailures($Task) {
    for ($inner = $Task.Exception.InnerException; $null -ne $inner; $inner = $inner.InnerException) {
        @{ type = $inner.GetType().FullName; hresult = $inner.HResult }
    }
}

# DER in base64, leaf first.
function Get-P2SSentCertificates($Ssl, $Kept) {
    $leaf = [System.Convert]::ToBase64String($Ssl.RemoteCertificate.GetRawCertData())
    $leaf
    if ($Kept.Count -lt 2) { return }
    foreach ($der in $Kept[1]) {
        $text = [System.Convert]::ToBase64String($der)
        if ($text -cne $leaf) { $text }
    }
}
