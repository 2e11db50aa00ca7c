<#
.SYNOPSIS
Only for tests: the module P2SFix on a real registry, by Pester.
#>
param([string]$Module)

BeforeDiscovery {
    $commands = 'Get-P2SProxy', 'Repair-P2SProxy', 'Test-P2SPath', 'Test-P2SProxy'
}

BeforeAll {
    Import-Module $Module
    $settings = 'Software\Microsoft\Windows\CurrentVersion\Internet Settings'
    $wow = 'Software\WOW6432Node\Microsoft\Windows\CurrentVersion\Internet Settings'
    $policy = 'Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings'
    $user = [Microsoft.Win32.Registry]::CurrentUser
    $local = [Microsoft.Win32.Registry]::LocalMachine

    # A blob in the form of Windows, built here.
    function New-Blob([int[]]$Head, [string[]]$Texts, [int]$Tail) {
        $bytes = [System.Collections.Generic.List[byte]]::new()
        foreach ($number in $Head) { $bytes.AddRange([BitConverter]::GetBytes($number)) }
        foreach ($text in $Texts) {
            $bytes.AddRange([BitConverter]::GetBytes($text.Length))
            $bytes.AddRange([Text.Encoding]::ASCII.GetBytes($text))
        }
        $bytes.AddRange([byte[]]::new($Tail))
        , $bytes.ToArray()
    }
    function Set-Blob($Hive, [string]$Key, [string]$Name, [byte[]]$Bytes) {
        $opened = $Hive.CreateSubKey($Key)
        $opened.SetValue($Name, $Bytes, 'Binary')
        $opened.Dispose()
    }
    # A proxy of the user, in the setting and in the strings.
    function Set-ProxyList([string]$List) {
        Set-Blob $user ($settings + '\Connections') 'DefaultConnectionSettings' (New-Blob 70, 5, 3 $List, '', '' 32)
        $key = $user.CreateSubKey($settings)
        $key.SetValue('ProxyServer', $List)
        $key.DeleteValue('ProxyOverride', $false)
        $key.Dispose()
    }
    # Every value below the proxy keys, as text.
    function Get-Dump {
        foreach ($pair in @(@($user, $settings), @($local, $settings), @($local, $wow), @($user, 'Software\p2s-fix'),
            @($local, 'Software\p2s-fix'))) {
            foreach ($path in $pair[1], ($pair[1] + '\Connections'), ($pair[1] + '\Backup')) {
                $key = $pair[0].OpenSubKey($path)
                if ($null -eq $key) { $path + ' is not there'; continue }
                foreach ($name in $key.GetValueNames() | Sort-Object) {
                    $value = $key.GetValue($name)
                    $shown = if ($value -is [byte[]]) { [Convert]::ToHexString($value) } else { $value }
                    "$path $name $($key.GetValueKind($name)) $shown"
                }
                $key.Dispose()
            }
        }
    }
    function Reset-Machine([int]$Flags = 3) {
        foreach ($hive in $user, $local) { $hive.DeleteSubKeyTree('Software\p2s-fix', $false) }
        $local.DeleteSubKeyTree($policy, $false)
        $null = $local.CreateSubKey($wow + '\Connections')
        $key = $local.CreateSubKey($wow + '\Connections')
        $key.DeleteValue('WinHttpSettings', $false)
        Set-Blob $user ($settings + '\Connections') 'DefaultConnectionSettings' (New-Blob 70, 5,
            $Flags 'http://Proxy.contoso.example:8080', '<local>', 'http://pac.contoso.example/p.pac' 455)
        Set-Blob $local ($settings + '\Connections') 'WinHttpSettings' (New-Blob 24, 0, 1 '', '' 0)
        $key = $user.CreateSubKey($settings)
        $key.SetValue('ProxyEnable', 1, 'DWord')
        $key.SetValue('ProxyServer', 'http://Proxy.contoso.example:8080')
        $key.SetValue('ProxyOverride', '<local>')
        $key.DeleteValue('AutoConfigURL', $false)
    }
}

Describe 'the module' {
    It 'exports four functions and nothing else' {
        $exported = (Get-Module P2SFix).ExportedCommands.Keys | Sort-Object
        $exported -join ' ' | Should-Be 'Get-P2SProxy Repair-P2SProxy Test-P2SPath Test-P2SProxy'
        (Get-Module P2SFix).ExportedVariables.Count | Should-Be 0
    }

    It 'has a manifest that the Gallery takes: versions, editions, and no wildcard' {
        $manifest = Test-ModuleManifest $Module
        $manifest.Version | Should-BeGreaterThan ([version]'0.0.0')
        $manifest.PowerShellVersion | Should-Be ([version]'5.1')
        $manifest.CompatiblePSEditions -join ' ' | Should-Be 'Desktop Core'
        $raw = Import-PowerShellDataFile $Module
        foreach ($kind in 'Functions', 'Cmdlets', 'Variables', 'Aliases') {
            $raw[$kind + 'ToExport'] -join ' ' | Should-NotBeLikeString '*[*]*'
        }
        foreach ($text in $raw.Author, $raw.CompanyName, $raw.Copyright, $raw.Description, $raw.GUID) {
            $text | Should-NotBeWhiteSpaceString
        }
    }

    It 'has a manifest that Windows PowerShell 5.1 and its PowerShellGet know each entry of' {
        $raw = Import-PowerShellDataFile $Module
        $known = 'AliasesToExport', 'Author', 'CmdletsToExport', 'CompanyName', 'CompatiblePSEditions', 'Copyright',
            'Description', 'FileList', 'FunctionsToExport', 'GUID', 'ModuleVersion', 'PowerShellVersion', 'PrivateData',
            'RootModule', 'VariablesToExport'
        ($raw.Keys | Sort-Object) -join ' ' | Should-Be ($known -join ' ')
        $raw.PrivateData.Keys -join ' ' | Should-Be 'PSData'
        $raw.PrivateData.PSData.Keys | Where-Object { $_ -notin 'Tags', 'LicenseUri', 'ProjectUri' } | Should-BeNull
        $raw.PrivateData.PSData.Tags | Where-Object { $_ -match '\s' } | Should-BeNull
        $listed = (Get-ChildItem -LiteralPath (Split-Path $Module) -Exclude PSGetModuleInfo.xml).Name | Sort-Object
        ($raw.FileList | Sort-Object) -join ' ' | Should-Be ($listed -join ' ')
    }

    It '<_> has help with an example and a word on each parameter' -ForEach $commands {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should-NotBeWhiteSpaceString
        @($help.examples.example).Count | Should-BeGreaterThanOrEqual 1
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        foreach ($name in (Get-Command $_).Parameters.Keys) {
            if ($name -in $common) { continue }
            (Get-Help $_ -Parameter $name).description.Text | Should-NotBeWhiteSpaceString -Because $name
        }
    }
}

Describe 'WinHTTP that follows' {
    It 'gets of <List> what it can hold: <Held>' -ForEach @(
        @{ List = 'http=proxy:8080;https=proxy:8080;ftp=proxy:8080;socks=proxy:1080'; Held = 'proxy:8080' }
        @{ List = 'http=a:1;http=c:3;https=b:2;ftp=d:4'; Held = 'http=a:1;https=b:2' }
        @{ List = 'a:1;https=b:2'; Held = 'http=a:1;https=b:2' }
        @{ List = 'proxy:8080;other:8080'; Held = 'proxy:8080' }
        @{ List = 'https=b:2'; Held = 'https=b:2' }
        @{ List = 'ftp=a:1'; Held = $null }
    ) {
        Reset-Machine
        Set-ProxyList $List
        (Repair-P2SProxy).State | Should-Be $(if ($null -eq $Held) { 'aligned' } else { 'repaired' })
        $native = Get-P2SProxy | Where-Object Store -EQ 'winhttp/native'
        $native.Proxy | Should-Be $Held
        Test-P2SProxy | Should-Be $true
    }

    It 'keeps <Held>, which says the same as <List>' -ForEach @(
        @{ List = 'http=p:80;https=p:80'; Held = 'http=p:80;https=p:80' }
        @{ List = 'p:80'; Held = 'http=p:80;https=p:80' }
        @{ List = 'https=b:2;http=a:1'; Held = 'https=b:2;http=a:1' }
    ) {
        Reset-Machine
        Set-ProxyList $List
        $null = Repair-P2SProxy -Store WinHttp -Proxy $Held -Bypass ''
        Test-P2SProxy | Should-Be $true
        $null = Repair-P2SProxy -Store WinHttp -Proxy 'http=p:81;https=p:80' -Bypass ''
        Test-P2SProxy | Should-Be $false
    }

    It 'follows the setting of the computer while a policy makes that one apply' {
        Reset-Machine
        $local.CreateSubKey($policy).SetValue('ProxySettingsPerUser', 0, 'DWord')
        Set-Blob $local ($settings + '\Connections') 'DefaultConnectionSettings' (New-Blob 70, 5,
            3 'machine.contoso.example:1', '', '' 32)
        try { (Repair-P2SProxy).State | Should-Be 'repaired' }
        finally { $local.OpenSubKey($settings + '\Connections', $true).DeleteValue('DefaultConnectionSettings') }
        (Get-P2SProxy | Where-Object Store -EQ 'winhttp/native').Proxy | Should-Be 'machine.contoso.example:1'
    }

    It 'follows a proxy that a policy of the computer names instead of the setting of the user' {
        Reset-Machine
        $values = $local.CreateSubKey($policy)
        $values.SetValue('ProxyEnable', 1, 'DWord')
        $values.SetValue('ProxyServer', 'policy.contoso.example:1')
        (Repair-P2SProxy).State | Should-Be 'repaired'
        (Get-P2SProxy | Where-Object Store -EQ 'winhttp/native').Proxy | Should-Be 'policy.contoso.example:1'
    }

    It 'says that it cannot hold a SOCKS proxy' {
        Reset-Machine
        Set-ProxyList 'socks=a:1'
        { Test-P2SProxy } | Should-Throw -ExceptionMessage '*SOCKS*'
    }
}

Describe 'the functions' {
    BeforeEach { Reset-Machine }

    It 'Get-P2SProxy tells what each store holds' {
        $stores = Get-P2SProxy
        $stores.Store -join ' ' | Should-Be 'wininet/current/lan winhttp/wow64 winhttp/native'
        $stores[0].Proxy | Should-Be 'http://Proxy.contoso.example:8080'
        $stores[0].Bypass | Should-Be '<local>'
        $stores[0].Pac | Should-BeNull
        $stores[2].Proxy | Should-BeNull
        $stores.Present -join ' ' | Should-Be 'True False True'
    }

    It 'no password is shown, and none is copied' {
        Set-Blob $user ($settings + '\Connections') 'DefaultConnectionSettings' (New-Blob 70, 5,
            3 'user:secret@proxy.contoso.example:8080', '', '' 32)
        (Get-P2SProxy)[0].Proxy | Should-Be '***@proxy.contoso.example:8080'
        $failure = { Repair-P2SProxy } | Should-Throw
        [string]$failure | Should-NotBeLikeString '*secret*'
    }

    It 'WinHTTP follows the user: not with -WhatIf; both views; nothing the second time; all back with -Undo' {
        $before = Get-Dump
        Test-P2SProxy | Should-BeFalse
        Repair-P2SProxy -WhatIf | Should-BeNull
        Get-Dump | Should-BeCollection $before
        $done = Repair-P2SProxy
        $done.State | Should-Be 'repaired'
        $done.Changed -join ' ' | Should-Be 'winhttp/wow64 winhttp/native'
        Test-P2SProxy | Should-BeTrue
        $after = Get-Dump
        (Repair-P2SProxy).State | Should-Be 'aligned'
        Get-Dump | Should-BeCollection $after
        (Repair-P2SProxy -Undo -Store WinHttp).State | Should-Be 'undone'
        Get-Dump | Should-BeCollection $before
    }

    It 'a named state goes into the stores that are named, and what is not named stays' {
        $before = Get-Dump
        Test-P2SProxy -Proxy other.contoso.example:1 | Should-BeFalse
        (Repair-P2SProxy -Proxy other.contoso.example:1 -Store WinInet).Store | Should-Be 'WinInet'
        Test-P2SProxy -Proxy other.contoso.example:1 -Bypass '<local>' -Store WinInet | Should-BeTrue
        Test-P2SProxy -Proxy other.contoso.example:1 -Store WinHttp | Should-BeFalse
        $blob = $user.OpenSubKey($settings + '\Connections').GetValue('DefaultConnectionSettings')
        [Convert]::ToHexString($blob) | Should-Be ([Convert]::ToHexString((New-Blob 70, 6, 3 'other.contoso.example:1',
            '<local>', 'http://pac.contoso.example/p.pac' 455)))
        (Repair-P2SProxy -Direct -Store WinInet).State | Should-Be 'repaired'
        (Repair-P2SProxy -Undo).State -join ' ' | Should-Be 'undone nothing-kept'
        Get-Dump | Should-BeCollection $before
    }

    It 'a PAC file is not followed, and is WinINET''s alone' {
        Reset-Machine 5
        { Repair-P2SProxy } | Should-Throw
        { Test-P2SProxy } | Should-Throw
        $null = Repair-P2SProxy -Pac http://pac.contoso.example/new.pac
        Test-P2SProxy -Pac http://pac.contoso.example/new.pac | Should-BeTrue
        { Repair-P2SProxy -Pac http://pac.contoso.example/new.pac -Store WinHttp } | Should-Throw
    }

    It 'what a policy manages is said, and stays' {
        $local.CreateSubKey($policy).SetValue('ProxyServer', 'policy.contoso.example:1')
        $before = Get-Dump
        (Get-P2SProxy)[0].ManagedBy | Should-Be 'policy:ProxyServer'
        $failure = { Repair-P2SProxy -Direct -Store WinInet } | Should-Throw
        $failure.Exception.Message | Should-BeLikeString '*managed*policy:ProxyServer*'
        Get-Dump | Should-BeCollection $before
    }

    It 'no list is taken that would be stored otherwise than written: <_>' -ForEach 'a b', 'user:word@proxy:1',
        'proxy:0', 'http://proxy:1', '' {
        { Repair-P2SProxy -Proxy $_ } | Should-Throw
    }

    It 'Test-P2SPath gives one of its words' {
        $path = Test-P2SPath -Gateway 127.0.0.1:9 -Direct -DeadlineSeconds 5
        $path.Verdict | Should-Be 'out-of-reach'
        $path.Works | Should-BeFalse
    }
}
