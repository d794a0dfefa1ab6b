namespace VirtualWindow.Rtc;

/// <summary>
/// A connection in which the server offers (RFC 8829 §5.2): each change of its lines is an offer with a number, one at a time, so that
/// there is no glare. The peer exists from the first answer on.
/// <code>
/// Write(lines) → offer 1 ──▶ TryAccept(1, answer) → peer     Write(lines) → offer 2 ──▶ TryAccept(2, answer)
///                                                            └ written again before its answer: only offer 3 may be answered
/// </code>
/// </summary>
public interface IServerOffer : IDisposable
{
    /// <summary>Number of the newest offer; 0 before the first.</summary>
    int Version { get; }

    /// <summary>Null before the first answer.</summary>
    IPeer? Peer { get; }

    /// <summary>Writes the next offer; the former one may not be answered any more.</summary>
    /// <param name="lines">Never fewer than before: m-lines stay (RFC 3264 §8).</param>
    /// <param name="restartIce">New ICE credentials (RFC 8445 §9).</param>
    string Write(IReadOnlyList<OfferedLine> lines, bool restartIce);

    /// <summary>Takes the answer to offer <paramref name="version"/>.</summary>
    /// <returns>What was agreed on, line by line; null for a line that carries nothing now. Null altogether, with a code, when refused.</returns>
    IReadOnlyList<NegotiatedMedia?>? TryAccept(int version, string answerSdp, IPeerHandler handler, MediaTime now, out string? reason);
}

/// <summary>One m-line of a server's offer.</summary>
/// <param name="Mid">1..16 characters, never changes.</param>
/// <param name="Stream">Whose media it carries, by participant; null: nothing now.</param>
/// <param name="Track">"microphone", "camera", "screen".</param>
public sealed record OfferedLine(string Mid, MediaKind Kind, string? Stream, string Track);
