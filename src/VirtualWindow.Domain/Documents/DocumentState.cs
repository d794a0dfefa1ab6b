namespace VirtualWindow.Domain.Documents;

/// <summary>Where a document of a session stands. Stored as numbers: append only.</summary>
public enum DocumentState
{
    /// <summary>All its bytes are here and nobody has seen them yet.</summary>
    Checking = 0,
    /// <summary>The virus scanner could not be asked: never clean, until it has answered.</summary>
    Held = 1,
    /// <summary>Nobody sees it; <see cref="SharedDocument.Refusal"/> says why.</summary>
    Refused = 2,
    Shown = 3,
    /// <summary>Taken back by who added it, before it was used.</summary>
    Withdrawn = 4,
}

public enum DocumentMove { Hold, Refuse, Show, Withdraw }

/// <summary>How a document came into the session. Stored as numbers: append only.</summary>
public enum DocumentOrigin
{
    /// <summary>A file that somebody chose.</summary>
    Uploaded = 0,
    /// <summary>A picture taken by the page and straightened.</summary>
    Captured = 1,
    /// <summary>Made by this program, e.g. the application form.</summary>
    Generated = 2,
    /// <summary>A version that the applicant signed.</summary>
    Signed = 3,
    /// <summary>A version with an office's seal.</summary>
    Stamped = 4,
}

/// <summary>Why an upload is not shown. Stored as numbers: append only.</summary>
public enum DocumentRefusal
{
    /// <summary>By its content none of PDF, JPEG, PNG and WebP.</summary>
    UnknownType = 0,
    /// <summary>HEIF, which cannot be rewritten here: the phone is asked for a JPEG.</summary>
    HeifUnsupported = 1,
    TooLarge = 2,
    TooManyPixels = 3,
    Damaged = 4,
    Encrypted = 5,
    /// <summary>The scanner found something.</summary>
    Infected = 6,
}
