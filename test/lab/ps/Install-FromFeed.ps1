<#
.SYNOPSIS
Only for tests: registers a folder as a repository, installs P2SFix from it by name, and uses it as a user does.
#>
param([string]$Feed)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Register-PSResourceRepository -Name Feed -Uri $Feed -Trusted
$found = Find-PSResource -Tag SSTP -Repository Feed
Install-PSResource -Name P2SFix -Repository Feed
$installed = Get-PSResource -Name P2SFix
$module = Get-Module -ListAvailable P2SFix
[ordered]@{
    found = @($found.Name)
    manifest = $module.Path
    files = @(Get-ChildItem -LiteralPath $module.ModuleBase -Recurse -Name | Sort-Object)
    version = [string]$installed.Version
    license = [string]$installed.LicenseUri
    commands = @((Get-Command -Module P2SFix).Name | Sort-Object)
    synopsis = (Get-Help Repair-P2SProxy).Synopsis
    examples = @((Get-Help Repair-P2SProxy).examples.example).Count
    stores = @((Get-P2SProxy).Store)
} | ConvertTo-Json -Compress
