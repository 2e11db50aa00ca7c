namespace P2SFix
{
    using System;
    using System.ComponentModel;
    using System.Runtime.InteropServices;

    /// <summary>WinHTTP's default proxy setting of this computer, as winhttp.dll reads and writes it.</summary>
    public sealed class WinHttpProxy
    {
        /// <summary>1 no proxy, 3 named proxy.</summary>
        public int AccessType;
        public string Proxy;
        public string Bypass;

        [StructLayout(LayoutKind.Sequential)]
        private struct ProxyInfo
        {
            public int AccessType;
            public IntPtr Proxy;
            public IntPtr Bypass;
        }

        [DllImport("winhttp.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpGetDefaultProxyConfiguration(ref ProxyInfo info);

        [DllImport("winhttp.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpSetDefaultProxyConfiguration(ref ProxyInfo info);

        [DllImport("kernel32.dll")]
        private static extern IntPtr GlobalFree(IntPtr memory);

        /// <exception cref="Win32Exception">WinHTTP's error.</exception>
        public static WinHttpProxy Get()
        {
            ProxyInfo info = new ProxyInfo();
            if (!WinHttpGetDefaultProxyConfiguration(ref info)) throw new Win32Exception(Marshal.GetLastWin32Error());
            WinHttpProxy result = new WinHttpProxy();
            result.AccessType = info.AccessType;
            result.Proxy = Take(info.Proxy);
            result.Bypass = Take(info.Bypass);
            return result;
        }

        /// <summary>A null proxy means no proxy. Returns the Win32 error, 0 on success.</summary>
        public static int Set(string proxy, string bypass)
        {
            ProxyInfo info = new ProxyInfo();
            info.AccessType = proxy == null ? 1 : 3;
            try
            {
                info.Proxy = Marshal.StringToHGlobalUni(proxy);
                info.Bypass = proxy == null ? IntPtr.Zero : Marshal.StringToHGlobalUni(bypass);
                return WinHttpSetDefaultProxyConfiguration(ref info) ? 0 : Marshal.GetLastWin32Error();
            }
            finally
            {
                Marshal.FreeHGlobal(info.Proxy);
                Marshal.FreeHGlobal(info.Bypass);
            }
        }

        private static string Take(IntPtr text)
        {
            if (text == IntPtr.Zero) return null;
            string result = Marshal.PtrToStringUni(text);
            GlobalFree(text);
            return result;
        }
    }
}
