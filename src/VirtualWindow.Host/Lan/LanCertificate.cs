using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Host.Lan;

/// <summary>
/// The certificate of <c>./run --lan</c>: self-signed, made on the spot, kept under the data root so that its fingerprint stays the same
/// from start to start and a phone that trusted it once need not again.
/// </summary>
internal static class LanCertificate
{
    /// <summary>Phones refuse certificates that live longer than 398 days (CA/Browser Forum ballot SC31).</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    /// <summary>Hex of SHA-256 over the DER, in pairs, as browsers show it.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    public static X509Certificate2 LoadOrCreate(string file, IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        if (File.Exists(file) && Usable(file, addresses, now) is { } kept) return kept;
        using var made = Create(addresses, now);
        Write(file, made.Export(X509ContentType.Pfx));
        return X509CertificateLoader.LoadPkcs12FromFile(file, null);
    }

    private static X509Certificate2? Usable(string file, IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        try
        {
            var kept = X509CertificateLoader.LoadPkcs12FromFile(file, null);
            if (kept.NotAfter - RenewBefore > now.LocalDateTime && addresses.All(address => Covers(kept, address))) return kept;
            kept.Dispose();
        }
        catch (CryptographicException)
        {
            // Half-written by a process that was killed: a new one is made.
        }
        return null;
    }

    private static bool Covers(X509Certificate2 certificate, IPAddress address) => certificate.MatchesHostname(address.ToString());

    private static X509Certificate2 Create(IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=VirtualWindow {Environment.MachineName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(SubjectNames(addresses));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        return request.CreateSelfSigned(now.AddMinutes(-5), now + Lifetime);
    }

    private static X509Extension SubjectNames(IReadOnlyList<IPAddress> addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        foreach (var address in addresses.Append(IPAddress.Loopback).Distinct()) names.AddIpAddress(address);
        return names.Build();
    }

    /// <summary>The private key is for this account only; renamed into place, so a killed process leaves no half file.</summary>
    private static void Write(string file, byte[] pfx)
    {
        var draft = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options)) stream.Write(pfx);
        File.Move(draft, file, overwrite: true);
    }
}
