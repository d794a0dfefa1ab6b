using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Forms;

/// <summary>Which form a session fills in; its entries belong to exactly this version.</summary>
public sealed class SessionForm
{
    public required SessionId Session { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
}

/// <summary>One entry of a form's log; never changed. Two processes cannot both write a session's n-th: the key refuses the second.</summary>
public sealed class SessionFormEntry
{
    public required SessionId Session { get; init; }
    public required long Sequence { get; init; }
    /// <summary>The entry's text, encrypted: it holds what the applicant wrote.</summary>
    public required string Text { get; init; }
    /// <summary>32 bytes, over the text in clear and the hash before it (<see cref="Domain.Forms.FormLog"/>).</summary>
    public required byte[] Hash { get; init; }
}
