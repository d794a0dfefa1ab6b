namespace VirtualWindow.Contracts.Media;

/// <summary>Bearer tokens for WHIP and WHEP (RFC 9725 §4.8): minted by signaling, checked by the media node.</summary>
public interface IMediaTokens
{
    string Mint(MediaGrant grant, TimeSpan lifetime);
    /// <summary>The grant, or null when forged or expired.</summary>
    MediaGrant? Check(string token);
}

/// <param name="Participant">Who publishes or subscribes; "*" opens every participant of the room.</param>
/// <param name="Room">Session id; "*" only for the bench token.</param>
public sealed record MediaGrant(string Room, string Participant, bool MayPublish, bool MayWatch);
