namespace P2SFix
{
    using System;
    using System.Collections.Generic;
    using System.ComponentModel;
    using System.Diagnostics;
    using System.Net;
    using System.Runtime.InteropServices;

    /// <summary>A TCP socket that listens for connections, and its process.</summary>
    public sealed class TcpListener
    {
        public string Address;
        public int Port;
        public int Pid;
        /// <summary>Name without ".exe"; null when the process cannot be read.</summary>
        public string Process;

        private const int Ipv4 = 2;
        private const int Ipv6 = 23;
        /// <summary>TCP_TABLE_OWNER_PID_LISTENER.</summary>
        private const int OwnerPidListener = 3;
        private const int InsufficientBuffer = 122;
        private const int NotSupported = 50;

        [DllImport("iphlpapi.dll")]
        private static extern int GetExtendedTcpTable(
            IntPtr table, ref int size, [MarshalAs(UnmanagedType.Bool)] bool order, int family, int tableClass, int reserved);

        /// <summary>The listeners on these ports, on any address. Writes nothing.</summary>
        /// <exception cref="Win32Exception">The table's error.</exception>
        public static TcpListener[] Get(int[] ports)
        {
            List<TcpListener> found = new List<TcpListener>();
            Add(found, ports, Ipv4);
            Add(found, ports, Ipv6);
            foreach (TcpListener one in found) one.Process = NameOf(one.Pid);
            return found.ToArray();
        }

        private static void Add(List<TcpListener> found, int[] ports, int family)
        {
            byte[] table = Read(family);
            // MIB_TCPROW_OWNER_PID: state, local address and port, remote address and port, process.
            // MIB_TCP6ROW_OWNER_PID: local address, scope, port, remote address, scope, port, state, process.
            bool v4 = family == Ipv4;
            int rowSize = v4 ? 24 : 56;
            int count = table.Length < 4 ? 0 : BitConverter.ToInt32(table, 0);
            for (int i = 0; i < count && 4 + (i + 1) * rowSize <= table.Length; i++)
            {
                int row = 4 + i * rowSize;
                int port = row + (v4 ? 8 : 20);
                TcpListener one = new TcpListener();
                one.Port = table[port] * 256 + table[port + 1];
                if (Array.IndexOf(ports, one.Port) < 0) continue;
                byte[] address = new byte[v4 ? 4 : 16];
                Array.Copy(table, row + (v4 ? 4 : 0), address, 0, address.Length);
                one.Address = new IPAddress(address).ToString();
                one.Pid = BitConverter.ToInt32(table, row + rowSize - 4);
                found.Add(one);
            }
        }

        // The table can grow between reading its size and its content.
        private static byte[] Read(int family)
        {
            int size = 0;
            for (int attempt = 0; ; attempt++)
            {
                IntPtr memory = size == 0 ? IntPtr.Zero : Marshal.AllocHGlobal(size);
                try
                {
                    int error = GetExtendedTcpTable(memory, ref size, true, family, OwnerPidListener, 0);
                    if (error == NotSupported) return new byte[0];
                    if (error == 0 && memory != IntPtr.Zero)
                    {
                        byte[] table = new byte[size];
                        Marshal.Copy(memory, table, 0, size);
                        return table;
                    }
                    if (error != 0 && error != InsufficientBuffer || attempt == 5) throw new Win32Exception(error);
                }
                finally
                {
                    Marshal.FreeHGlobal(memory);
                }
            }
        }

        private static string NameOf(int pid)
        {
            if (pid == 0) return null;
            try
            {
                using (Process process = System.Diagnostics.Process.GetProcessById(pid)) return process.ProcessName;
            }
            catch (ArgumentException) { return null; }
            catch (InvalidOperationException) { return null; }
            catch (Win32Exception) { return null; }
        }
    }
}
