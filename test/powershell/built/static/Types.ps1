# Only for tests: the part of Find-Problem.ps1 that looks up types and members in the reference assemblies of .NET
# Framework 4.8. Their metadata is read as data: these assemblies cannot be loaded here.

# Short names in 5.1, besides those of the namespace System. [uint], [ulong], [short] and others came later.
$script:OldAccelerators = 'array', 'bool', 'byte', 'char', 'cultureinfo', 'datetime', 'decimal', 'double', 'float',
    'guid', 'hashtable',
    'int', 'long', 'nullstring', 'object', 'psobject', 'ref', 'regex', 'sbyte', 'scriptblock', 'single', 'string',
    'switch', 'timespan',
    'type', 'uri', 'version', 'void', 'xml'
# Types of PowerShell itself, by full name.
$script:PowerShellTypes = 'System.Management.Automation.Language.NullString',
    'System.Management.Automation.SwitchParameter',
    'System.Management.Automation.PSObject', 'System.Management.Automation.PSReference',
    'System.Management.Automation.ScriptBlock',
    'System.Management.Automation.PSCredential', 'System.Management.Automation.Remoting.PSRemotingTransportException'
# Methods of COM objects and of PowerShell's own types.
$script:OtherMethods = 'Open', 'Send', 'SetTimeouts', 'SetAutoLogonPolicy', 'Option', 'SetRequestHeader',
    'WaitForResponse',
    'GetResponseHeader', 'Abort', 'GetNewClosure', 'Invoke', 'ForEach', 'Where', 'ReadAll', 'CloseAsync', 'GetCommand',
    'GetFolder', 'GetFolders', 'GetTasks', 'DeleteTask', 'CreateFolder', 'DeleteFolder', 'GetSecurityDescriptor'

$script:Readers = @()
$script:TypeHandles = @{}
$script:MemberNames = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
$script:KnownTypes = @{}

function Open-Framework([string]$Folder) {
    foreach ($assembly in 'mscorlib.dll', 'System.dll', 'System.Core.dll', 'System.Xml.dll') {
        $stream = [System.IO.MemoryStream]::new([System.IO.File]::ReadAllBytes((Join-Path $Folder $assembly)))
        $portable = [System.Reflection.PortableExecutable.PEReader]::new($stream)
        $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($portable)
        $script:Readers += $portable
        foreach ($handle in $metadata.TypeDefinitions) {
            $type = $metadata.GetTypeDefinition($handle)
            # Public at the top: 1.
            if (([int]$type.Attributes -band 7) -ne 1) { continue }
            $script:TypeHandles[$metadata.GetString($type.Namespace) + '.' +
                $metadata.GetString($type.Name)] = @($metadata, $handle)
        }
        foreach ($handle in $metadata.MethodDefinitions) {
            $method = $metadata.GetMethodDefinition($handle)
            if (([int]$method.Attributes -band 7) -eq 6) {
                $null = $script:MemberNames.Add($metadata.GetString($method.Name))
            }
        }
    }
}

# The public static members of a type and its constructors: name -> its numbers of arguments, -1 for any number.
# Null when there is no such type.
function Get-FrameworkType([string]$FullName) {
    if ($script:KnownTypes.ContainsKey($FullName)) { return $script:KnownTypes[$FullName] }
    if (-not $script:TypeHandles.ContainsKey($FullName)) { return $null }
    $metadata, $handle = $script:TypeHandles[$FullName]
    $type = $metadata.GetTypeDefinition($handle)
    $members = @{}
    foreach ($methodHandle in $type.GetMethods()) {
        $method = $metadata.GetMethodDefinition($methodHandle)
        $name = $metadata.GetString($method.Name)
        $attributes = [int]$method.Attributes
        # Public 6, static 16.
        if (($attributes -band 7) -ne 6 -or -not ($name -eq '.ctor' -or ($attributes -band 16))) { continue }
        $counts = Get-ArgumentCount $metadata $method
        $members[$name] = @(if ($members.ContainsKey($name)) { $members[$name] }) + $counts
    }
    foreach ($fieldHandle in $type.GetFields()) {
        $field = $metadata.GetFieldDefinition($fieldHandle)
        if (([int]$field.Attributes -band 23) -eq 22) { $members[$metadata.GetString($field.Name)] = @() }
    }
    $script:KnownTypes[$FullName] = $members
    $members
}

function Get-ArgumentCount($Metadata, $Method) {
    $blob = $Metadata.GetBlobReader($Method.Signature)
    $header = $blob.ReadSignatureHeader()
    if ($header.IsGeneric) { $null = $blob.ReadCompressedInteger() }
    $count = $blob.ReadCompressedInteger()
    $count
    foreach ($handle in $Method.GetParameters()) {
        foreach ($attribute in $Metadata.GetParameter($handle).GetCustomAttributes()) {
            $constructor = $Metadata.GetCustomAttribute($attribute).Constructor
            if ($constructor.Kind -ne 'MethodDefinition') { continue }
            $definition = $Metadata.GetMethodDefinition([System.Reflection.Metadata.MethodDefinitionHandle]$constructor)
            $owner = $Metadata.GetTypeDefinition($definition.GetDeclaringType())
            if ($Metadata.GetString($owner.Name) -eq 'ParamArrayAttribute') { -1 }
        }
    }
}

# The full name of a type as a script names it, or null; arrays by their elements. Text: the C# of the script.
function Resolve-TypeName([string]$Name, [string]$Text) {
    $bare = $Name -replace '\[\]$'
    if ($bare -like 'P2SFix.*') { return $bare }
    $live = $bare -as [type]
    if ($null -eq $live) { return $null }
    if ($bare -notmatch '\.' -and $bare -notin $script:OldAccelerators -and $live.FullName -ne "System.$bare") {
        return $null
    }
    # Of a generic type the definition is in the framework: System.Func`1.
    if ($live.IsConstructedGenericType) { return $live.GetGenericTypeDefinition().FullName }
    $live.FullName
}

function Find-TypeProblem($Ast, [string]$Text) {
    # P2SFix types are those of the C# in the script.
    $named = @(Find-Ast $Ast TypeExpressionAst) + @(Find-Ast $Ast TypeConstraintAst)
    foreach ($node in $named) { Test-TypeName $node $node.TypeName.FullName $Text }
    foreach ($command in Find-Ast $Ast CommandAst) {
        if ($command.GetCommandName() -ne 'New-Object' -or $command.CommandElements.Count -lt 2) { continue }
        $second = $command.CommandElements[1]
        if ($second -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            Test-TypeName $command $second.Value $Text
        }
    }
    foreach ($node in Find-Ast $Ast MemberExpressionAst) {
        $method = $node -is [System.Management.Automation.Language.InvokeMemberExpressionAst]
        $member = $node.Member.Extent.Text
        if ($node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst]) {
            $fullName = Resolve-TypeName $node.Expression.TypeName.FullName $Text
            $count = if ($method) { @($node.Arguments | Where-Object { $null -ne $_ }).Count } else { -1 }
            # An array's constructor is the runtime's own and takes its length.
            if ($node.Expression.TypeName.IsArray -and $member -eq 'new' -and $count -eq 1) { continue }
            if ($null -ne $fullName) { Test-StaticMember $node $fullName $member $count $Text }
        }
        elseif ($method -and -not $node.Static -and -not $script:MemberNames.Contains($member) -and
            $member -notin $script:OtherMethods) {
            New-Problem $node 'no type of .NET Framework has this method'
        }
    }
}

function Test-TypeName($Node, [string]$Name, [string]$Text) {
    $fullName = Resolve-TypeName $Name $Text
    if ($null -eq $fullName) { return New-Problem $Node 'type that 5.1 does not know' }
    if ($fullName -like 'P2SFix.*') {
        if ($Text -cnotmatch ('(?:class|struct) ' + [regex]::Escape($fullName.Substring(7)) + '\b')) {
            New-Problem $Node 'type that the script does not declare'
        }
    }
    elseif ($fullName -notin $script:PowerShellTypes -and -not $script:TypeHandles.ContainsKey($fullName)) {
        New-Problem $Node 'no such type in .NET Framework'
    }
}

# Count: the number of arguments of the call; -1 when it is read, not called.
function Test-StaticMember($Node, [string]$FullName, [string]$Member, [int]$Count, [string]$Text) {
    if ($FullName -like 'P2SFix.*') {
        if ($Text -cnotmatch ('public static [\w.<>\[\]]+ ' + [regex]::Escape($Member) + '\b')) {
            New-Problem $Node 'member that the script does not declare'
        }
        return
    }
    if ($FullName -in $script:PowerShellTypes) { return }
    $members = Get-FrameworkType $FullName
    if ($null -eq $members) { return }
    $name = if ($Count -lt 0) {
        $Member, "get_$Member" | Where-Object { $members.ContainsKey($_) } | Select-Object -First 1
    }
    elseif ($Member -eq 'new') {
        '.ctor'
    }
    else {
        $Member
    }
    if ($null -eq $name -or -not $members.ContainsKey($name)) {
        # A structure has an implicit constructor without arguments; statics may be inherited.
        $declared = $Member -eq 'new' -and $Count -eq 0
        if (-not $declared) { New-Problem $Node 'no such member in .NET Framework' }
    }
    elseif ($Count -ge 0 -and $Count -notin $members[$name] -and -1 -notin $members[$name]) {
        New-Problem $Node "no such member in .NET Framework with $Count arguments"
    }
}
