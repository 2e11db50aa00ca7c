# The request of Send-P2SPacket.ps1. Throws if it is invalid.

function Assert-P2SPacketRequest($Request) {
    foreach ($name in 'udp', 'tcp') {
        if ($Request[$name] -isnot [array]) { throw "The request has no list '$name'." }
        if ($Request[$name].Length -gt 500) { throw "The request's list '$name' is too long." }
    }
    foreach ($flow in $Request['udp']) {
        Assert-P2SPacket $flow 'deadlineMs', 'listenMs'
        Assert-P2SBase64 $flow['answerStarts']
        $times = @($flow['sendAtMs'])
        if ($times.Length -lt 1 -or $times.Length -gt 5) {
            throw 'A packet of the request is sent never, or too often.'
        }
        foreach ($time in $times) { Assert-P2SNumber $time 0 }
    }
    foreach ($exchange in $Request['tcp']) {
        Assert-P2SPacket $exchange 'deadlineMs', 'connectMs', 'answerMs', 'enoughBytes'
        if ($exchange['isNext'] -isnot [bool]) {
            throw 'An exchange of the request does not say whether it is the next of a list.'
        }
        if ($null -ne $exchange['proxy']) { Assert-P2SEndpoint $exchange['proxy'] }
    }
}

function Assert-P2SPacket($One, $Numbers) {
    Assert-P2SEndpoint $One
    Assert-P2SBase64 $One['packet']
    foreach ($name in $Numbers) { Assert-P2SNumber $One[$name] 1 }
}

function Assert-P2SBase64($Text) {
    if ($Text -isnot [string] -or $Text -cnotmatch '\A[0-9A-Za-z+/]{4,4000}={0,2}\z') {
        throw 'A packet of the request is not base64.'
    }
}

function Assert-P2SNumber($Number, [int]$Least) {
    if ($Number -isnot [decimal] -or $Number -lt $Least -or $Number -gt 600000) {
        throw 'The request has an invalid number.'
    }
}
