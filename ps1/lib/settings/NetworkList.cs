namespace P2SFix
{
    using System;
    using System.Collections.Generic;
    using System.Runtime.InteropServices;
    using System.Threading;

    /// <summary>A network that this computer is connected to, from the Network List Manager.</summary>
    public sealed class NetworkList
    {
        public string Name;
        /// <summary>0 public, 1 private, 2 domain, -1 not known.</summary>
        public int Category;

        private const int Connected = 1;
        private const int MostNetworks = 32;

        // The first methods of each interface, in vtable order; later ones are not called.
        [ComImport, Guid("DCB00000-570F-4A9B-8D69-199FDBA5723B"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
        private interface INetworkListManager
        {
            IEnumNetworks GetNetworks(int flags);
        }

        [ComImport, Guid("DCB00003-570F-4A9B-8D69-199FDBA5723B"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
        private interface IEnumNetworks
        {
            IntPtr NewEnum();
            [PreserveSig]
            int Next(int count, out IntPtr network, out int fetched);
        }

        [ComImport, Guid("DCB00002-570F-4A9B-8D69-199FDBA5723B"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
        private interface INetwork
        {
            [return: MarshalAs(UnmanagedType.BStr)]
            string GetName();
            void SetName([MarshalAs(UnmanagedType.BStr)] string name);
            [return: MarshalAs(UnmanagedType.BStr)]
            string GetDescription();
            void SetDescription([MarshalAs(UnmanagedType.BStr)] string description);
            Guid GetNetworkId();
            int GetDomainType();
            IntPtr GetNetworkConnections();
            void GetTimeCreatedAndConnected(out int createdLow, out int createdHigh, out int connectedLow, out int connectedHigh);
            [return: MarshalAs(UnmanagedType.VariantBool)]
            bool IsConnectedToInternet();
            [return: MarshalAs(UnmanagedType.VariantBool)]
            bool IsConnected();
            int GetConnectivity();
            int GetCategory();
        }

        /// <summary>
        /// Null if the result is not available in time: the service can hang, and then the call is left
        /// to a thread that does not keep the process alive.
        /// </summary>
        public static NetworkList[] Get(int milliseconds)
        {
            NetworkList[] found = null;
            Thread thread = new Thread(delegate()
            {
                try { found = Read(); }
                catch (Exception) { found = null; }
            });
            thread.IsBackground = true;
            thread.Start();
            return thread.Join(milliseconds) ? found : null;
        }

        private static NetworkList[] Read()
        {
            Type type = Type.GetTypeFromCLSID(new Guid("DCB00C01-570F-4A9B-8D69-199FDBA5723B"), true);
            INetworkListManager manager = (INetworkListManager)Activator.CreateInstance(type);
            IEnumNetworks networks = manager.GetNetworks(Connected);
            List<NetworkList> found = new List<NetworkList>();
            IntPtr next;
            int fetched;
            while (found.Count < MostNetworks && networks.Next(1, out next, out fetched) == 0 && fetched == 1)
            {
                // The extra reference is not released: Wine adds none, and this process is short-lived.
                INetwork network = (INetwork)Marshal.GetObjectForIUnknown(next);
                NetworkList one = new NetworkList();
                one.Name = network.GetName();
                try { one.Category = network.GetCategory(); }
                catch (Exception) { one.Category = -1; }
                found.Add(one);
            }
            return found.ToArray();
        }
    }
}
