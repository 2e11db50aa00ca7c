# Declares functions of Windows' own libraries at run time: no compiler runs and no file is written. Always
# optional: Constrained Language Mode and security products can block it, and the caller has a fallback.

# What a script calls: each file with such calls adds its functions. Library: a file in the system folder. Takes:
# the types of the arguments. Returns: 'error' for a Win32 error, 'success' for a BOOL with the last error.
$script:P2SNativeFunctions = @()
# All of them as static methods, each of which returns the Win32 error, 0 for success; null before their
# declaration.
$script:P2SNative = $null
$script:P2SNativeState = ''

# 'ready', or why not: 'language-mode', 'not-windows', 'declaration-refused'.
function Initialize-P2SNative {
    if ($script:P2SNativeState -eq '') { $script:P2SNativeState = Add-P2SNative }
    $script:P2SNativeState
}

function Add-P2SNative {
    if (-not $script:P2SFullLanguage) { return 'language-mode' }
    if (-not $script:P2SWindows) { return 'not-windows' }
    try {
        $name = [System.Reflection.AssemblyName]::new('P2SFix.Native')
        $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly($name,
            [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
        $type = $assembly.DefineDynamicModule('P2SFix.Native').DefineType('P2SFix.Native', 'Public, Abstract, Sealed')
        foreach ($function in $script:P2SNativeFunctions) { Add-P2SNativeFunction $type $function }
        $script:P2SNative = $type.CreateType()
        'ready'
    }
    catch { 'declaration-refused' }
}

# A method that calls the function, by the absolute path of its library.
function Add-P2SNativeFunction($Type, $Function) {
    $takes = [type[]]$Function.Takes
    $import = $Type.DefineMethod('Import' + $Function.Name, 'Private, Static, PinvokeImpl', [int], $takes)
    $attribute = [System.Runtime.InteropServices.DllImportAttribute]
    $fields = [System.Reflection.FieldInfo[]]@(foreach ($name in 'EntryPoint', 'ExactSpelling', 'SetLastError') {
            $attribute.GetField($name)
        })
    $library = [System.IO.Path]::Combine([Environment]::SystemDirectory, $Function.Library)
    $import.SetCustomAttribute([System.Reflection.Emit.CustomAttributeBuilder]::new(
            $attribute.GetConstructor([type[]]@([string])), @($library), $fields, @($Function.Name, $true, $true)))
    $code = $Type.DefineMethod($Function.Name, 'Public, Static', [int], $takes).GetILGenerator()
    for ($i = 0; $i -lt $takes.Length; $i++) { $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg, [int16]$i) }
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $import)
    if ($Function.Returns -ceq 'success') { Add-P2SLastError $code }
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
}

# Turns the BOOL on the stack into the Win32 error. In the method itself, because other calls of PowerShell
# between two statements can change the last error. A failure without one is ERROR_GEN_FAILURE.
function Add-P2SLastError($Code) {
    $failed = $Code.DefineLabel()
    $known = $Code.DefineLabel()
    $Code.Emit([System.Reflection.Emit.OpCodes]::Brfalse, $failed)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Ldc_I4_0)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    $Code.MarkLabel($failed)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Call,
        [System.Runtime.InteropServices.Marshal].GetMethod('GetLastWin32Error'))
    $Code.Emit([System.Reflection.Emit.OpCodes]::Dup)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Brtrue, $known)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Pop)
    $Code.Emit([System.Reflection.Emit.OpCodes]::Ldc_I4, 31)
    $Code.MarkLabel($known)
}

# Zeroed memory for a structure whose members are pointers, or numbers at the place of one. The caller frees it
# with FreeHGlobal.
function New-P2SNativeMemory([int]$Members) {
    $memory = [System.Runtime.InteropServices.Marshal]::AllocHGlobal($Members * [System.IntPtr]::Size)
    for ($i = 0; $i -lt $Members; $i++) { Set-P2SNativePointer $memory $i ([System.IntPtr]::Zero) }
    $memory
}

function Set-P2SNativePointer([System.IntPtr]$Memory, [int]$Member, [System.IntPtr]$Pointer) {
    [System.Runtime.InteropServices.Marshal]::WriteIntPtr($Memory, $Member * [System.IntPtr]::Size, $Pointer)
}
