namespace P2SFix
{
    using System;
    using System.Runtime.InteropServices;

    /// <summary>Notifies running programs of this session that the proxy settings changed.</summary>
    public static class WinInetNotify
    {
        private const int Refresh = 37;
        private const int SettingsChanged = 39;
        private const int ProxySettingsChanged = 95;

        [DllImport("wininet.dll", EntryPoint = "InternetSetOptionW", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool InternetSetOption(IntPtr internet, int option, IntPtr buffer, int length);

        /// <summary>True if at least one of the two "changed" messages was accepted; a refusal is not an
        /// error.</summary>
        public static bool Send()
        {
            bool settings = InternetSetOption(IntPtr.Zero, SettingsChanged, IntPtr.Zero, 0);
            bool proxy = InternetSetOption(IntPtr.Zero, ProxySettingsChanged, IntPtr.Zero, 0);
            InternetSetOption(IntPtr.Zero, Refresh, IntPtr.Zero, 0);
            return settings || proxy;
        }
    }
}
