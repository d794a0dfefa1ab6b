using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// The same through libcrypto's own EC functions. System.Security.Cryptography calls them too, but makes the curve anew for each key
/// and carries each key through OpenSSL's providers before its first use: 560 µs a handshake against 105.
/// </summary>
internal sealed unsafe class LibcryptoP256 : P256
{
    private const int Secp256r1 = 415; // NID_X9_62_prime256v1
    private const int UncompressedForm = 4; // POINT_CONVERSION_UNCOMPRESSED

    private readonly Functions _openSsl;
    private readonly nint _curve;

    private LibcryptoP256(Functions openSsl, nint curve)
    {
        _openSsl = openSsl;
        _curve = curve;
    }

    /// <returns>Null without libcrypto, or when it does not do what the platform says is right.</returns>
    public static LibcryptoP256? TryLoad()
    {
        if (!OperatingSystem.IsLinux() || Functions.TryLoad() is not { } openSsl) return null;
        var curve = openSsl.NewCurve(Secp256r1);
        if (curve == 0) return null;
        var found = new LibcryptoP256(openSsl, curve);
        return found.AgreesWithThePlatform() ? found : null;
    }

    public override EphemeralKey Generate() => new Key(this);

    public override bool Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        using var key = new KeyHandle(_openSsl, _curve);
        var signer = NewPoint(point);
        if (signer == 0) return false;
        try
        {
            fixed (byte* digest = hash, der = signature)
            {
                var valid = _openSsl.SetPublicKey(key.Pointer, signer) == 1 && _openSsl.Verify(0, digest, hash.Length, der, signature.Length, key.Pointer) == 1;
                if (!valid) _openSsl.ClearErrors();
                return valid;
            }
        }
        finally
        {
            _openSsl.FreePoint(signer);
        }
    }

    /// <returns>0 unless the bytes are an uncompressed point of the curve, which OpenSSL checks here. The cofactor is 1: that is all there is to check (SEC 1 §3.2.2.1).</returns>
    private nint NewPoint(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PointLength || bytes[0] != Uncompressed) return 0;
        var point = _openSsl.NewPoint(_curve);
        fixed (byte* at = bytes)
        {
            if (point != 0 && _openSsl.ReadPoint(_curve, point, at, PointLength, 0) == 1) return point;
        }

        if (point != 0) _openSsl.FreePoint(point);
        _openSsl.ClearErrors();
        return 0;
    }

    private bool AgreesWithThePlatform()
    {
        try
        {
            using var ours = Generate();
            using var theirs = PlatformP256.Instance.Generate();
            return ours.Agree(theirs.Point) is { } secret && theirs.Agree(ours.Point) is { } same && secret.AsSpan().SequenceEqual(same);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private sealed class Key : EphemeralKey
    {
        private readonly LibcryptoP256 _curve;
        private readonly KeyHandle _key;

        public Key(LibcryptoP256 curve)
        {
            _curve = curve;
            _key = new KeyHandle(curve._openSsl, curve._curve);
            Point = new byte[PointLength];
            fixed (byte* point = Point)
            {
                if (curve._openSsl.Generate(_key.Pointer) != 1
                    || curve._openSsl.WritePoint(curve._curve, curve._openSsl.PublicKeyOf(_key.Pointer), UncompressedForm, point, PointLength, 0) != PointLength)
                    throw new CryptographicException("libcrypto made no key");
            }
        }

        public override byte[] Point { get; }

        public override byte[]? Agree(ReadOnlySpan<byte> peer)
        {
            var point = _curve.NewPoint(peer);
            if (point == 0) return null;
            var secret = new byte[CoordinateLength];
            fixed (byte* at = secret)
            {
                var length = _curve._openSsl.Agree(at, CoordinateLength, point, _key.Pointer, 0);
                _curve._openSsl.FreePoint(point);
                return length == CoordinateLength ? secret : null;
            }
        }

        public override void Dispose() => _key.Dispose();
    }

    /// <summary>An EC_KEY; freeing it wipes the private key, also of a handshake that never got to its end.</summary>
    private sealed class KeyHandle : SafeHandle
    {
        private readonly Functions _openSsl;

        public KeyHandle(Functions openSsl, nint curve)
            : base(0, ownsHandle: true)
        {
            _openSsl = openSsl;
            SetHandle(openSsl.NewKey());
            if (IsInvalid || openSsl.SetCurve(handle, curve) != 1) throw new CryptographicException("libcrypto made no key");
        }

        public override bool IsInvalid => handle == 0;

        /// <summary>Valid while this object is reachable: owners hold it in a field or a using.</summary>
        public nint Pointer => handle;

        protected override bool ReleaseHandle()
        {
            _openSsl.FreeKey(handle);
            return true;
        }
    }

    /// <summary>Entry points of libcrypto (ec.h, ecdsa.h, ecdh.h, err.h), the same since OpenSSL 1.1.</summary>
    private sealed class Functions
    {
        private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1"];

        public delegate* unmanaged[Cdecl]<int, nint> NewCurve;
        public delegate* unmanaged[Cdecl]<nint> NewKey;
        public delegate* unmanaged[Cdecl]<nint, nint, int> SetCurve;
        public delegate* unmanaged[Cdecl]<nint, nint, int> SetPublicKey;
        public delegate* unmanaged[Cdecl]<nint, int> Generate;
        public delegate* unmanaged[Cdecl]<nint, nint> PublicKeyOf;
        public delegate* unmanaged[Cdecl]<nint, void> FreeKey;
        public delegate* unmanaged[Cdecl]<nint, nint> NewPoint;
        public delegate* unmanaged[Cdecl]<nint, void> FreePoint;
        public delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint, int> ReadPoint;
        public delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nuint, nint, nuint> WritePoint;
        public delegate* unmanaged[Cdecl]<byte*, nuint, nint, nint, nint, int> Agree;
        public delegate* unmanaged[Cdecl]<int, byte*, int, byte*, int, nint, int> Verify;
        public delegate* unmanaged[Cdecl]<void> ClearErrors;

        public static Functions? TryLoad()
        {
            foreach (var name in Names)
            {
                if (!NativeLibrary.TryLoad(name, out var library)) continue;
                try
                {
                    return Load(library);
                }
                catch (EntryPointNotFoundException)
                {
                    // Built without them (no-deprecated).
                }
            }

            return null;
        }

        private static Functions Load(nint library) => new()
        {
            NewCurve = (delegate* unmanaged[Cdecl]<int, nint>)NativeLibrary.GetExport(library, "EC_GROUP_new_by_curve_name"),
            NewKey = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "EC_KEY_new"),
            SetCurve = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(library, "EC_KEY_set_group"),
            SetPublicKey = (delegate* unmanaged[Cdecl]<nint, nint, int>)NativeLibrary.GetExport(library, "EC_KEY_set_public_key"),
            Generate = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "EC_KEY_generate_key"),
            PublicKeyOf = (delegate* unmanaged[Cdecl]<nint, nint>)NativeLibrary.GetExport(library, "EC_KEY_get0_public_key"),
            FreeKey = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EC_KEY_free"),
            NewPoint = (delegate* unmanaged[Cdecl]<nint, nint>)NativeLibrary.GetExport(library, "EC_POINT_new"),
            FreePoint = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EC_POINT_free"),
            ReadPoint = (delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint, int>)NativeLibrary.GetExport(library, "EC_POINT_oct2point"),
            WritePoint = (delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nuint, nint, nuint>)NativeLibrary.GetExport(library, "EC_POINT_point2oct"),
            Agree = (delegate* unmanaged[Cdecl]<byte*, nuint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "ECDH_compute_key"),
            Verify = (delegate* unmanaged[Cdecl]<int, byte*, int, byte*, int, nint, int>)NativeLibrary.GetExport(library, "ECDSA_verify"),
            ClearErrors = (delegate* unmanaged[Cdecl]<void>)NativeLibrary.GetExport(library, "ERR_clear_error"),
        };
    }
}
