using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Calls;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Media;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>Whatever the disk does, the call goes on.</summary>
public sealed class DiskTroubleTests
{
    [Fact]
    public async Task A_disk_that_does_not_answer_delays_no_packet_and_leaves_a_marked_gap()
    {
        using var folder = new TemporaryFolder("vw-slow");
        using var answers = new ManualResetEventSlim(initialState: true);
        await using var node = TestNode.Recording(folder.Path, path => new SlowFile(path, answers));
        await using var call = await Call.StartAsync(on: node);
        await node.Node.StartRecordingAsync(new RecordingRequest("r", "rec"), CancellationToken.None);
        ushort sent = 0;
        sent = Forward(call, sent, 10);
        await UntilAsync<MediaEvent.RecordingStarted>(node);

        answers.Reset();
        // More than the queue holds: each frame is seen by the watcher while the disk thread hangs in its write.
        var queue = node.Node.Loops[0].Disk!.Queue;
        while (queue.Overruns < 50) sent = Forward(call, sent, 50);
        var recordedBefore = queue.Packets;

        answers.Set();
        var again = await UntilAsync(() => queue.Packets > recordedBefore, () => sent = Forward(call, sent, 1));
        Assert.True(again, "the queue was never emptied");
        await node.Node.StopRecordingAsync("r", CancellationToken.None);
        var closed = await UntilAsync<MediaEvent.RecordingClosed>(node);

        var manifest = RecordingsOnDisk.Manifest(folder.Path);
        Assert.True(manifest.Overruns >= 50);
        Assert.Contains(manifest.Files[0].Tracks.SelectMany(track => track.Gaps), gap => gap.Cause == "overrun");
        Assert.True(closed.Summary.GapMilliseconds > 0);
        var blocks = MatroskaReader.Read(await File.ReadAllBytesAsync(Assert.Single(RecordingsOnDisk.Webm(folder.Path)))).Blocks;
        Assert.Equal(sent - manifest.Overruns, blocks.Count);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_and_the_call_goes_on()
    {
        using var folder = new TemporaryFolder("vw-unwritable");
        await File.WriteAllTextAsync(folder.File("taken"), "a file where the folder should be");
        await using var node = TestNode.Recording(folder.File("taken"));
        await using var call = await Call.StartAsync(on: node);
        await node.Node.StartRecordingAsync(new RecordingRequest("r", "rec"), CancellationToken.None);

        Forward(call, 0, 20);

        var trouble = await UntilAsync<MediaEvent.RecordingTroubleChanged>(node);
        Assert.Equal((RecordingTrouble.Disk, "applicant", true), (trouble.Trouble, trouble.Participant, trouble.Present));
        Forward(call, 20, 20);
    }

    [Fact]
    public async Task A_node_without_a_folder_says_that_it_does_not_record()
    {
        await using var node = TestNode.Start();

        Assert.False(await node.Node.StartRecordingAsync(new RecordingRequest("r", "rec"), CancellationToken.None));
    }

    [Fact]
    public async Task Closing_the_room_closes_the_recording_and_a_second_start_changes_nothing()
    {
        using var folder = new TemporaryFolder("vw-twice");
        await using var node = TestNode.Recording(folder.Path);
        await using var call = await Call.StartAsync(on: node);
        await node.Node.StartRecordingAsync(new RecordingRequest("r", "rec"), CancellationToken.None);
        Forward(call, 0, 5);
        await node.Node.StartRecordingAsync(new RecordingRequest("r", "rec"), CancellationToken.None);
        Forward(call, 5, 5);

        await node.Node.CloseRoomAsync("r", CancellationToken.None);

        Assert.Equal("rec", (await UntilAsync<MediaEvent.RecordingClosed>(node)).Summary.Recording);
        Assert.Equal(10, MatroskaReader.Read(await File.ReadAllBytesAsync(Assert.Single(RecordingsOnDisk.Webm(folder.Path)))).Blocks.Count);
        Assert.Equal(RecordingState.Closed, RecordingsOnDisk.Manifest(folder.Path).State);
    }

    /// <summary>Sends frames and waits for each to come out at the watcher's end.</summary>
    private static ushort Forward(Call call, ushort first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            call.SendFrame((ushort)(first + i));
            call.AssertFrame(call.Watcher.NextRtp(), (ushort)(first + i));
        }

        return (ushort)(first + count);
    }

    private static async Task<T> UntilAsync<T>(TestNode node) where T : MediaEvent
    {
        while (true)
            if (await node.NextEventAsync() is T found) return found;
    }

    private static async Task<bool> UntilAsync(Func<bool> there, Action again)
    {
        var deadline = Environment.TickCount64 + (long)TestPeer.Patience.TotalMilliseconds;
        while (!there() && Environment.TickCount64 < deadline)
        {
            again();
            await Task.Yield();
        }

        return there();
    }
}
