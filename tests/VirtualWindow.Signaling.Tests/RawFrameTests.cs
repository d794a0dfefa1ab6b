using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Frames that no SignalR client would send.</summary>
public sealed class RawFrameTests
{
    private const char End = '\u001e';

    [Theory]
    [InlineData("""{"type":1,"invocationId":"7","target":"Snapshot"}""", RefusalCodes.BadInput)]
    [InlineData("""{"type":1,"invocationId":"7","arguments":[]}""", RefusalCodes.BadInput)]
    [InlineData("""{"type":1,"invocationId":"7","target":"Snapshot","arguments":{}}""", RefusalCodes.BadInput)]
    [InlineData("""{"type":4,"invocationId":"7","target":"Snapshot","arguments":[]}""", RefusalCodes.BadInput)]
    [InlineData("""{"type":1,"invocationId":"7","target":"OnConnectedAsync","arguments":[]}""", RefusalCodes.NotFound)]
    public async Task A_strange_frame_is_refused(string frame, string code)
    {
        await using var host = await SignalingHost.StartAsync();
        using var socket = await ShakeHandsAsync(host);

        await SendAsync(socket, frame);

        using var completion = JsonDocument.Parse(await ReadFrameAsync(socket));
        Assert.Equal("7", completion.RootElement.GetProperty("invocationId").GetString());
        Assert.Equal(code, completion.RootElement.GetProperty("result").GetProperty("refusal").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_message_of_an_unknown_type_is_skipped_and_holds_up_nothing_behind_it()
    {
        await using var host = await SignalingHost.StartAsync();
        using var socket = await ShakeHandsAsync(host);

        await SendAsync(socket, """{"type":99,"invocationId":"6"}""" + End + """{"type":1,"invocationId":"7","target":"Snapshot","arguments":[]}""");

        using var completion = JsonDocument.Parse(await ReadFrameAsync(socket));
        Assert.Equal("7", completion.RootElement.GetProperty("invocationId").GetString());
    }

    [Theory]
    [InlineData("no json at all")]
    [InlineData("""{"type":"x"}""")]
    [InlineData("[]")]
    public async Task Bytes_that_are_no_message_close_only_their_own_connection(string frame)
    {
        await using var host = await SignalingHost.StartAsync();
        var other = await host.ApplicantAsync();
        using var socket = await ShakeHandsAsync(host);

        await SendAsync(socket, frame);

        Assert.Contains("\"type\":7", await ReadFrameAsync(socket), StringComparison.Ordinal);
        Assert.Null((await other.Snapshot()).Refusal);
    }

    [Fact]
    public async Task A_message_beyond_every_limit_closes_the_connection()
    {
        await using var host = await SignalingHost.StartAsync();
        var other = await host.ApplicantAsync();
        using var socket = await ShakeHandsAsync(host);

        await SendAsync(socket, new string('x', 600 * 1024));

        Assert.Contains("\"type\":7", await ReadFrameAsync(socket), StringComparison.Ordinal);
        Assert.Null((await other.Snapshot()).Refusal);
    }

    private static async Task<ClientWebSocket> ShakeHandsAsync(SignalingHost host)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(host.Address, "/hubs/applicant")) { Scheme = "ws" }.Uri, CancellationToken.None);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        Assert.Equal("{}", await ReadFrameAsync(socket));
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, string frame) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReadFrameAsync(ClientWebSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(End, StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
        return text.ToString().Split(End)[0];
    }
}
