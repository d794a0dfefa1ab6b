using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;

namespace VirtualWindow.Testing.HubClients;

/// <summary>A supervisor's page without the page: one connection to <c>/hubs/wall</c>.</summary>
public sealed class WallClient : IWallHub, IAsyncDisposable
{
    private readonly TaskCompletionSource<MediaMoved> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SpeakerChanged> _speaker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WallClient(Uri host, CookieContainer cookies)
    {
        Connection = WindowConnection.To(host, "/hubs/wall", cookies);
        Connection.On<WallSnapshot>(nameof(IWallClient.State), States.Receive);
        Connection.On<MediaMoved>(nameof(IWallClient.MediaMoved), news => _moved.TrySetResult(news));
        Connection.On<SpeakerChanged>(nameof(IWallClient.SpeakerChanged), news => _speaker.TrySetResult(news));
        Connection.On(nameof(IWallClient.Superseded), () => _superseded.TrySetResult());
    }

    public HubConnection Connection { get; }
    public StateStream<WallSnapshot> States { get; } = new(snapshot => snapshot.Sequence);
    /// <summary>The first hint that the session's media has to be negotiated again.</summary>
    public Task<MediaMoved> MediaMovedAsync => _moved.Task.WaitAsync(Patience.ForNews);
    /// <summary>The first hint about who speaks.</summary>
    public Task<SpeakerChanged> SpeakerChangedAsync => _speaker.Task.WaitAsync(Patience.ForNews);
    public Task SupersededAsync => _superseded.Task.WaitAsync(Patience.ForNews);

    /// <param name="cookies">Those of a signed-in supervisor.</param>
    public static async Task<WallClient> ConnectAsync(Uri host, CookieContainer cookies)
    {
        var client = new WallClient(host, cookies);
        await client.Connection.StartAsync();
        return client;
    }

    public async Task<Reply<WallSnapshot>> Snapshot()
    {
        var reply = await Connection.InvokeAsync<Reply<WallSnapshot>>(nameof(Snapshot));
        if (reply.Value is { } snapshot) States.Receive(snapshot);
        return reply;
    }

    public Task<Reply<WatchingView>> EnterSession(EnterSessionRequest request) => Connection.InvokeAsync<Reply<WatchingView>>(nameof(EnterSession), request);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => Connection.InvokeAsync<Reply<SdpOffer>>(nameof(Watch), request);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AnswerWatch), request);
    public Task<Reply<Done>> SetView(SetViewRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetView), request);
    public Task<Reply<Done>> LeaveSession(LeaveSessionRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(LeaveSession), request);

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
