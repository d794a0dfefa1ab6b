using System.Text;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Rtc.Tests.Ice;

/// <summary>Connectivity checks as a full ICE agent in the controlling role sends them (RFC 8445 §7.1).</summary>
internal sealed record Check
{
    public string Username { get; init; } = "";
    public string Password { get; init; } = "";
    public bool Nominates { get; init; }
    public bool Controlled { get; init; }
    public bool WithoutUsername { get; init; }
    public bool WithoutIntegrity { get; init; }
    public bool WithoutFingerprint { get; init; }
    public StunAttributeType? Extra { get; init; }
    public StunMessageType Type { get; init; } = StunMessageType.BindingRequest;
    public byte[] TransactionId { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public byte[] ToBytes()
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, Type, TransactionId);
        if (!WithoutUsername) writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(Username));
        writer.AddUInt64(Controlled ? StunAttributeType.IceControlled : StunAttributeType.IceControlling, 0x932ff9b151263b36);
        writer.AddUInt32(StunAttributeType.Priority, 0x6e0001ff);
        if (Nominates) writer.Add(StunAttributeType.UseCandidate, []);
        if (Extra is { } extra) writer.AddUInt32(extra, 7);
        if (!WithoutIntegrity) writer.AddIntegrity(Encoding.ASCII.GetBytes(Password));
        if (!WithoutFingerprint) writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
