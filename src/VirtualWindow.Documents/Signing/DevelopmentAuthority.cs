using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Signing;

public enum KeyKind
{
    P256,
    Rsa3072,
}

/// <summary>A certificate that no longer counts from a moment on.</summary>
public sealed record RevokedCertificate(X509Certificate2 Certificate, DateTimeOffset At, X509RevocationReason Reason);

/// <summary>
/// A small certificate authority (RFC 5280) for development, tests, and the one-time certificates of applicants: issues seals, event
/// certificates and timestamp authorities, and tells by a revocation list which of them no longer count. Its register of what is revoked
/// is the caller's: a list is made from what the caller names.
/// </summary>
public sealed class DevelopmentAuthority : IDisposable
{
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    private DevelopmentAuthority(X509Certificate2 root) => Root = root;

    /// <summary>What a verifier trusts.</summary>
    public X509Certificate2 Root { get; }

    public static DevelopmentAuthority Create(string name, DateTimeOffset now, TimeSpan? lifetime = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(name, name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new DevelopmentAuthority(request.CreateSelfSigned(now - Backdated, now + (lifetime ?? TimeSpan.FromDays(3650))));
    }

    public static DevelopmentAuthority FromPkcs12(ReadOnlySpan<byte> bytes, string password) =>
        new(X509CertificateLoader.LoadPkcs12(bytes, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable));

    /// <summary>Key and certificate, to be kept like a key.</summary>
    public byte[] ToPkcs12(string password) => Root.Export(X509ContentType.Pkcs12, password);

    /// <summary>The seal of an authority, e.g. 固始县行政审批局.</summary>
    public SoftwareSealKey IssueSeal(string authority, DateTimeOffset now, TimeSpan lifetime, KeyKind kind = KeyKind.P256) => Issue(authority, authority, SignerRole.Seal, now, lifetime, kind);

    /// <summary>A certificate for one signing of one person; its key is thrown away after it.</summary>
    public SoftwareSealKey IssueEvent(string person, DateTimeOffset now, TimeSpan lifetime) => Issue(person, "一次性事件证书 One-time event certificate", SignerRole.Applicant, now, lifetime, KeyKind.P256);

    public SoftwareSealKey IssueArchiveSeal(string archive, DateTimeOffset now, TimeSpan lifetime) => Issue(archive, archive, SignerRole.Archive, now, lifetime, KeyKind.P256);

    public SoftwareSealKey IssueTimestamping(string name, DateTimeOffset now, TimeSpan lifetime) => Issue(name, name, SignerRole.Timestamp, now, lifetime, KeyKind.P256);

    /// <summary>A certificate revocation list (RFC 5280 §5) as DER.</summary>
    /// <param name="number">Higher than that of any earlier list.</param>
    public byte[] RevocationList(IEnumerable<RevokedCertificate> revoked, long number, DateTimeOffset now, TimeSpan lifetime)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (certificate, at, reason) in revoked) builder.AddEntry(certificate, at, reason);
        return builder.Build(Root, number, now + lifetime, HashAlgorithmName.SHA256, thisUpdate: now);
    }

    public void Dispose() => Root.Dispose();

    private SoftwareSealKey Issue(string name, string organisation, SignerRole role, DateTimeOffset now, TimeSpan lifetime, KeyKind kind)
    {
        using AsymmetricAlgorithm key = kind == KeyKind.P256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(3072);
        var request = key is ECDsa ecdsa
            ? new CertificateRequest(Name(name, organisation), ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(Name(name, organisation), (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        AddExtensions(request, role);
        var notAfter = now + lifetime < Root.NotAfter ? now + lifetime : Root.NotAfter;
        using var issued = request.Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(Root.GetECDsaPrivateKey()!), now - Backdated, notAfter, SerialNumber.Create());
        return new SoftwareSealKey(key is ECDsa own ? issued.CopyWithPrivateKey(own) : issued.CopyWithPrivateKey((RSA)key), [X509CertificateLoader.LoadCertificate(Root.RawData)]);
    }

    private void AddExtensions(CertificateRequest request, SignerRole role)
    {
        var isTimestamp = role == SignerRole.Timestamp;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(isTimestamp ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        // A timestamping certificate is for nothing else, and says so critically (RFC 3161 §2.3).
        // Readers older than RFC 9336 judge a signer as a writer of signed mail.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(isTimestamp ? [new Oid(Oids.TimestampingUsage)] : [new Oid(Oids.DocumentSigningUsage), new Oid(Oids.EmailProtectionUsage)], critical: isTimestamp));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(new X509Extension(Oids.CertificatePolicies, Policies(role), critical: false));
    }

    private static byte[] Policies(SignerRole role)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(role.Policy());
        return writer.Encode();
    }

    private static X500DistinguishedName Name(string common, string organisation)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCountryOrRegion("CN");
        name.AddOrganizationName(organisation);
        name.AddCommonName(common);
        return name.Build();
    }
}
