using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Signaling.Hubs;

namespace VirtualWindow.Signaling.Connections;

/// <summary>Speaks to the pages. Nobody waits for it: a slow or dead reader must not hold up a claim, an accept or a hang-up.</summary>
internal sealed partial class HubVoice(
    IHubContext<ApplicantHub, IApplicantClient> applicants, IHubContext<DeskHub, IDeskClient> desks, IHubContext<WallHub, IWallClient> walls,
    ILogger<HubVoice> log)
{
    public void Tell(HubConnection connection, Subject subject, ApplicantSnapshot snapshot) =>
        _ = WatchAsync(connection, applicants.Clients.Group(subject.Group).State(snapshot));

    public void Tell(HubConnection connection, Subject subject, DeskSnapshot snapshot) =>
        _ = WatchAsync(connection, desks.Clients.Group(subject.Group).State(snapshot));

    public void Tell(HubConnection connection, WallSnapshot snapshot) =>
        _ = WatchAsync(connection, walls.Clients.Client(connection.Id).State(snapshot));

    public void TellApplicant(Subject subject, MediaMoved news) => _ = HintAsync(applicants.Clients.Group(subject.Group).MediaMoved(news));

    public void TellDesk(Subject subject, MediaMoved news) => _ = HintAsync(desks.Clients.Group(subject.Group).MediaMoved(news));

    public void TellWall(HubConnection wall, MediaMoved news) => _ = HintAsync(walls.Clients.Client(wall.Id).MediaMoved(news));

    public void TellApplicant(Subject subject, FormNews news) => _ = HintAsync(applicants.Clients.Group(subject.Group).FormNews(news));

    public void TellApplicant(Subject subject, FormGesture gesture) => _ = HintAsync(applicants.Clients.Group(subject.Group).FormGesture(gesture));

    public void TellApplicant(Subject subject, SigningNews news) => _ = HintAsync(applicants.Clients.Group(subject.Group).SigningNews(news));

    public void TellDesk(Subject subject, SigningNews news) => _ = HintAsync(desks.Clients.Group(subject.Group).SigningNews(news));

    public void TellDesk(Subject subject, FormNews news) => _ = HintAsync(desks.Clients.Group(subject.Group).FormNews(news));

    public void TellDesk(Subject subject, FormGesture gesture) => _ = HintAsync(desks.Clients.Group(subject.Group).FormGesture(gesture));

    public void TellApplicant(Subject subject, DocumentsChanged news) => _ = HintAsync(applicants.Clients.Group(subject.Group).DocumentsChanged(news));

    public void TellApplicant(Subject subject, DocumentGesture gesture) => _ = HintAsync(applicants.Clients.Group(subject.Group).DocumentGesture(gesture));

    public void TellDesk(Subject subject, DocumentsChanged news) => _ = HintAsync(desks.Clients.Group(subject.Group).DocumentsChanged(news));

    public void TellDesk(Subject subject, DocumentGesture gesture) => _ = HintAsync(desks.Clients.Group(subject.Group).DocumentGesture(gesture));

    public void TellApplicant(Subject subject, SpeakerChanged news) => _ = HintAsync(applicants.Clients.Group(subject.Group).SpeakerChanged(news));

    public void TellDesk(Subject subject, SpeakerChanged news) => _ = HintAsync(desks.Clients.Group(subject.Group).SpeakerChanged(news));

    public void TellWall(HubConnection wall, SpeakerChanged news) => _ = HintAsync(walls.Clients.Client(wall.Id).SpeakerChanged(news));

    public Task EnterGroupAsync(HubConnection connection, Subject subject, CancellationToken ct) => connection.Hub switch
    {
        HubKind.Applicant => applicants.Groups.AddToGroupAsync(connection.Id, subject.Group, ct),
        HubKind.Desk => desks.Groups.AddToGroupAsync(connection.Id, subject.Group, ct),
        _ => Task.CompletedTask,
    };

    public async Task SupersedeAsync(HubConnection older, Subject subject)
    {
        older.Superseded = true;
        switch (older.Hub)
        {
            case HubKind.Applicant:
                await applicants.Groups.RemoveFromGroupAsync(older.Id, subject.Group);
                _ = WatchAsync(older, applicants.Clients.Client(older.Id).Superseded());
                break;
            case HubKind.Desk:
                await desks.Groups.RemoveFromGroupAsync(older.Id, subject.Group);
                _ = WatchAsync(older, desks.Clients.Client(older.Id).Superseded());
                break;
            default:
                _ = WatchAsync(older, walls.Clients.Client(older.Id).Superseded());
                break;
        }
        LogSuperseded(log, older.Hub, older.Id);
    }

    private async Task HintAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception failure)
        {
            LogHintLost(log, failure);
        }
    }

    private async Task WatchAsync(HubConnection connection, Task sending)
    {
        try
        {
            await sending;
            connection.Told.Sent();
        }
        catch (Exception failure)
        {
            // The connection re-reads its state when it comes back.
            connection.Told.Forget();
            LogUnheard(log, failure, connection.Hub, connection.Id);
        }
    }

    [LoggerMessage(3101, LogLevel.Information, "{Hub} connection {ConnectionId} was superseded by a newer one")]
    private static partial void LogSuperseded(ILogger logger, HubKind hub, string connectionId);

    [LoggerMessage(3102, LogLevel.Debug, "{Hub} connection {ConnectionId} did not hear its state")]
    private static partial void LogUnheard(ILogger logger, Exception failure, HubKind hub, string connectionId);

    [LoggerMessage(3103, LogLevel.Debug, "A hint was not heard; nothing depends on it")]
    private static partial void LogHintLost(ILogger logger, Exception failure);
}
