using System.Security.Cryptography.X509Certificates;

namespace VirtualWindow.Documents.Verifying;

/// <summary>Whom a verifier trusts and what it knows of revocation beside what the document carries.</summary>
/// <param name="Roots">Nothing else is trusted, the machine's own roots neither.</param>
/// <param name="RevocationLists">DER; only those that an issuer signed count.</param>
public sealed record TrustSettings(IReadOnlyList<X509Certificate2> Roots, IReadOnlyList<byte[]>? RevocationLists = null);
