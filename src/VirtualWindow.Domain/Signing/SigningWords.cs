namespace VirtualWindow.Domain.Signing;

/// <summary>The script of a signing, in the order that nobody can leave.</summary>
public enum SigningStep { Identity, Consent, Read, Sign, Stamp, Done }

/// <summary>Where one paper stands. Stored as numbers: append only.</summary>
public enum PaperState
{
    Asked = 0,
    /// <summary>The applicant saw the last page.</summary>
    Read = 1,
    SignedByHand = 2,
    Stamped = 3,
    /// <summary>Taken back by the clerk or declined by the applicant.</summary>
    Withdrawn = 4,
}

/// <summary>Stored as numbers: append only.</summary>
public enum PaperMove { Read = 0, Sign = 1, Stamp = 2, Withdraw = 3, Ask = 4 }

/// <summary>How the clerk came to know who is there. Stored as numbers: append only.</summary>
public enum IdentityMethod
{
    /// <summary>The identity card was held to the camera and compared with face and form.</summary>
    CardOnCamera = 0,
    /// <summary>A card reader of the kiosk or hall read it.</summary>
    CardReader = 1,
    /// <summary>A colleague beside the applicant looked at the card.</summary>
    ColleagueOnSite = 2,
}

/// <summary>Why a step of the script may not be taken now.</summary>
public enum SigningRefusal
{
    None,
    IdentityFirst,
    ConsentFirst,
    ReadFirst,
    SignFirst,
    /// <summary>Something else was shown than what is to be signed or stamped.</summary>
    OtherBytes,
    UnknownPaper,
    /// <summary>This step was taken before.</summary>
    Stale,
}
