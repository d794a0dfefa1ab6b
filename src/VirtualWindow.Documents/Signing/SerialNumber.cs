using System.Security.Cryptography;

namespace VirtualWindow.Documents.Signing;

/// <summary>Serial numbers of certificates and timestamps: random, positive, without leading zeros, which DER forbids.</summary>
internal static class SerialNumber
{
    /// <returns>16 bytes, big-endian.</returns>
    public static byte[] Create()
    {
        var number = RandomNumberGenerator.GetBytes(16);
        number[0] = (byte)(number[0] & 0x7F | 0x40);
        return number;
    }
}
