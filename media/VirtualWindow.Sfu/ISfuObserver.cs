namespace VirtualWindow.Sfu;

/// <summary>What happens to a participant's own media.</summary>
public enum PublisherChange
{
    /// <summary>The first packet of a publish connection arrived.</summary>
    Publishing,

    /// <summary>No packet and no ICE check for <see cref="SfuOptions.SilentAfter"/>.</summary>
    Silent,

    /// <summary>Heard again after <see cref="Silent"/>.</summary>
    Back,

    /// <summary>Now the one who speaks in the room.</summary>
    Speaking,

    /// <summary>No longer the one who speaks.</summary>
    Quiet,

    /// <summary>The publish connection is gone and no other took its place.</summary>
    Stopped,
}

/// <summary>Hears what the rooms notice; called on the loop's thread, must return quickly and may not call back into the rooms.</summary>
public interface ISfuObserver
{
    void OnPublisherChanged(string room, string participant, PublisherChange change);

    /// <summary>Once per connection, whoever closed it.</summary>
    void OnConnectionClosed(MediaConnection connection);
}
