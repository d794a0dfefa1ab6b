namespace VirtualWindow.Sfu;

/// <summary>Somebody in a room: at most one publish connection; one subscribe connection by the server's offer, or one per watched publisher by WHEP.</summary>
internal sealed class Participant(string id)
{
    public string Id { get; } = id;

    public PublishConnection? Publish { get; set; }

    public List<SubscribeConnection> Subscriptions { get; } = [];

    public bool IsGone => Publish is null && Subscriptions.Count == 0;

    public IEnumerable<MediaConnection> Connections => Publish is null ? Subscriptions : Subscriptions.Cast<MediaConnection>().Append(Publish);
}
