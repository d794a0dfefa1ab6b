namespace VirtualWindow.Domain.Sessions;

/// <summary>One who takes, or took, part in a session (参与者). A seat is kept while its connection is lost.</summary>
public sealed class Participant
{
    private Participant()
    {
    }

    internal Participant(ParticipantId id, SessionId session, PartyRole role, string displayName, SiteId? site, StaffId? staff)
    {
        (Id, Session, Role, DisplayName, Site, Staff) = (id, session, role, displayName, site, staff);
        (Microphone, Camera) = (Publishes, Publishes);
    }

    public ParticipantId Id { get; private set; }
    public SessionId Session { get; private set; }
    public PartyRole Role { get; private set; }
    /// <summary>Clerk: name and number; applicant: masked name; supervisor: 主管.</summary>
    public string DisplayName { get; private set; } = null!;
    public SiteId? Site { get; private set; }
    public StaffId? Staff { get; private set; }
    /// <summary>From which desk a clerk or colleague takes part; null for everybody else.</summary>
    public DeskId? Desk { get; private set; }
    public DateTimeOffset? JoinedAt { get; private set; }
    public DateTimeOffset? LeftAt { get; private set; }
    /// <summary>What this participant says it sends; mute is never a guess.</summary>
    public bool Microphone { get; private set; }
    public bool Camera { get; private set; }

    public bool Present => JoinedAt is not null && LeftAt is null;
    /// <summary>A supervisor watches and listens only.</summary>
    public bool Publishes => Role != PartyRole.Supervisor;

    public void SetMedia(bool microphone, bool camera) => (Microphone, Camera) = (microphone && Publishes, camera && Publishes);

    internal void Join(DateTimeOffset now) => (JoinedAt, LeftAt) = (JoinedAt ?? now, null);

    internal void Become(PartyRole role) => Role = role;

    internal void SitAt(DeskId desk) => Desk = desk;

    internal void Leave(DateTimeOffset now) => LeftAt ??= now;
}
