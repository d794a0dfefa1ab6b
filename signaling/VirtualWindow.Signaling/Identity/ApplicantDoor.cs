using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Identity;

/// <summary>Applicants come without an account: who holds the cookie of a ticket is its owner, everybody else may take one.</summary>
internal sealed class ApplicantDoor(ApplicantPasses passes, ConnectionBook book, IOptions<SignalingOptions> options, TimeProvider time)
{
    public async Task EnterAsync(HubCallerContext context)
    {
        var connection = HubConnection.Open(context, HubKind.Applicant, new TokenBucket(options.Value.RequestBurst, options.Value.RequestsPerSecond, time));
        if (context.GetHttpContext() is not { } http || await passes.OwnerAsync(http, context.ConnectionAborted) is not { } ticket) return;
        connection.Ticket = ticket;
        await book.AttendAsync(Subject.Of(ticket), connection, context.ConnectionAborted);
    }

    public Task LeaveAsync(HubConnection connection) => book.LeaveAsync(connection);
}
