namespace VirtualWindow.Host.Lan;

/// <summary>Section <c>Lan</c>: serving phones in the same network over HTTPS (<c>./run --lan</c>).</summary>
public sealed record LanOptions
{
    public const string Section = "Lan";

    public bool Enabled { get; init; }

    /// <summary>Address announced to phones; empty = the first private IPv4 address of this machine.</summary>
    public string? Address { get; init; }

    /// <summary>TCP port of HTTPS; 0 takes a free one.</summary>
    public int Port { get; init; } = 5443;
}
