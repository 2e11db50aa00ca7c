namespace P2SFix
{
    using System;
    using System.Diagnostics;
    using System.Runtime.InteropServices;
    using System.Threading;

    /// <summary>Windows' answer for one URL from auto-detection or a PAC file.</summary>
    public sealed class WinHttpAutoProxy
    {
        /// <summary>0 when there is an answer, else the Win32 error.</summary>
        public int Error;
        /// <summary>1 no proxy, 3 named proxy.</summary>
        public int AccessType;
        public string Proxy;
        public string Bypass;
        /// <summary>auto-detect or pac; null when there is no answer.</summary>
        public string FoundBy;

        private const int Timeout = 12002;
        private const int NothingDetected = 12180;
        private const int NoProxy = 1;
        private const int AutoDetect = 1;
        private const int ConfigUrl = 2;
        private const int DhcpAndDns = 3;

        [StructLayout(LayoutKind.Sequential)]
        private struct Options
        {
            public int Flags;
            public int DetectFlags;
            public IntPtr ConfigUrl;
            public IntPtr ReservedPointer;
            public int Reserved;
            [MarshalAs(UnmanagedType.Bool)]
            public bool AutoLogon;
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct ProxyInfo
        {
            public int AccessType;
            public IntPtr Proxy;
            public IntPtr Bypass;
        }

        [DllImport("winhttp.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr WinHttpOpen(string agent, int accessType, IntPtr proxy, IntPtr bypass, int flags);

        [DllImport("winhttp.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpSetTimeouts(IntPtr handle, int resolve, int connect, int send, int receive);

        [DllImport("winhttp.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpGetProxyForUrl(IntPtr session, string url, ref Options options, ref ProxyInfo info);

        [DllImport("winhttp.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool WinHttpCloseHandle(IntPtr handle);

        [DllImport("kernel32.dll")]
        private static extern IntPtr GlobalFree(IntPtr memory);

        /// <summary>
        /// One answer for each URL, in order, within the given total time: WinHTTP has no time limit for finding a
        /// PAC file. Missing answers have the error of a timeout, and a call that hangs is left to a thread that
        /// does not keep the process alive. A null configUrl means no PAC file.
        /// </summary>
        public static WinHttpAutoProxy[] Ask(string[] urls, bool autoDetect, string configUrl, int milliseconds)
        {
            WinHttpAutoProxy[] answers = new WinHttpAutoProxy[urls.Length];
            Thread thread = new Thread(delegate() { Fill(answers, urls, autoDetect, configUrl, milliseconds); });
            thread.IsBackground = true;
            thread.Start();
            thread.Join(milliseconds);
            WinHttpAutoProxy[] result = new WinHttpAutoProxy[urls.Length];
            for (int i = 0; i < urls.Length; i++) result[i] = answers[i] ?? Failed(Timeout);
            return result;
        }

        // One session for all URLs, so that the PAC file is found and fetched once.
        private static void Fill(WinHttpAutoProxy[] answers, string[] urls, bool autoDetect, string configUrl, int milliseconds)
        {
            Stopwatch clock = Stopwatch.StartNew();
            IntPtr session = WinHttpOpen(null, NoProxy, IntPtr.Zero, IntPtr.Zero, 0);
            int error = session == IntPtr.Zero ? Marshal.GetLastWin32Error() : 0;
            IntPtr address = Marshal.StringToHGlobalUni(configUrl);
            try
            {
                if (error == 0 && !WinHttpSetTimeouts(session, milliseconds, milliseconds, milliseconds, milliseconds)) error = Marshal.GetLastWin32Error();
                for (int i = 0; i < urls.Length && clock.ElapsedMilliseconds < milliseconds; i++)
                {
                    WinHttpAutoProxy answer = null;
                    if (error == 0 && autoDetect) answer = AskOne(session, urls[i], AutoDetect, IntPtr.Zero);
                    bool detected = answer != null && answer.Error == 0;
                    // Not every Windows allows both at once; the order is that of Windows' own settings.
                    if (error == 0 && configUrl != null && !detected)
                    {
                        if (answer != null && answer.Error == NothingDetected) autoDetect = false;
                        answer = AskOne(session, urls[i], ConfigUrl, address);
                    }
                    if (answer != null && answer.Error == 0) answer.FoundBy = detected ? "auto-detect" : "pac";
                    answers[i] = answer ?? Failed(error);
                    if (configUrl == null && answers[i].Error == NothingDetected) error = NothingDetected;
                }
            }
            finally
            {
                if (session != IntPtr.Zero) WinHttpCloseHandle(session);
                Marshal.FreeHGlobal(address);
            }
        }

        private static WinHttpAutoProxy AskOne(IntPtr session, string url, int flags, IntPtr configUrl)
        {
            Options options = new Options();
            options.Flags = flags;
            options.DetectFlags = flags == AutoDetect ? DhcpAndDns : 0;
            options.ConfigUrl = configUrl;
            ProxyInfo info = new ProxyInfo();
            if (!WinHttpGetProxyForUrl(session, url, ref options, ref info)) return Failed(Marshal.GetLastWin32Error());
            WinHttpAutoProxy result = new WinHttpAutoProxy();
            result.AccessType = info.AccessType;
            result.Proxy = Take(info.Proxy);
            result.Bypass = Take(info.Bypass);
            return result;
        }

        private static WinHttpAutoProxy Failed(int error)
        {
            WinHttpAutoProxy result = new WinHttpAutoProxy();
            // A failure without an error code is still a failure: ERROR_WINHTTP_INTERNAL_ERROR.
            result.Error = error == 0 ? 12004 : error;
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
