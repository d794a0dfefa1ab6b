using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>Every parser that strangers' bytes reach inside the media node, and documents from outside.</summary>
internal static class AllTargets
{
    private static readonly FuzzTarget[] All = 
        [new StunTarget(), new SdpTarget(), new RtpTarget(), new RtcpTarget(), new SrtpTarget(), new DtlsTarget(), new SctpTarget(), new DcepTarget(), new PdfTarget(), new PdfVerifyTarget(), new PictureTarget()];

    public static IEnumerable<string> Names => All.Select(target => target.Name);

    public static FuzzTarget Find(string name) =>
        All.Concat(PlantedTarget.All).FirstOrDefault(target => target.Name == name) ?? throw new ArgumentException($"No target is called {name}; there are {string.Join(", ", Names)}.");
}
