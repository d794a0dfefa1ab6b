using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wall;

namespace VirtualWindow.Signaling.Hubs;

/// <summary><c>/hubs/wall</c>: each request is a slice of its own; this class only says which one.</summary>
internal sealed class WallHub(WallDoor door, IServiceProvider slices) : Hub<IWallClient>, IWallHub
{
    public override Task OnConnectedAsync() => door.EnterAsync(Context);
    public override Task OnDisconnectedAsync(Exception? exception) => door.LeaveAsync(Connection);

    public Task<Reply<WallSnapshot>> Snapshot() => On<WallSnapshots>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<WatchingView>> EnterSession(EnterSessionRequest request) => On<EnterSession>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => On<Watch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => On<AnswerWatch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SetView(SetViewRequest request) => On<SetView>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> LeaveSession(LeaveSessionRequest request) => On<LeaveSession>().HandleAsync(Connection, request, Context.ConnectionAborted);

    private HubConnection Connection => HubConnection.Of(Context);

    private T On<T>() where T : notnull => slices.GetRequiredService<T>();
}
