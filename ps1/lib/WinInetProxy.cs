namespace P2SFix
{
    using System;
    using System.ComponentModel;
    using System.Runtime.InteropServices;

    /// <summary>The WinINET setting of the current user as Windows itself reads it.</summary>
    public sealed class WinInetProxy
    {
        public bool AutoDetect;
        public string AutoConfigUrl;
        public string Proxy;
        public string Bypass;

        [StructLayout(LayoutKind.Sequential)]
        private struct UserConfig
        {
            [MarshalAs(UnmanagedType.Bool)]
            public bool AutoDetect;
            public IntPtr AutoConfigUrl;
            public IntPtr Proxy;
            public IntPtr Bypass;
        }

        [DllImport("winhttp.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpGetIEProxyConfigForCurrentUser(ref UserConfig config);

        [DllImport("kernel32.dll")]
        private static extern IntPtr GlobalFree(IntPtr memory);

        /// <exception cref="Win32Exception">WinHTTP's error; 2 when the user has no setting.</exception>
        public static WinInetProxy Get()
        {
            UserConfig config = new UserConfig();
            if (!WinHttpGetIEProxyConfigForCurrentUser(ref config)) throw new Win32Exception(Marshal.GetLastWin32Error());
            WinInetProxy result = new WinInetProxy();
            result.AutoDetect = config.AutoDetect;
            result.AutoConfigUrl = Take(config.AutoConfigUrl);
            result.Proxy = Take(config.Proxy);
            result.Bypass = Take(config.Bypass);
            return result;
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
