# The probe by hand, or from a management tool that supports only one line and an exit code: five coarse verdicts.

# The request for these parameters. OwnClient: the computer's own client may fetch revocation URLs.
function New-P2SHandRequest([string]$Gateway, [string]$Proxy, [bool]$Direct, [string]$RevocationProxy,
    [int]$DeadlineSeconds, [bool]$OwnClient) {
    if ($Gateway -eq '') { throw 'Name the gateway: -Gateway HOST or HOST:PORT.' }
    if ($Direct -and $Proxy -ne '') { throw 'Give -Proxy or -Direct, not both.' }
    $to = Read-P2SEndpoint $Gateway 443
    $via = if ($Direct) { $null } elseif ($Proxy -ne '') { Read-P2SEndpoint $Proxy 0 } else { Get-P2SSystemProxy $to }
    $revocation = if ($RevocationProxy -eq 'direct') { @{ proxy = $null } }
    elseif ($RevocationProxy -ne '') { @{ proxy = Read-P2SEndpoint $RevocationProxy 0 } }
    # Windows' own client, if there is one, uses the route of its own setting.
    elseif ($OwnClient -and $null -eq (Test-P2SClient)) { $null }
    else { @{ proxy = $via } }
    $to['proxy'] = $via
    $to['correlationId'] = [guid]::NewGuid().ToString()
    $to['revocation'] = $revocation
    @{ gateways = @(, $to); deadlineMs = [decimal]$DeadlineSeconds * 1000 }
}

# HOST or HOST:PORT, an IPv6 address in brackets. Without a port the default; a default of 0 requires a port.
function Read-P2SEndpoint([string]$Text, [int]$DefaultPort) {
    if ($Text -cmatch '\A\[?([^\[\]]+?)\]?(?::([0-9]{1,5}))?\z' -and
        ($Matches.ContainsKey(2) -or $DefaultPort -gt 0)) {
        $port = if ($Matches.ContainsKey(2)) { [int]$Matches[2] } else { $DefaultPort }
        $endpoint = @{ host = $Matches[1]; port = $port }
        Assert-P2SEndpoint $endpoint
        return $endpoint
    }
    # The text before an at sign may be a password.
    throw "'$($Text -replace '(?s)\A.*(?:@|%(?:25)*40)', '***@')' is not HOST:PORT."
}

# The proxy that Windows selects for the current user (WinINET: static, PAC or auto-detected), or null.
function Get-P2SSystemProxy($To) {
    $uri = [uri]('https://' + (Format-P2SAuthority $To['host'] $To['port']) + '/')
    $found = [System.Net.WebRequest]::GetSystemWebProxy().GetProxy($uri)
    if ($null -eq $found -or $found.Authority -eq $uri.Authority) { return }
    @{ host = $found.DnsSafeHost; port = $found.Port }
}

# The verdict on one gateway: Works, its Word, and Text, one line of at most 2,048 characters.
function Get-P2SHandVerdict($Request) {
    $to = $Request['gateways'][0]
    $tunnel = Invoke-P2STunnel $to ([int]$Request['deadlineMs'])
    $word, $why = Get-P2STunnelWord $tunnel ([int]$Request['deadlineMs']) ($null -ne $to['proxy'])
    if ($word -eq 'works') { $word, $why = Get-P2SRevocationWord $tunnel.Seen $to ([int]$Request['deadlineMs']) }
    $isConnected = $null -ne $tunnel.Seen.connect -and $tunnel.Seen.connect.end -eq 'done'
    if ($null -ne $to['proxy'] -and -not $isConnected) {
        $why += ' If the setting has several proxies, only the first was tested.'
    }
    $via = if ($null -eq $to['proxy']) {
        'directly'
    }
    else {
        'through ' + (Format-P2SAuthority $to['proxy']['host'] $to['proxy']['port'])
    }
    $text = "${word}: $(Format-P2SAuthority $to['host'] $to['port']) ${via}: $why" -creplace '[^ -~]', '?'
    @{ Works = $word -eq 'works'; Word = $word; Text = $text.Substring(0, [Math]::Min(2048, $text.Length)) }
}

# A verdict word and its reason.
function Get-P2STunnelWord($Tunnel, [int]$DeadlineMs, [bool]$ByProxy) {
    $seen = $Tunnel.Seen
    if ($Tunnel.Acknowledged) {
        $errors = Get-P2SChainError $seen.tls $DeadlineMs
        if ($errors.Flags -eq 0) { return 'works', '' }
        # PartialChain and no other error: with the URL of the issuer, Windows could have fetched it.
        $top = if ($errors.Flags -eq 0x10000) { Get-P2SChainTop $seen.tls $errors.Elements }
        if ($null -ne $top -and -not (Test-P2SSelfIssued $top) -and (Get-P2SIssuerUrls $top).Length -gt 0) {
            return 'out-of-reach', ('SSTP answers, but Windows did not get an issuer of its certificate: ' +
                (Get-P2SLackReason $top))
        }
        return 'not-sstp', ('SSTP answers, but this computer does not accept its certificate: ' +
            (Get-P2SChainErrorReason $seen.tls $errors))
    }
    if ($null -ne $seen.resolve -and $seen.resolve.end -ne 'done') {
        return 'out-of-reach', "the name of the $(if ($ByProxy) { 'proxy' } else { 'gateway' }) cannot be resolved."
    }
    if ($seen.connect.end -ne 'done') { return 'out-of-reach', 'TCP cannot connect.' }
    if ($null -ne $seen.proxy -and $null -eq $seen.tls) {
        $status = (Get-P2SRecordedHead $seen.proxy).Status
        if ($status -eq 407) {
            return 'proxy-auth-required', ('the proxy requires authentication (407), which SSTP does not support. ' +
                'Proxy team: allow this host without authentication.')
        }
        if ($status -lt 0) { return 'out-of-reach', 'the proxy sends no valid HTTP response.' }
        return 'out-of-reach', "the proxy answers CONNECT with $status."
    }
    if ($seen.tls.end -eq 'timeout' -and $seen.tls.awaits -eq 'client') {
        return 'out-of-reach', ('it answers TLS, but Windows did not finish checking its certificate in time: ' +
            (Get-P2SLackReason (Get-P2SChainTop $seen.tls @())))
    }
    $last = if ($null -ne $seen.inside) { $seen.inside } else { $seen.tls }
    if ($last.end -eq 'timeout') { return 'out-of-reach', 'it connects, but does not reply in time.' }
    'not-sstp', 'the server that answers is not the SSTP server of a VPN gateway.'
}

# What Windows finds wrong with the certificates when it may fetch what is missing: an issuer (AIA), or a root that it
# does not have yet. The handshake blocked such fetches (see Start-P2SHandshake). Flags: X509ChainStatusFlags; 0: no
# error; -1: the name is wrong, or the flags are not known. Elements: the chain that Windows built, the leaf first.
function Get-P2SChainError($Tls, [int]$DeadlineMs) {
    # 4: RemoteCertificateChainErrors, and nothing else.
    if ($Tls.policyErrors -ne 4) {
        return @{ Flags = $(if ($Tls.policyErrors -eq 0) { 0 } else { -1 }); Elements = @(); HResult = $null }
    }
    $script:P2SElementBytes = $script:P2SMaxElementBytes
    $request = @{ certificates = @($Tls.certificates); withElements = $true }
    $check = Invoke-P2SChainCheck $request 'NoCheck' $DeadlineMs
    if ($null -ne $check.HResult) { $check.Flags = -1 }
    $check
}

# The flags by their names, which are not translated.
function Get-P2SChainErrorReason($Tls, $Errors) {
    # RemoteCertificateNameMismatch, alone and with RemoteCertificateChainErrors.
    if ($Tls.policyErrors -eq 2) { return 'it is for another name.' }
    if ($Tls.policyErrors -eq 6) { return 'it is for another name, and its chain has errors.' }
    if ($null -ne $Errors.HResult) { return 'the check of its chain failed (0x{0:x8}).' -f $Errors.HResult }
    if ($Errors.Flags -lt 0) { return 'its errors are not known.' }
    $type = [System.Security.Cryptography.X509Certificates.X509ChainStatusFlags]
    $names = [System.Enum]::ToObject($type, $Errors.Flags)
    # UntrustedRoot and PartialChain.
    if ($Errors.Flags -band 0x10020) { return "$names. Possible: TLS inspection, or a missing issuer or root." }
    "$names."
}

# The last certificate of the chain that Windows built, or without such a chain, of the chain that was sent. Null if it
# is not known.
function Get-P2SChainTop($Tls, $Elements) {
    # They come from an unknown server: it may send one that cannot be read.
    try { $sent = @(foreach ($one in $Tls.certificates) { ConvertTo-P2SCertificate $one }) }
    catch { return }
    if ($Elements.Count -eq 0) { return @(Get-P2SChain $sent @())[-1] }
    $last = $Elements[-1]
    if ($null -ne $last.Der) { return ConvertTo-P2SCertificate $last.Der }
    foreach ($one in $sent) {
        if ($one.Thumbprint -eq $last.Thumbprint) { return $one }
    }
}

# The http URLs of the issuer (AIA, caIssuers: 1.3.6.1.5.5.7.48.2). An unreadable extension has none.
function Get-P2SIssuerUrls($Certificate) {
    $urls = @(try { Get-P2SAccessUrls $Certificate '2B-06-01-05-05-07-30-02' } catch { @() })
    , @(foreach ($url in $urls) { if (Test-P2SFetchable $url) { $url } })
}

# What Windows needs above this certificate, and who must do what about it.
function Get-P2SLackReason($Top) {
    if ($null -eq $Top) { return 'a certificate that the gateway sends cannot be read.' }
    $roots = 'ctldl.windowsupdate.com'
    if (Test-P2SSelfIssued $Top) {
        return "Windows needs the root '$($Top.Subject)' from its list of roots. " +
            "Network team: allow http to $roots."
    }
    $urls = Get-P2SIssuerUrls $Top
    $at = if ($urls.Length -gt 0) {
        "Network team, or proxy team if WinHTTP has a proxy: allow http to $($urls -join ' ') " +
            "(and, for a root, to $roots). "
    }
    else {
        ''
    }
    "Windows needs '$($Top.Issuer)', which the gateway does not send. ${at}" +
        'VPN team: have the gateway send its intermediate certificates.'
}

# Status -1 if there is no head. Of a body in chunks, the line with the length of the first one is left out.
function Get-P2SRecordedHead($Record) {
    $text = -join @(foreach ($chunk in $Record.chunks) {
            $bytes = [System.Convert]::FromBase64String($chunk.base64)
            ConvertTo-P2SLatin1 $bytes 0 $bytes.Length
        })
    $head = Find-P2SHead $text
    if ($null -eq $head) {
        @{ Status = -1; Body = '' }
    }
    else {
        $body = $text.Substring($head.Length)
        @{ Status = $head.Status; Body = if ($head.Chunked) { $body -creplace '\A[^\n]*\n' } else { $body } }
    }
}

# Whether each certificate below the root that has URLs has one that returns a possible answer (DER).
function Get-P2SRevocationWord($Seen, $To, [int]$DeadlineMs) {
    $proxy = if ($null -ne $To['revocation']) { $To['revocation']['proxy'] }
    $fetches = @(New-P2SFetches (Get-P2SAsked $Seen @()).Chain $proxy)
    $answered = @(if ($null -eq $To['revocation']) { Get-P2SAnsweredByWinHttp $fetches $DeadlineMs }
        else {
            foreach ($one in @(Invoke-P2SRevocationFetches $fetches $DeadlineMs $script:P2SDefaultMaxBytes)) {
                $asked = @($one) + @($one.further)
                $head = Get-P2SRecordedHead $asked[-1].proxy
                if ($head.Status -eq 200 -and $head.Body.StartsWith('0', [System.StringComparison]::Ordinal)) {
                    $one.position
                }
            }
        })
    $missing = @(foreach ($one in $fetches) { if ($one.position -notin $answered) { $one.url } })
    if ($fetches.Length -eq 0) {
        return 'works', 'SSTP answers. Its certificates name no revocation address to fetch. Sign-in was not tested.'
    }
    if ($missing.Length -eq 0) {
        return 'works', 'SSTP answers, and the revocation addresses can be fetched. Sign-in was not tested.'
    }
    'revocation-unreachable', ('SSTP answers, but these cannot be fetched: ' + ($missing -join ' '))
}

# The positions of the certificates for which the computer's own WinHTTP client got an answer with its own setting.
function Get-P2SAnsweredByWinHttp($Fetches, [int]$DeadlineMs) {
    $asked = @(for ($i = 0; $i -lt $Fetches.Length; $i++) {
            $url = $Fetches[$i].url
            # OCSP over GET (RFC 6960 A.1).
            if ($null -ne $Fetches[$i].post) {
                $url = $url.TrimEnd('/') + '/' + [uri]::EscapeDataString($Fetches[$i].post)
            }
            @{ id = [string]$i; url = $url }
        })
    foreach ($line in @(Invoke-P2SFetches $asked $DeadlineMs $script:P2SDefaultMaxBytes)) {
        $answer = ConvertFrom-P2SJson $line
        # No error page is that large.
        $isList = $answer['tooLarge'] -or
            ([string]$answer['bodyHex']).StartsWith('30', [System.StringComparison]::Ordinal)
        if ($answer['status'] -eq 200 -and $isList) { $Fetches[[int]$answer['id']].position }
    }
}
