using System.Formats.Asn1;
using System.Security.Cryptography;

namespace VirtualWindow.Documents.Signing;

/// <summary>Says when a hash existed (RFC 3161): a trusted service in production, <see cref="LocalTimestampAuthority"/> in development.</summary>
public interface ITimestampAuthority
{
    /// <summary>At most how many bytes a token takes; a signature reserves them in the file beforehand.</summary>
    int TokenBytes { get; }

    /// <param name="sha256">32 bytes.</param>
    /// <returns>A TimeStampToken, which is CMS SignedData over TSTInfo.</returns>
    byte[] Stamp(ReadOnlySpan<byte> sha256);
}

/// <summary>A timestamp authority inside this process. Its clock is this machine's: for development, and where no trusted service may be reached.</summary>
/// <param name="key">Its certificate is for timestamping alone (RFC 3161 §2.3).</param>
public sealed class LocalTimestampAuthority(ISealKey key, TimeProvider clock) : ITimestampAuthority
{
    public int TokenBytes => CmsWriter.Bound(key) + 256;

    public byte[] Stamp(ReadOnlySpan<byte> sha256)
    {
        var info = Info(sha256.ToArray(), clock.GetUtcNow());
        return CmsWriter.Write(key, SHA256.HashData(info), Oids.TimestampInfo, info);
    }

    private static byte[] Info(byte[] hash, DateTimeOffset now)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Oids.TimestampPolicy);
            using (writer.PushSequence())
            {
                using (writer.PushSequence()) writer.WriteObjectIdentifier(Oids.Sha256);
                writer.WriteOctetString(hash);
            }

            writer.WriteInteger(SerialNumber.Create());
            writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
            using (writer.PushSequence()) writer.WriteInteger(1);
        }

        return writer.Encode();
    }
}
