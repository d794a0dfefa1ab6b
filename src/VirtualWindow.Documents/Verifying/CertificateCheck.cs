using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Verifying;

/// <summary>Chain and revocation of a signer's certificate at the moment that counts, with no word from the network or this machine's own roots.</summary>
internal sealed class CertificateCheck(TrustSettings trust, IReadOnlyList<X509Certificate2> carried, IReadOnlyList<RevocationList> lists)
{
    public enum Chain
    {
        Trusted,
        Untrusted,
        OutsideValidity,
    }

    /// <param name="at">When the signature is proved to have existed, or now.</param>
    /// <param name="usage">An extended key usage that the certificate must have; null = any.</param>
    public Chain ChainAt(X509Certificate2 certificate, DateTimeOffset at, X509Certificate2Collection beside, string? usage = null)
    {
        if (at < certificate.NotBefore || at > certificate.NotAfter) return IsAnchored(certificate, certificate.NotBefore, beside, usage) ? Chain.OutsideValidity : Chain.Untrusted;
        return IsAnchored(certificate, at, beside, usage) ? Chain.Trusted : Chain.Untrusted;
    }

    /// <summary>Since when it is revoked; null = not, as far as is known.</summary>
    /// <param name="isKnown">Whether any list speaks for its issuer.</param>
    public DateTimeOffset? RevokedAt(X509Certificate2 certificate, X509Certificate2Collection beside, out bool isKnown)
    {
        // Several certificates may bear the issuer's name; a list speaks when it was signed by any of them.
        var issuers = trust.Roots.Concat(carried).Concat(beside).Where(other => other.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)).ToArray();
        var speaking = lists.Where(list => issuers.Any(list.IsOf)).ToArray();
        isKnown = speaking.Length > 0;
        // Lists only grow within a certificate's life: the earliest date that any of them names counts.
        return speaking.Select(list => list.RevokedAt(certificate)).Where(at => at is not null).Min();
    }

    private bool IsAnchored(X509Certificate2 certificate, DateTimeOffset at, X509Certificate2Collection beside, string? usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange((X509Certificate2[])[.. trust.Roots]);
        chain.ChainPolicy.ExtraStore.AddRange(beside);
        chain.ChainPolicy.ExtraStore.AddRange((X509Certificate2[])[.. carried]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.LocalDateTime;
        if (usage is not null) chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        return chain.Build(certificate);
    }
}
