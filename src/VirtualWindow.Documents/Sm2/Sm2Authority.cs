using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Sm2;

/// <summary>A small authority that issues SM2 certificates (GB/T 20518) to seal makers and signers: for development and tests, never a certified one.</summary>
public sealed class Sm2Authority
{
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    private readonly AsymmetricCipherKeyPair _key;
    private readonly X509Name _name;

    public Sm2Authority(string name, DateTimeOffset now, TimeSpan lifetime)
    {
        (_key, _name) = (Sm2Algorithm.NewKey(), Name(name));
        Root = Issue(_name, _key.Public, KeyUsage.KeyCertSign | KeyUsage.CrlSign, isAuthority: true, now, lifetime).GetEncoded();
    }

    private Sm2Authority(AsymmetricCipherKeyPair key, ReadOnlyMemory<byte> root) =>
        (_key, Root, _name) = (key, root, new X509CertificateParser().ReadCertificate(root.ToArray()).SubjectDN);

    /// <param name="secret">From <see cref="ToBytes"/>.</param>
    /// <param name="root">From <see cref="Root"/>.</param>
    public static Sm2Authority FromBytes(ReadOnlySpan<byte> secret, ReadOnlyMemory<byte> root)
    {
        var key = Sm2Algorithm.FromBytes(secret);
        return new Sm2Authority(new AsymmetricCipherKeyPair(Sm2Algorithm.PublicKey(key), key), root);
    }

    /// <summary>DER; what a verifier trusts.</summary>
    public ReadOnlyMemory<byte> Root { get; }

    public Sm2SoftwareKey Issue(string name, DateTimeOffset now, TimeSpan lifetime)
    {
        var key = Sm2Algorithm.NewKey();
        return new Sm2SoftwareKey((ECPrivateKeyParameters)key.Private, Issue(Name(name), key.Public, KeyUsage.DigitalSignature | KeyUsage.NonRepudiation, isAuthority: false, now, lifetime).GetEncoded());
    }

    /// <summary>The secret number, to be kept like a key.</summary>
    public byte[] ToBytes() => Sm2Algorithm.ToBytes((ECPrivateKeyParameters)_key.Private);

    private X509Certificate Issue(X509Name subject, AsymmetricKeyParameter key, int usage, bool isAuthority, DateTimeOffset now, TimeSpan lifetime)
    {
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(new BigInteger(1, SerialNumber.Create()));
        generator.SetIssuerDN(_name);
        generator.SetSubjectDN(subject);
        generator.SetNotBefore((now - Backdated).UtcDateTime);
        generator.SetNotAfter((now + lifetime).UtcDateTime);
        generator.SetPublicKey(key);
        generator.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(isAuthority));
        generator.AddExtension(X509Extensions.KeyUsage, critical: true, new KeyUsage(usage));
        return generator.Generate(new Asn1SignatureFactory("SM3WITHSM2", _key.Private));
    }

    private static X509Name Name(string common) => new([X509Name.C, X509Name.O, X509Name.CN], ["CN", common, common]);
}
