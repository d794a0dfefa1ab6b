namespace VirtualWindow.Documents.Verifying;

/// <summary>What a verification found out. Those below <see cref="NoTimestamp"/> make a document invalid; the rest are for information.</summary>
public enum FindingKind
{
    Unreadable,
    NotSigned,

    /// <summary>The signature does not belong to the bytes that it covers.</summary>
    SignatureBroken,

    /// <summary>ByteRange leaves out more than the signature itself, or the signature's room holds something else.</summary>
    ByteRangeWidened,

    /// <summary>ByteRange is not [0 a b c], or does not end where a revision ends.</summary>
    ByteRangeMalformed,

    /// <summary>Bytes that belong to no revision.</summary>
    BytesAppended,
    PageContentReplaced,
    TextAdded,
    SealMoved,
    SealPictureSwapped,
    SignatureRemoved,

    /// <summary>A change after signing that is on no list of allowed ones.</summary>
    DocumentChanged,

    /// <summary>The signed hash of the signer's certificate (signingCertificateV2) is missing or another's.</summary>
    WrongCertificateHash,
    UntrustedCertificate,
    CertificateRevoked,
    StampOutsideValidity,
    TimestampBroken,
    UntrustedTimestamp,

    /// <summary>A certificate was used for what it was not issued for.</summary>
    RoleMismatch,

    /// <summary>The signature is neither PAdES nor a document timestamp.</summary>
    UnknownFormat,

    NoTimestamp,
    NoRevocationData,

    /// <summary>Revoked since, but proved to have been made before.</summary>
    RevokedAfterSigning,
}

/// <param name="Field">The signature's field; null = the whole document.</param>
/// <param name="Detail">What exactly, in English, for those who look into it; null = nothing more to say.</param>
public sealed record Finding(FindingKind Kind, string? Field = null, string? Detail = null)
{
    /// <summary>Whether the document must not be relied on.</summary>
    public bool IsProblem => Kind < FindingKind.NoTimestamp;

    public string Chinese => FindingSentences.Of(Kind).Chinese;

    public string English => FindingSentences.Of(Kind).English;

    public override string ToString() => $"{(Field is null ? "" : $"[{Field}] ")}{Chinese} {English}{(Detail is null ? "" : $" ({Detail})")}";
}

/// <summary>One sentence for each kind in each language, as the verification page shows them.</summary>
public static class FindingSentences
{
    private static readonly Dictionary<FindingKind, (string Chinese, string English)> Sentences = new()
    {
        [FindingKind.Unreadable] = ("文件不是可以读取的 PDF。", "The file is not a PDF that can be read."),
        [FindingKind.NotSigned] = ("文件没有签名。", "The document is not signed."),
        [FindingKind.SignatureBroken] = ("签名与文件内容不符。", "The signature does not match the document."),
        [FindingKind.ByteRangeWidened] = ("签名没有覆盖它应当覆盖的全部内容。", "The signature leaves out bytes that it should cover."),
        [FindingKind.ByteRangeMalformed] = ("签名的覆盖范围不符合规范。", "The range that the signature covers is malformed."),
        [FindingKind.BytesAppended] = ("签名之后文件末尾被追加了内容。", "Bytes were appended after the last signed revision."),
        [FindingKind.PageContentReplaced] = ("签名之后页面内容被改动。", "Page content was changed after signing."),
        [FindingKind.TextAdded] = ("签名之后页面上添加了文字或批注。", "Text or an annotation was added after signing."),
        [FindingKind.SealMoved] = ("签名之后印章或签名的位置被移动。", "A seal or signature was moved after signing."),
        [FindingKind.SealPictureSwapped] = ("签名之后印章或签名的图样被替换。", "The picture of a seal or signature was swapped after signing."),
        [FindingKind.SignatureRemoved] = ("有签名被移除或替换。", "A signature was removed or replaced."),
        [FindingKind.DocumentChanged] = ("签名之后文件被改动。", "The document was changed after signing."),
        [FindingKind.WrongCertificateHash] = ("签名没有绑定签名人的证书。", "The signature is not bound to its signer's certificate."),
        [FindingKind.UntrustedCertificate] = ("签名证书不受信任。", "The signer's certificate is not trusted."),
        [FindingKind.CertificateRevoked] = ("印章或签名证书在使用时已被撤销。", "The certificate of the seal or signature was revoked when it was used."),
        [FindingKind.StampOutsideValidity] = ("签名不在证书有效期内。", "The signature was made outside of the certificate's validity."),
        [FindingKind.TimestampBroken] = ("时间戳与签名不符。", "The timestamp does not match what it stamps."),
        [FindingKind.UntrustedTimestamp] = ("时间戳服务不受信任。", "The timestamp authority is not trusted."),
        [FindingKind.RoleMismatch] = ("证书被用于它不该用的用途。", "The certificate was used for what it was not issued for."),
        [FindingKind.UnknownFormat] = ("签名格式未知。", "The signature is of an unknown format."),
        [FindingKind.NoTimestamp] = ("签名没有时间戳，签名时间由签名人自称。", "The signature has no timestamp: its time is the signer's word."),
        [FindingKind.NoRevocationData] = ("没有可用的证书撤销信息。", "No revocation data is known for the certificate."),
        [FindingKind.RevokedAfterSigning] = ("证书在签名之后才被撤销，签名仍然有效。", "The certificate was revoked after signing; the signature still counts."),
    };

    public static (string Chinese, string English) Of(FindingKind kind) => Sentences[kind];
}
