@{
    ModuleVersion = '1.0'
    RootModule = 'VpnClient.psm1'
    FunctionsToExport = 'Get-VpnConnection'
    # As Windows' own: else PowerShell 7 would start Windows PowerShell for a module of this folder.
    CompatiblePSEditions = 'Desktop', 'Core'
    PowerShellVersion = '5.1'
}
