using System.Text;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>An offer (RFC 8866, RFC 8829): what is answered must be an answer, what is not must have a reason.</summary>
internal sealed class SdpTarget : FuzzTarget
{
    private const int MaxInput = 70_000;

    /// <summary>Longer texts are tried as offers only, so that a run stays short.</summary>
    private const int LongestBesides = 16_000;

    public override string Name => "sdp";

    /// <summary>An offer may be 64 Ki characters, and its parts are kept as texts.</summary>
    public override long MaxAllocatedBytes => 4 << 20;

    public override (string Folder, string Pattern)? SharedCorpus => ("tests/VirtualWindow.Rtc.Tests/Sdp/Samples", "*.offer.sdp");

    public override void Run(byte[] input)
    {
        var offer = Encoding.UTF8.GetString(input);
        var around = new Surroundings();
        if (input.Length < LongestBesides) RunBesides(offer);
        using var peer = around.Factory.TryAnswer(offer, Deaf.Instance, around.Now, out var reason);
        if (peer is null)
        {
            if (string.IsNullOrEmpty(reason)) throw new InvalidOperationException("Refused without a reason.");
            if (around.Peers.Count != 0) throw new InvalidOperationException("Refused, but a peer stayed behind.");
            return;
        }

        if (!SdpParser.TryParse(peer.AnswerSdp, out var answer, out var fault)) throw new InvalidOperationException($"Our own answer is refused: {fault}\n{peer.AnswerSdp}");
        _ = SdpParser.TryParse(offer, out var offered, out _);
        if (answer.Media.Count != offered.Media.Count) throw new InvalidOperationException("An answer has as many m-lines as the offer (RFC 3264 §6).");
    }

    /// <summary>The same text as the answer to an offer of ours, and as an ICE restart.</summary>
    private static void RunBesides(string text)
    {
        var around = new Surroundings();
        using var offers = around.Factory.Offer();
        offers.Write([new("a0", MediaKind.Audio, "someone", "microphone"), new("v0", MediaKind.Video, "someone", "camera")], restartIce: false);
        var taken = offers.TryAccept(1, text, Deaf.Instance, around.Now, out var reason);
        if (taken is null && string.IsNullOrEmpty(reason)) throw new InvalidOperationException("Refused without a reason.");
        using var peer = around.Factory.TryAnswer(Surroundings.Offer("chromium-publish"), Deaf.Instance, around.Now, out _)!;
        if (peer.TryRestartIce(text, out reason) is null && string.IsNullOrEmpty(reason)) throw new InvalidOperationException("Refused without a reason.");
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator)
    {
        if (mutator.OneIn(3)) return mutator.Change(input, other, MaxInput);
        var lines = Encoding.UTF8.GetString(input).Split('\n').ToList();
        var others = Encoding.UTF8.GetString(other).Split('\n');
        for (var i = 1 + mutator.Below(3); i > 0; i--) ChangeLine(lines, others, mutator);
        var changed = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return changed.Length <= MaxInput ? changed : changed[..MaxInput];
    }

    private static void ChangeLine(List<string> lines, string[] others, Mutator mutator)
    {
        var at = mutator.Below(lines.Count);
        switch (mutator.Below(6))
        {
            case 0: lines.Insert(mutator.Below(lines.Count + 1), lines[at]); break;
            case 1 when lines.Count > 1: lines.RemoveAt(at); break;
            case 2: lines.Insert(at, mutator.Pick(others)); break;
            case 3: (lines[at], lines[^1]) = (lines[^1], lines[at]); break;
            case 4: lines.InsertRange(at, lines.Skip(mutator.Below(lines.Count)).Take(60).ToArray()); break;
            default: lines[at] = Encoding.UTF8.GetString(mutator.Change(Encoding.UTF8.GetBytes(lines[at]), Encoding.UTF8.GetBytes(mutator.Pick(others)), 5_000)); break;
        }
    }
}
