using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Calls;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>The program that is killed: a media node that records one participant's real traffic over its real port.</summary>
internal static class KilledRecorder
{
    /// <summary>Says <c>sent N</c> for each sound packet of 20 ms that was handed to the socket.</summary>
    public static async Task<int> RunAsync(string folder, string media)
    {
        await using var node = TestNode.Recording(folder);
        node.Node.CloseInterruptedRecordings();
        using var peer = await node.PublishAsync("r", "applicant");
        await node.Node.StartRecordingAsync(new RecordingRequest("r", Guid.NewGuid().ToString("N")), CancellationToken.None);
        await new PacedPublisher(peer, RealFrames.Read(media)).RunAsync(static number => KillableProgram.Say($"sent {number}"), CancellationToken.None);
        return 0;
    }
}
