using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// HMAC-SHA1 over libcrypto's SHA1_Update, which uses the SHA instructions that .NET does not expose. The states behind
/// ipad and opad are computed once and copied per packet: a third of the cost of the platform's HMAC.
/// </summary>
internal sealed unsafe class LibcryptoHmacSha1 : HmacSha1
{
    private const int BlockLength = 64;
    private const int DigestLength = 20;

    private static readonly Sha1Functions? Functions = Sha1Functions.TryLoad();

    private readonly Sha1Functions _sha1;
    private Sha1State _inner;
    private Sha1State _outer;

    private LibcryptoHmacSha1(Sha1Functions sha1, byte[] key)
    {
        _sha1 = sha1;
        _inner = StateBehindPad(key, 0x36);
        _outer = StateBehindPad(key, 0x5C);
    }

    /// <summary>True when libcrypto was found and answers the test vector of RFC 2202.</summary>
    public static bool IsSupported => Functions is not null;

    /// <param name="key">At most 64 bytes; SRTP uses 20.</param>
    public static HmacSha1 Create(byte[] key) => new LibcryptoHmacSha1(Functions ?? throw new PlatformNotSupportedException("libcrypto"), key);

    [SkipLocalsInit]
    public override void Compute(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        var state = _inner;
        var digest = stackalloc byte[DigestLength];
        fixed (byte* bytes = data) _sha1.Update(&state, bytes, (nuint)data.Length);
        _sha1.Final(digest, &state);
        state = _outer;
        _sha1.Update(&state, digest, DigestLength);
        _sha1.Final(digest, &state);
        new ReadOnlySpan<byte>(digest, DigestLength).CopyTo(mac);
    }

    public override void Dispose()
    {
        _inner = default;
        _outer = default;
    }

    private Sha1State StateBehindPad(byte[] key, byte pad)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        var block = stackalloc byte[BlockLength];
        for (var i = 0; i < BlockLength; i++) block[i] = (byte)((i < key.Length ? key[i] : 0) ^ pad);
        Sha1State state;
        _sha1.Init(&state);
        _sha1.Update(&state, block, BlockLength);
        CryptographicOperations.ZeroMemory(new Span<byte>(block, BlockLength));
        return state;
    }

    /// <summary>SHA_CTX of openssl/sha.h is 96 bytes since OpenSSL 0.9; the rest is a margin.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Sha1State
    {
        private readonly ulong _first;
    }

    /// <summary>Entry points of libcrypto. They run well under a microsecond, so that the GC transition may be suppressed.</summary>
    private sealed class Sha1Functions
    {
        private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1"];

        private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<Sha1State*, int> _init;
        private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<Sha1State*, byte*, nuint, int> _update;
        private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, Sha1State*, int> _final;

        private Sha1Functions(nint init, nint update, nint final)
        {
            _init = (delegate* unmanaged[Cdecl, SuppressGCTransition]<Sha1State*, int>)init;
            _update = (delegate* unmanaged[Cdecl, SuppressGCTransition]<Sha1State*, byte*, nuint, int>)update;
            _final = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, Sha1State*, int>)final;
        }

        public static Sha1Functions? TryLoad()
        {
            if (!OperatingSystem.IsLinux()) return null;
            foreach (var name in Names)
            {
                if (NativeLibrary.TryLoad(name, out var library)
                    && NativeLibrary.TryGetExport(library, "SHA1_Init", out var init)
                    && NativeLibrary.TryGetExport(library, "SHA1_Update", out var update)
                    && NativeLibrary.TryGetExport(library, "SHA1_Final", out var final)
                    && new Sha1Functions(init, update, final) is var functions
                    && functions.AnswersVector())
                    return functions;
            }

            return null;
        }

        public void Init(Sha1State* state) => _init(state);

        public void Update(Sha1State* state, byte* data, nuint length) => _update(state, data, length);

        public void Final(byte* digest, Sha1State* state) => _final(digest, state);

        /// <summary>RFC 2202 §3 test case 2: a libcrypto built without SHA-1, or with another layout, is not used.</summary>
        private bool AnswersVector()
        {
            Span<byte> mac = stackalloc byte[DigestLength];
            using var hmac = new LibcryptoHmacSha1(this, "Jefe"u8.ToArray());
            hmac.Compute("what do ya want for nothing?"u8, mac);
            return mac.SequenceEqual(Convert.FromHexString("EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79"));
        }
    }
}
