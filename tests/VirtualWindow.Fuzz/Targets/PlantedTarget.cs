using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>Faults put there on purpose, to prove that the search gets behind a parser's checks and sees each kind of fault.</summary>
internal sealed class PlantedTarget(string name, Action<byte[]> fault) : FuzzTarget
{
    public static readonly PlantedTarget[] All =
    [
        new("planted-throw", static _ => throw new InvalidOperationException("planted")),
        new("planted-loop", static input =>
        {
            while (RtpHeader.TryParse(input, out _))
            {
            }
        }),
        new("planted-growth", static _ => GC.KeepAlive(new byte[8 << 20])),
    ];

    public override string Name => name;

    /// <summary>Reached by packets that have CSRCs, an extension and padding, all of which fit.</summary>
    public override void Run(byte[] input)
    {
        const int csrcsAndExtension = 4 + 4;
        if (RtpHeader.TryParse(input, out var header) && header.Length >= RtpHeader.MinLength + csrcsAndExtension && header.PaddingLength > 0) fault(input);
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) => mutator.Change(input, other, 64);
}
