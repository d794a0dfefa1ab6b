using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VirtualWindow.Storage.Access;

/// <summary>256 random bits in base64url; whoever keeps one keeps its SHA-256, so that a copy of the database opens nothing.</summary>
internal static class OpaqueSecret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
