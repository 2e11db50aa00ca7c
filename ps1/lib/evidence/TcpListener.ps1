# The TCP sockets of this computer that listen for connections, from GetExtendedTcpTable.

$script:P2SNativeFunctions +=
    @{
        Library = 'iphlpapi.dll'
        Name = 'GetExtendedTcpTable'
        Takes = @([System.IntPtr], [System.IntPtr], [int], [int], [int], [int])
        Returns = 'error'
    }

# AF_INET and AF_INET6, with the layout of their rows: size, place of the local address, its length, place of the
# port. The process is last. MIB_TCPROW_OWNER_PID: state, local address and port, remote address and port, process.
# MIB_TCP6ROW_OWNER_PID: local address, scope, port, remote address, scope, port, state, process.
$script:P2STcpFamilies =
    @{ Family = 2; RowSize = 24; Address = 4; AddressLength = 4; Port = 8 },
    @{ Family = 23; RowSize = 56; Address = 0; AddressLength = 16; Port = 20 }

# Those on these ports, on any address: Address, Port, Pid, Process (name without ".exe"; null if it cannot be read).
function Get-P2STcpListeners([int[]]$Ports) {
    foreach ($layout in $script:P2STcpFamilies) {
        $table = Read-P2STcpTable $layout.Family
        $count = if ($table.Length -lt 4) { 0 } else { [System.BitConverter]::ToInt32($table, 0) }
        for ($row = 4; $count -gt 0 -and $row + $layout.RowSize -le $table.Length; $row += $layout.RowSize) {
            $count--
            $port = $table[$row + $layout.Port] * 256 + $table[$row + $layout.Port + 1]
            if ($Ports -notcontains $port) { continue }
            $address = [byte[]]::new($layout.AddressLength)
            [System.Array]::Copy($table, $row + $layout.Address, $address, 0, $address.Length)
            $id = [System.BitConverter]::ToInt32($table, $row + $layout.RowSize - 4)
            @{
                Address = [System.Net.IPAddress]::new($address).ToString()
                Port = $port
                Pid = $id
                Process = Get-P2SProcessName $id
            }
        }
    }
}

# TCP_TABLE_OWNER_PID_LISTENER as bytes; empty if this family is not supported (error 50). The table can grow
# between reading its size and its content (error 122).
function Read-P2STcpTable([int]$Family) {
    $size = New-P2SNativeMemory 1
    try {
        for ($attempt = 0; ; $attempt++) {
            $length = [System.Runtime.InteropServices.Marshal]::ReadInt32($size)
            $memory = [System.Runtime.InteropServices.Marshal]::AllocHGlobal($length)
            try {
                $win32 = $script:P2SNative::GetExtendedTcpTable($memory, $size, 1, $Family, 3, 0)
                if ($win32 -eq 50) { return , [byte[]]@() }
                if ($win32 -eq 0) {
                    $table = [byte[]]::new([System.Math]::Min($length,
                        [System.Runtime.InteropServices.Marshal]::ReadInt32($size)))
                    [System.Runtime.InteropServices.Marshal]::Copy($memory, $table, 0, $table.Length)
                    return , $table
                }
                if ($win32 -ne 122 -or $attempt -eq 5) { throw [System.ComponentModel.Win32Exception]::new($win32) }
            }
            finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($memory) }
        }
    }
    finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($size) }
}

function Get-P2SProcessName([int]$Id) {
    if ($Id -eq 0) { return $null }
    try {
        $process = [System.Diagnostics.Process]::GetProcessById($Id)
        $process.ProcessName
        $process.Dispose()
    }
    catch { $null }
}
