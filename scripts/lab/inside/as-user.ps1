<#
.SYNOPSIS
Runs a command line without administrator rights: its token has the group Administrators for denying only.
.DESCRIPTION
The program has this process's console and streams. Exits with the program's own code; 125 when it cannot be started.
.PARAMETER CommandLine
Base64 of the command line in UTF-16LE.
.PARAMETER Compiled
The file that keeps the compiled class, which takes most of the time: the first call makes it.
#>
param([string]$CommandLine, [string]$Compiled)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$source = @'
using System;
using System.Runtime.InteropServices;
using System.Security.Principal;
public static class LimitedProcess {
    [StructLayout(LayoutKind.Sequential)] struct Sid { public IntPtr Value; public uint Attributes; }
    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] struct Startup {
        public int Size; public IntPtr Reserved, Desktop, Title; public int X, Y, W, H, CountX, CountY, Fill, Flags;
        public short Show, Reserved2; public IntPtr Reserved3, Input, Output, Error; }
    [StructLayout(LayoutKind.Sequential)] struct Started {
        public IntPtr Process, Thread; public int ProcessId, ThreadId; }
    [DllImport("kernel32.dll")] static extern IntPtr GetCurrentProcess();
    [DllImport("kernel32.dll")] static extern IntPtr GetStdHandle(int which);
    [DllImport("kernel32.dll")] static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);
    [DllImport("kernel32.dll")] static extern bool GetExitCodeProcess(IntPtr process, out uint code);
    [DllImport("advapi32.dll", SetLastError = true)] static extern bool OpenProcessToken(IntPtr process, uint access,
        out IntPtr token);
    [DllImport("advapi32.dll", SetLastError = true)] static extern bool CreateRestrictedToken(IntPtr token, uint flags,
        uint disabled, Sid[] sids, uint privileges, IntPtr luids, uint restricted, IntPtr more, out IntPtr result);
    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    static extern bool CreateProcessAsUserW(IntPtr token,
        string program, string commandLine, IntPtr processSecurity, IntPtr threadSecurity, bool inherit, uint flags,
        IntPtr environment, string folder, ref Startup startup, out Started started);
    static void Check(bool good, string what) {
        if (!good) throw new Exception(what + ": " + Marshal.GetLastWin32Error());
    }
    public static int Run(string commandLine) {
        IntPtr token, limited;
        Check(OpenProcessToken(GetCurrentProcess(), 0xF01FF, out token), "OpenProcessToken");
        var administrators = new SecurityIdentifier("S-1-5-32-544");
        var bytes = new byte[administrators.BinaryLength];
        administrators.GetBinaryForm(bytes, 0);
        var sid = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, sid, bytes.Length);
        var sids = new[] { new Sid { Value = sid } };
        Check(CreateRestrictedToken(token, 1, 1, sids, 0, IntPtr.Zero, 0, IntPtr.Zero, out limited),
            "CreateRestrictedToken");
        var startup = new Startup { Size = Marshal.SizeOf(typeof(Startup)), Flags = 0x100,
            Input = GetStdHandle(-10), Output = GetStdHandle(-11), Error = GetStdHandle(-12) };
        Started started;
        Check(CreateProcessAsUserW(limited, null, commandLine, IntPtr.Zero, IntPtr.Zero, true, 0, IntPtr.Zero, null,
            ref startup, out started), "CreateProcessAsUserW");
        WaitForSingleObject(started.Process, 0xFFFFFFFF);
        uint code;
        GetExitCodeProcess(started.Process, out code);
        return unchecked((int)code);
    }
}
'@

# Another computer may make the same file: each moves its own there, and the first one stays.
function New-Compiled {
    $own = "$Compiled.$([guid]::NewGuid())"
    try {
        Add-Type -TypeDefinition $source -OutputAssembly $own
        [System.IO.File]::Move($own, $Compiled)
    }
    catch [System.IO.IOException] {
        if (-not (Test-Path -LiteralPath $Compiled)) { throw }
    }
    finally {
        [System.IO.File]::Delete($own)
    }
}

try {
    if (-not (Test-Path -LiteralPath $Compiled)) { New-Compiled }
    Add-Type -LiteralPath $Compiled
    $line = [System.Text.Encoding]::Unicode.GetString([System.Convert]::FromBase64String($CommandLine))
    exit [LimitedProcess]::Run($line)
}
catch {
    [System.Console]::Error.WriteLine($_.Exception.GetBaseException().Message)
    exit 125
}
