@{
    RootModule           = 'P2SFix.psm1'
    ModuleVersion        = '0.0.0'
    GUID                 = '6c0a3b1e-5f0d-4a53-9c39-2f7c3d8c5b71'
    Author               = 'The p2s-fix project'
    CompanyName          = 'The p2s-fix project'
    Copyright            = '(c) The p2s-fix authors. MIT License.'
    Description          = 'Reads and repairs the WinINET and WinHTTP proxy for Azure VPNs over SSTP; tests the route.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport    = @('Get-P2SProxy', 'Test-P2SProxy', 'Repair-P2SProxy', 'Test-P2SPath')
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    FileList             = @('P2SFix.psd1', 'P2SFix.psm1', 'LICENSE')
    PrivateData          = @{
        PSData = @{
            Tags       = @('Azure', 'VPN', 'SSTP', 'Proxy', 'WinHTTP', 'WinINET', 'Windows', 'PSEdition_Desktop',
                'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
