using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Wire;

/// <summary>What every hub request passes: is the connection still the newest, is it asking too often, and what an exception means.</summary>
internal sealed partial class HubGate(IOptions<SignalingOptions> options, TimeProvider time, ILogger<HubGate> log) : IHubFilter
{
    // A person may have two tabs; more connections at once do not buy more requests.
    private readonly TokenBuckets _people = new(options.Value.RequestBurst * 2, options.Value.RequestsPerSecond * 2, time);

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = HubConnection.Of(invocationContext.Context);
        if (!connection.Bucket.TryTake() || !MayAsk(connection)) return Refused(Refuse.TooOften);
        if (connection.Superseded) return Refused(Refuse.Superseded);
        if (invocationContext.HubMethodArguments.Contains(null)) return Refused(Refuse.BadInput);
        try
        {
            return await next(invocationContext);
        }
        catch (IllegalMoveException moved)
        {
            LogIllegalMove(log, invocationContext.HubMethodName, moved.Message);
            return Refused(Refuse.Stale);
        }
        catch (Exception lost) when (lost is LostUpdateException or DuplicateRowException)
        {
            // Somebody changed the same thing in the same instant; the page sees the new state and may ask again.
            LogIllegalMove(log, invocationContext.HubMethodName, lost.Message);
            return Refused(Refuse.Stale);
        }
        catch (StorageUnavailableException away)
        {
            LogStorageAway(log, invocationContext.HubMethodName, away.InnerException?.GetBaseException().Message ?? "");
            return Refused(Refuse.StorageAway);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            return Refused(Refuse.Interrupted);
        }
        catch (Exception failure)
        {
            var correlationId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            LogUnexpected(log, failure, invocationContext.HubMethodName, correlationId);
            return Refused(Refuse.Unexpected(correlationId));
        }
    }

    private bool MayAsk(HubConnection connection) =>
        (connection.Staff?.Value ?? connection.Ticket?.ToString()) is not { } person || _people.TryTake(person);

    // On the wire every reply has the same shape, so one type serves for the refusal of all methods.
    private static Reply<Done> Refused(Refusal refusal) => refusal;

    [LoggerMessage(3001, LogLevel.Information, "{Method} came too late: {Move}")]
    private static partial void LogIllegalMove(ILogger logger, string method, string move);

    [LoggerMessage(3003, LogLevel.Warning, "{Method} was refused: the database is away ({Reason})")]
    private static partial void LogStorageAway(ILogger logger, string method, string reason);

    [LoggerMessage(3002, LogLevel.Error, "{Method} failed unexpectedly, reference {CorrelationId}")]
    private static partial void LogUnexpected(ILogger logger, Exception failure, string method, string correlationId);
}
