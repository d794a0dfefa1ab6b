namespace VirtualWindow.Testing.Impairment;

/// <summary>How one direction of a network path treats datagrams; the defaults are a perfect wire.</summary>
public sealed record LinkSettings
{
    public static LinkSettings Perfect { get; } = new();

    /// <summary>Nothing gets through.</summary>
    public static LinkSettings Blackout { get; } = new() { Loss = 1 };

    /// <summary>Share lost independently of each other, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Loss in bursts, beside <see cref="Loss"/>.</summary>
    public BurstLoss? Bursts { get; init; }

    /// <summary>One way; a round trip has it twice when both directions are set alike.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Up to this much more, evenly spread. Order is kept, as in a queue that somebody else fills too.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Share of datagrams that <see cref="ReorderBy"/> holds back so that later ones overtake them, 0 to 1.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderBy { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Share that arrives twice, 0 to 1.</summary>
    public double Duplicate { get; init; }

    /// <summary>Line rate including 28 bytes of IPv4 and UDP header per datagram; null: no limit.</summary>
    public long? BitsPerSecond { get; init; }

    /// <summary>What would wait longer for the line is dropped at the tail (a router's buffer).</summary>
    public TimeSpan MaxQueueing { get; init; } = TimeSpan.FromMilliseconds(300);
}
